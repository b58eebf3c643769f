"""Lines as editors count them: only ``\\n``, ``\\r\\n`` and a single ``\\r`` end a line.

YAML 1.1 and ``str.splitlines`` also break lines at U+0085, U+2028, U+2029 and form feeds; no editor does.
"""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern

_LINE_END = pattern(r"\r\n|\n|\r")


def split_lines(text: str) -> list[str]:
    """Returns the lines of a text without their ends; the last is empty if the text ends with a line end."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def line_starts(text: str) -> list[int]:
    """Returns the offset at which each line of a text begins."""
    if "\r" in text:
        return [0, *(match.end() for match in _LINE_END.finditer(text))]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts[:-1]


def count_line_ends(text: str) -> int:
    """Returns the number of line ends in a text."""
    feeds = text.count("\n")
    return feeds + text.count("\r") - text.count("\r\n") if "\r" in text else feeds


def line_end_at(text: str, offset: int) -> str:
    """Returns the line end after an offset; without one the text's first line end, else ``\\n``."""
    return _line_end_from(text, offset) or _line_end_from(text, 0) or "\n"


def _line_end_from(text: str, offset: int) -> str:
    # The pattern looks at each character, which is slow in one long line.
    feed = text.find("\n", offset)
    carriage = text.find("\r", offset, feed if feed >= 0 else len(text))
    if carriage < 0:
        return "\n" if feed >= 0 else ""
    return "\r\n" if feed == carriage + 1 else "\r"


class LineIndex:
    """Turns lines and columns of a text, counted from 1, into offsets."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = line_starts(text)

    def offset(self, line: int, column: int) -> int:
        """Returns the offset of a line and a column; the line after the last one is the end of the text.

        Raises LookupError where the text has no such line or column.
        """
        if line == len(self._starts) + 1 and column == 1:
            return len(self._text)
        if not 1 <= line <= len(self._starts) or column < 1:
            raise LookupError(f"the text has no line {line}, column {column}")
        offset = self._starts[line - 1] + column - 1
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        if offset > end:
            raise LookupError(f"line {line} has no column {column}")
        return offset

    def line_start(self, offset: int) -> int:
        """Returns the offset at which the line of an offset begins."""
        from bisect import bisect_right  # only fixes ask for it

        return self._starts[bisect_right(self._starts, offset) - 1]
