"""The lines of a YAML text whose structure YAML itself reads.

What stands inside a block scalar (`|`, `>`) or in the middle of a quoted one is a program's own text: a
script, a file. Braces, dollars and dots mean nothing to Kubernetes there. This is a scan by line, made to be
asked before anything is parsed; it reports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_KEY = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'#\[{|>&*!%@`,-][^#]*?|-[^\s#][^#]*?)[ \t]*:(?=\s|$)"""
_LINE = pattern(rf"(?P<indent>[ \t]*)(?P<dashes>(?:-[ \t]+)*)(?P<key>{_KEY})?(?P<gap>[ \t]*)(?P<value>.*)")
_BLOCK = pattern(r"(?:[&!]\S*[ \t]+)*[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$")
_QUOTED = {'"': pattern(r'"(?:\\.|[^"\\])*"'), "'": pattern(r"'(?:''|[^'])*'")}
_REST = {'"': pattern(r'(?:\\.|[^"\\])*"'), "'": pattern(r"(?:''|[^'])*'(?!')")}


class OpenLine(NamedTuple):
    """A line taken apart; joined again, its parts are the line without a carriage return.

    ``number`` counts from 0. ``value`` runs to the end of the line and is empty where a collection follows.
    """

    number: int
    indent: str
    dashes: str
    key: str
    gap: str
    value: str

    @property
    def closed(self) -> bool:
        """Returns whether the value ends on this line as far as quotes and brackets tell."""
        if self.value[:1] in _QUOTED:
            return _QUOTED[self.value[0]].match(self.value) is not None
        if self.value[:1] in ("[", "{"):
            return self.value.rstrip().endswith(("]", "}"))
        return True


def open_lines(text: str) -> Iterator[OpenLine]:
    """Yields the lines that are no comment, not blank, and inside no block or quoted scalar."""
    block, quote = -1, ""
    for index, line in enumerate(text.split("\n")):
        if quote:
            quote = "" if _REST[quote].match(line) else quote
            continue
        content = line.strip()
        if not content or (block >= 0 and _indent(line) >= block):
            continue
        block = -1
        if content.startswith("#"):
            continue
        parts = _parts(index, line)
        yield parts
        if _BLOCK.match(parts.value):
            block = _child_indent(parts)
        elif not parts.closed and parts.value[0] in _QUOTED:
            quote = parts.value[0]


def _parts(index: int, line: str) -> OpenLine:
    found = _LINE.match(line.rstrip("\r"))
    assert found is not None  # every part may be empty
    return OpenLine(index, *(part or "" for part in found.group("indent", "dashes", "key", "gap", "value")))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _child_indent(line: OpenLine) -> int:
    """Returns the least indentation, in columns, of what belongs to the line's value."""
    if line.key:
        return len(line.indent) + len(line.dashes) + 1
    return len(line.indent) + len(line.dashes.rstrip().rpartition(" ")[0]) + 1
