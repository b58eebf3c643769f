"""Finds the here-documents in a shell text.

Source: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_07_04
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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


def here_documents(lines: Sequence[str], wanted: Callable[[HereDocument], bool]) -> Iterator[HereDocument]:
    """Yields the here-documents that ``wanted`` accepts, including those nested in others."""
    index = 0
    while index < len(lines):
        document = _opened(lines, index)
        index += 1
        if document is not None and wanted(document):
            yield document
            index = document.end + 1


def _opened(lines: Sequence[str], index: int) -> HereDocument | None:
    opener = _OPENER.search(lines[index]) if "<<" in lines[index] else None
    if opener is None:
        return None
    tabs, *quoted, bare = opener.groups()
    delimiter = bare or next(filter(None, quoted))
    end = _delimiter_line(lines, index + 1, delimiter, tabs == "-")
    return None if end < 0 else HereDocument(index + 1, end, bare is not None)


def _delimiter_line(lines: Sequence[str], start: int, delimiter: str, tabs: bool) -> int:
    """Returns the line that ends a here-document, or -1.

    Pages indent the delimiter with the block around it, or show a shell prompt before it: such a line counts
    if no line consists of the delimiter alone.
    """
    lenient = -1
    for index in range(start, len(lines)):
        line = lines[index].rstrip("\r")
        if (line.lstrip("\t") if tabs else line) == delimiter:
            return index
        if lenient < 0 and line.strip(" \t>") == delimiter:
            lenient = index
    return lenient
