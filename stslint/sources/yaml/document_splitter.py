"""Splits a text into documents as kubectl does: at every line that begins with ``---``.

kubectl does this before it parses YAML, so a ``---`` inside a block scalar ends the document too, and only a
comment is allowed after it on its line. A text that begins with ``{`` is first read as JSON.

Source: https://pkg.go.dev/k8s.io/apimachinery/pkg/util/yaml#YAMLReader
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lines import count_line_ends

_SEPARATOR = pattern(r"^---([^\n]*)(?:\n|\Z)", re.MULTILINE)


class Chunk(NamedTuple):
    """The text of one document and the line of the source, counted from 1, where it begins.

    ``marked`` is true where kubectl leaves a ``---`` at its start, which it removes from most documents.
    """

    text: str
    first_line: int
    is_json: bool = False
    bad_separator: str = ""
    marked: bool = False


def split_documents(text: str) -> list[Chunk]:
    """Returns the documents of a text in order, including empty ones.

    A separator line with text after it is a chunk whose ``bad_separator`` is that text: kubectl ignores the
    rest of the file.
    """
    if text.lstrip()[:1] == "{":
        values = list(_json_values(text))
        if values:
            return values
    return list(_yaml_documents(text))


def _yaml_documents(text: str) -> Iterator[Chunk]:
    start, line, marked = 0, 1, False
    for separator in _SEPARATOR.finditer(text):
        piece = text[start : separator.start()]
        if piece:
            yield Chunk(piece, line, marked=marked)
        # A separator ends a document; where there is none to end, it starts the next.
        marked = not piece and not marked
        line += count_line_ends(piece)
        rest = separator.group(1).strip()
        if rest and not rest.startswith("#"):
            yield Chunk(text[separator.start() :], line, bad_separator=rest)
            return
        line += 1
        start = separator.end()
    if start < len(text):
        yield Chunk(text[start:], line, marked=marked)


def _json_values(text: str) -> Iterator[Chunk]:
    decoder = json.JSONDecoder()
    position, line, values = 0, 1, []
    while True:
        blank = pattern(r"\s*").match(text, position)
        start = blank.end() if blank else position
        if start == len(text):
            break
        try:
            _, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        line += count_line_ends(text[position:start])
        # The text before the value on its line becomes spaces, so columns stay correct.
        first = text.rfind("\n", 0, start) + 1
        values.append(Chunk(" " * (start - first) + text[start:end], line, is_json=True))
        line += count_line_ends(text[start:end])
        position = end
    yield from values
