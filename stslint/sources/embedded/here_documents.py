"""Finds the here-documents in a shell text.

Source: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_07_04
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_OPENER = pattern(r"""(?<!<)<<(?!<)(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\([\w.-]+)|([A-Za-z_][\w.-]*))""")


class HereDocument(NamedTuple):
    """The lines of one here-document, counted from 0; ``end`` is the line of its closing delimiter.

    ``expanded`` is true where the shell expands variables and commands: the delimiter is not quoted.
    """

    start: int
    end: int
    expanded: bool


class _Lines:
    """The lines of a text, and where each is: as it is, without tabs, and without what is around it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.all = lines
        ends = [line.rstrip("\r") for line in lines]
        self._exact = _places(ends)
        self._after_tabs = _places(line.lstrip("\t") for line in ends)
        self._lenient = _places(line.strip(" \t>") for line in ends)

    def delimiter_line(self, start: int, delimiter: str, tabs: bool) -> int:
        """Returns the line that ends a here-document, or -1.

        Pages indent the delimiter with the block around it, or show a shell prompt before it: such a line
        counts if no line consists of the delimiter alone.
        """
        exact = _next(self._after_tabs if tabs else self._exact, delimiter, start)
        return exact if exact >= 0 else _next(self._lenient, delimiter, start)


def _places(lines: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        places.setdefault(line, []).append(index)
    return places


def _next(places: Mapping[str, list[int]], line: str, start: int) -> int:
    found = places.get(line, [])
    index = bisect_left(found, start)
    return found[index] if index < len(found) else -1


def here_documents(lines: Sequence[str], wanted: Callable[[HereDocument], bool]) -> Iterator[HereDocument]:
    """Yields the here-documents that ``wanted`` accepts, including those nested in others."""
    if not any("<<" in line for line in lines):
        return
    text, index = _Lines(lines), 0
    while index < len(lines):
        document = _opened(text, index)
        index += 1
        if document is not None and wanted(document):
            yield document
            index = document.end + 1


def _opened(text: _Lines, index: int) -> HereDocument | None:
    line = text.all[index]
    opener = _OPENER.search(line) if "<<" in line else None
    if opener is None:
        return None
    tabs, *quoted, bare = opener.groups()
    delimiter = bare or next(filter(None, quoted))
    end = text.delimiter_line(index + 1, delimiter, tabs == "-")
    return None if end < 0 else HereDocument(index + 1, end, bare is not None)
