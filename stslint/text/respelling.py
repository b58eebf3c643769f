"""Spells a line in ASCII where YAML needs it: its indentation, colons, quotes, commas and brackets.

YAML knows only ASCII punctuation; a full-width colon or a no-break space is text to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lookalikes import named, plain

_LEAD = pattern(r"[\s\u00a0\u3000\u200b\ufeff]*(?:[-－–—−][\s\u00a0\u3000]+)*")
_KEY = pattern(r"[“”＂\"'‘’]?([A-Za-z][\w./-]*)[“”＂\"'‘’]?[\s\u00a0\u3000]*[:：﹕∶][\s\u00a0\u3000]*")
_QUOTED = pattern(r"([“”„‟＂])(.*?)[“”„‟＂](?=\s*(?:#.*)?\Z)|([‘’‚‛＇])(.*?)[‘’‚‛＇](?=\s*(?:#.*)?\Z)")

_LONGEST = 4_000
"""A longer line is content, not structure: in thousands of quotes, each would be compared with each."""


class Respelling(NamedTuple):
    """A line with ASCII in it: where it changes, and how what was there is called."""

    line: str
    start: int
    removed: str
    inserted: str

    @property
    def message(self) -> str:
        """Returns what is wrong with the line."""
        return f"YAML reads {named(self.removed)} as text, not as punctuation or indentation"


def respellings(line: str) -> Iterator[Respelling]:
    """Yields the line with fewer look-alikes: in its structure, in quotes around the value, everywhere."""
    if line.isascii() or len(line) > _LONGEST:
        return
    seen = {line}
    for attempt in (_structure(line), _quotes(_structure(line)), _everywhere(line)):
        if attempt not in seen:
            seen.add(attempt)
            yield _difference(line, attempt)


def _structure(line: str) -> str:
    """Returns the line with spaces before its key, a colon after it, and a space after that."""
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    key = _KEY.match(rest)
    if key is None:
        return _indentation(line[: len(line) - len(rest)]) + rest
    value = rest[key.end() :]
    gap = " " if value.strip() else ""
    return f"{_indentation(line[: len(line) - len(rest)])}{plain(rest[: key.end()]).rstrip()}{gap}{value}"


def _indentation(text: str) -> str:
    """Returns spaces as wide as what is before a key: an ideographic space is two of them."""
    return plain(text.replace("\u3000", "  "))


def _quotes(line: str) -> str:
    """Returns the line with straight quotes around its value."""

    def straight(match: re.Match[str]) -> str:
        return f'"{match[2]}"' if match[1] else f"'{match[4]}'"

    return _QUOTED.sub(straight, line)


def _everywhere(line: str) -> str:
    code, mark, comment = line.partition(" #")
    spaced = re.sub(r"[，、﹐](?=\S)", ", ", re.sub(r"[：﹕∶](?=\S)", ": ", code))
    return f"{plain(spaced)}{mark}{comment}"


def _difference(old: str, new: str) -> Respelling:
    """Returns the smallest part of the line that changes."""
    start = 0
    while old[start : start + 1] == new[start : start + 1]:
        start += 1
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Respelling(new, start, old[start : len(old) - tail], new[start : len(new) - tail])
