"""Finds the here-documents of a shell text.

Syntax: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_07_04
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_OPENER = pattern(r"""(?<!<)<<(?!<)(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\([\w.-]+)|([A-Za-z_][\w.-]*))""")


class HereDocument(NamedTuple):
    """The lines of one here-document: from ``start`` to ``end``, which is its delimiter's, counted from 0.

    ``expanded`` says that the shell fills in variables and commands: the delimiter is not quoted.
    """

    start: int
    end: int
    expanded: bool


def here_documents(lines: Sequence[str], wanted: Callable[[HereDocument], bool]) -> Iterator[HereDocument]:
    """Yields the here-documents that are wanted, and looks into the others: a script may write a script."""
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
    delimiter = bare or next(word for word in quoted if word)
    end = _delimiter_line(lines, index + 1, delimiter, tabs == "-")
    return None if end < 0 else HereDocument(index + 1, end, bare is not None)


def _delimiter_line(lines: Sequence[str], start: int, delimiter: str, tabs: bool) -> int:
    """Returns the line that ends a here-document, or -1.

    Pages indent the delimiter with the block around it, or show the shell's prompt before it: such a line is
    taken where no line is the delimiter and nothing else.
    """
    lax = -1
    for index in range(start, len(lines)):
        line = lines[index].rstrip("\r")
        if (line.lstrip("\t") if tabs else line) == delimiter:
            return index
        if lax < 0 and line.strip(" \t>") == delimiter:
            lax = index
    return lax
