"""Finds the lines of a YAML text that are structure, not the content of a string.

A block scalar (`|`, `>`) or a quoted scalar of several lines contains a script or a file, and braces, dollars
and dots have no meaning for Kubernetes there. This scans line by line before anything is parsed, and reports
nothing.
"""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = r"""(?:(?:"(?:\\.|[^"\\])*"|'[^']*')[ \t]*|[^\s"'#\[{|>&*!%@`,-][^#]*?|-[^\s#][^#]*?):(?=\s|$)"""
_LINE = pattern(rf"(?P<indent>[ \t]*)(?P<dashes>(?:-[ \t]+)*)(?P<key>{_KEY})?(?P<gap>[ \t]*)(?P<value>.*)")
_BLOCK = pattern(r"(?:[&!]\S*[ \t]+)*[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$")
_QUOTED = {'"': pattern(r'"(?:\\.|[^"\\])*"'), "'": pattern(r"'(?:''|[^'])*'(?!')")}
_REST = {'"': pattern(r'(?:\\.|[^"\\])*"'), "'": pattern(r"(?:''|[^'])*'(?!')")}


class OpenLine(NamedTuple):
    """The parts of a line; joined, they are the line without a carriage return.

    ``number`` counts from 0. ``value`` ends with the line and is empty where a collection follows.
    """

    number: int
    indent: str
    dashes: str
    key: str
    gap: str
    value: str

    @property
    def closed(self) -> bool:
        """Returns whether the value ends on this line, as far as its quotes and brackets show."""
        if self.value[:1] in _QUOTED:
            return _QUOTED[self.value[0]].match(self.value) is not None
        if self.value[:1] in ("[", "{"):
            return self.value.rstrip().endswith(("]", "}"))
        return True


def open_lines(text: str) -> Iterator[OpenLine]:
    """Yields the lines that are not blank, not a comment, and not inside a block scalar or quotes."""
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
    match = _LINE.match(line.rstrip("\r"))
    assert match is not None  # every part can be empty
    return OpenLine(index, *(part or "" for part in match.group("indent", "dashes", "key", "gap", "value")))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _child_indent(line: OpenLine) -> int:
    """Returns the smallest indentation, in columns, of the lines that belong to the line's value."""
    if line.key:
        return len(line.indent) + len(line.dashes) + 1
    return len(line.indent) + len(line.dashes.rstrip())
