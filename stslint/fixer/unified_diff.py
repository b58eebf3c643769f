"""What fixes change, as a unified diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stslint.fixer.working_copies import WorkingCopy
from stslint.sources.files.decoding import decode


def diff(pages: Iterable[WorkingCopy]) -> str:
    """Returns what would change, as a unified diff; a line is what a line feed ends."""
    from difflib import unified_diff

    pieces = []
    for page in pages:
        before, after = _lines(page.original), _lines(page.data)
        for line in unified_diff(before, after, page.name, page.name):
            pieces.append(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")
    return "".join(pieces)


def _lines(data: bytes) -> list[str]:
    text = decode(data)
    return list(_ended(text)) if isinstance(text, str) else []


def _ended(text: str) -> Iterator[str]:
    *whole, rest = text.split("\n")
    yield from (line + "\n" for line in whole)
    if rest:
        yield rest
