"""What a page leaves for its reader to fill in, and a here-document for the shell.

Such a value is not known, so nothing can be said of it. It is turned into a comment of the same length: every
other character keeps its line and its column, and the block is judged as an excerpt.
"""

from __future__ import annotations

import re

from stslint.runtime.lazy_regex import pattern
from stslint.sources.classify.line_scanner import OpenLine, open_lines

_ANGLE = pattern(r"<(?!/)[A-Za-z][\w .:|/-]*>(?!.*</)")
_BRACED = pattern(r"\$\{[A-Za-z_]\w*[^}]*\}")
_EXPANDED = pattern(r"(?<![\\$])(?:\$[A-Za-z_{(]|`)")
_ELLIPSIS = pattern(r"(?:\.\.\.|…|\[\s*(?:\.\.\.|…)\s*\]|\{\s*(?:\.\.\.|…)\s*\})\s*(?:#.*)?$")
_COMMENT_ELLIPSIS = pattern(r"^[ \t]*#.*(?:\.\.\.|…)[ \t\r]*$|^[ \t]*#[ \t]*(?:\.\.\.|…)", re.MULTILINE)
_HINT = pattern(r"\.\.\.|…|<[A-Za-z]|\$|`")
_ESCAPED = pattern(r"\\([$`])")


def without_placeholders(text: str, expanded: bool) -> tuple[str, bool]:
    """Returns a block with its unknown values as comments, and whether it is an excerpt.

    ``expanded`` says that a shell fills the block in (a here-document with an unquoted delimiter), so that
    `$NAME` and `$(command)` are unknown too and `\\$` is a dollar.
    """
    if not _HINT.search(text):
        return text, False
    if expanded:
        text = _ESCAPED.sub(r"\1\1", text)  # same length: columns stay, and a doubled dollar is a literal one
    lines = text.split("\n")
    for line in open_lines(text):
        if line.value and line.closed and _unknown(line, expanded):
            lines[line.number] = _commented(line) + ("\r" if lines[line.number].endswith("\r") else "")
    blanked = "\n".join(lines)
    return blanked, blanked != text or _COMMENT_ELLIPSIS.search(text) is not None


def _unknown(line: OpenLine, expanded: bool) -> bool:
    value = line.value
    if _ELLIPSIS.match(value):
        return True
    if _ANGLE.search(value) or _BRACED.search(value):
        return True
    return expanded and _EXPANDED.search(value) is not None


def _commented(line: OpenLine) -> str:
    """Returns the line with its value commented out; an item that is only a value goes as a whole."""
    if line.key:
        return f"{line.indent}{line.dashes}{line.key}{line.gap}#{line.value[1:]}"
    content = line.dashes + line.gap + line.value
    return f"{line.indent}#{content[1:]}"
