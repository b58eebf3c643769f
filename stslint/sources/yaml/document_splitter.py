"""Splits a text into documents as kubectl does: at every line that begins with ``---``.

kubectl does this before it parses YAML, so a ``---`` inside a block scalar ends the document too, and only a
comment is allowed after it on its line. A text that begins with ``{`` is first read as JSON.

Source: https://pkg.go.dev/k8s.io/apimachinery/pkg/util/yaml#YAMLReader
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lines import count_line_ends

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_SEPARATOR = pattern(r"---([^\n]*)(?:\n|\Z)")
_GO_WHITESPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What kubectl, written in Go, does not count as text after a ``---``; Python would take more."""


class Chunk(NamedTuple):
    """The text of one document and the line of the source, counted from 1, where it begins.

    ``marked`` is true where kubectl leaves a ``---`` at its start, which it removes from most documents.
    ``indent`` is how many characters of its first line come before it.
    """

    text: str
    first_line: int
    is_json: bool = False
    bad_separator: str = ""
    marked: bool = False
    indent: int = 0


def split_documents(text: str) -> list[Chunk]:
    """Returns the documents of a text in order, including empty ones.

    A separator line with text after it is a chunk whose ``bad_separator`` is that text: kubectl ignores the
    rest of the file.
    """
    if text.startswith(("{", " ", "\t", "\r", "\n")):
        values = list(_json_documents(text))
        if values:
            return values
    return list(_yaml_documents(text))


def _yaml_documents(text: str) -> Iterator[Chunk]:
    start, line, marked = 0, 1, False
    for separator in _separators(text):
        piece = text[start : separator.start()]
        if piece:
            yield Chunk(piece, line, marked=marked)
        # A separator ends a document; where there is none to end, it starts the next.
        marked = not piece and not marked
        line += count_line_ends(piece)
        rest = separator.group(1).strip(_GO_WHITESPACE)
        if rest and not rest.startswith("#"):
            yield Chunk(text[separator.start() :], line, bad_separator=rest)
            return
        if marked and _head_matters(separator):
            start = separator.start()
            continue
        line += 1
        start = separator.end()
    if start < len(text):
        yield Chunk(text[start:], line, marked=marked)


def _separators(text: str) -> Iterator[re.Match[str]]:
    """Yields the lines that begin with ``---``. An expression that searches them takes ten times as long."""
    found = _SEPARATOR.match(text) or _separator_after(text, 0)
    while found is not None:
        yield found
        found = _separator_after(text, found.end() - 1)


def _separator_after(text: str, place: int) -> re.Match[str] | None:
    """Returns the next separator after a line end that is not before a place."""
    start = text.find("\n---", place) + 1
    return _SEPARATOR.match(text, start) if start else None


def _head_matters(separator: re.Match[str]) -> bool:
    """Returns whether a ``---`` at a document's head changes what YAML reads.

    It is plain text where a `#` or whitespace that YAML does not know follows at once, and a byte order mark
    after it is part of the first key.
    """
    rest = separator.group(1)
    is_plain = bool(rest.strip(" \t\r")) and not rest.startswith((" ", "\t"))
    return is_plain or separator.string.startswith("\ufeff", separator.end())


def _json_documents(text: str) -> Iterator[Chunk]:
    from stslint.sources.yaml.json_parser import json_values  # a run without JSON does not need it

    line = begin = position = 0
    for start, end in json_values(text):
        between = text[position:start]
        line += count_line_ends(between)
        if line_end := max(between.rfind("\n"), between.rfind("\r")) + 1:
            begin = position + line_end
        yield Chunk(text[start:end], line + 1, is_json=True, indent=start - begin)
        value = text[start:end]
        line += count_line_ends(value)
        if line_end := max(value.rfind("\n"), value.rfind("\r")) + 1:
            begin = start + line_end
        position = end
