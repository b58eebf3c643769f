"""Recognises placeholders, which the reader of a page or the shell replaces with a value.

The value is unknown, so nothing can be reported on it. It is replaced with a comment of the same length, so
that all other characters keep their line and column, and the block is checked as an excerpt.
"""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern
from stslint.sources.classify.line_scanner import OpenLine, open_lines

_ANGLE = pattern(r"<[A-Za-z][\w .:|/-]*>")
_BRACE = pattern(r"\$\{[A-Za-z_]")
_EXPANDED = pattern(r"(?<![\\$])(?:\$[A-Za-z_{(]|`)")
_ELLIPSIS = pattern(r"(?:\.\.\.|…|\[\s*(?:\.\.\.|…)\s*\]|\{\s*(?:\.\.\.|…)\s*\})\s*(?:#.*)?$")
_COMMENT_ELLIPSIS = pattern(r"(?m)^[ \t]*#.*(?:\.\.\.|…)[ \t\r]*$|^[ \t]*#[ \t]*(?:\.\.\.|…)")
_HINT = pattern(r"\.\.\.|…|<[A-Za-z]|\$|`")
_ESCAPED = pattern(r"\\([$`])")


def without_placeholders(text: str, expanded: bool) -> tuple[str, bool]:
    """Returns a block with comments in place of its unknown values, and whether it is an excerpt.

    ``expanded`` is true where a shell expands the block (a here-document with an unquoted delimiter): then
    `$NAME` and `$(command)` are unknown too, and `\\$` is a dollar.
    """
    if not _HINT.search(text):
        return text, False
    if expanded:
        text = _ESCAPED.sub(
            r"\1\1", text
        )  # the same length, so columns stay; a doubled dollar is a literal one
    lines = text.split("\n")
    for line in open_lines(text):
        if line.value and line.closed and _unknown(line, expanded):
            lines[line.number] = _commented(line) + ("\r" if lines[line.number].endswith("\r") else "")
    known = "\n".join(lines)
    return known, known != text or _COMMENT_ELLIPSIS.search(text) is not None


def _unknown(line: OpenLine, expanded: bool) -> bool:
    value = line.value
    if _ELLIPSIS.match(value):
        return True
    # An element of markup is closed later; a placeholder is not.
    if _ANGLE.search(value, value.rfind("</") + 1) or _has_braces(value):
        return True
    return expanded and _EXPANDED.search(value) is not None


def _has_braces(value: str) -> bool:
    opened = _BRACE.search(value)
    return opened is not None and value.find("}", opened.end()) >= 0


def _commented(line: OpenLine) -> str:
    """Returns the line with its value commented out, or all of it if it is an item without a key."""
    if line.key:
        return f"{line.indent}{line.dashes}{line.key}{line.gap}#{line.value[1:]}"
    content = line.dashes + line.gap + line.value
    return f"{line.indent}#{content[1:]}"
