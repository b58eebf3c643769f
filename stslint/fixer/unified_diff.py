"""What fixes change, as a unified diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from stslint.fixer.working_copies import WorkingCopy
from stslint.sources.files.decoding import decode

_LARGE = 500
"""Lines above which lines are compared in pairs: ``difflib`` takes the square of the number of changes."""
_CONTEXT = 3


def diff(pages: Iterable[WorkingCopy]) -> str:
    """Returns what would change, as a unified diff; a line is what a line feed ends."""
    pieces = []
    for page in pages:
        for line in _compared(_lines(page.original), _lines(page.data), page.name):
            pieces.append(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")
    return "".join(pieces)


def _compared(before: Sequence[str], after: Sequence[str], name: str) -> Iterable[str]:
    if before == after:
        return ()
    if len(before) == len(after) > _LARGE and _stay_in_place(before, after):
        return _in_pairs(before, after, name)
    from difflib import unified_diff

    return unified_diff(before, after, name, name, n=_CONTEXT)


def _stay_in_place(before: Sequence[str], after: Sequence[str]) -> bool:
    """Returns whether ``difflib`` finds each unchanged line in its place, and no line in another one.

    It finds lines by a unique one next to them, those at the beginning also without one, and it looks for no
    line that is more than a hundredth of all.
    """
    old, new = Counter(before), Counter(after)
    often = len(after) // 100 + 1

    def stays(number: int, is_same: bool, run: Iterable[tuple[str, str]]) -> bool:
        if is_same:
            return not number or any(old[line] == new[line] == 1 for line, _ in run)
        return all(not 0 < new[one] <= often and (not old[other] or new[other] > often) for one, other in run)

    runs = groupby(zip(before, after, strict=True), lambda pair: pair[0] == pair[1])
    return all(stays(number, *run) for number, run in enumerate(runs))


def _in_pairs(before: Sequence[str], after: Sequence[str], name: str) -> Iterator[str]:
    """Yields the diff of texts in which each line has stayed in its place, changed or not."""
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    for start, end in _hunks(before, after):
        place = f"{start + 1},{end - start}" if end - start > 1 else f"{start + 1}"
        yield f"@@ -{place} +{place} @@\n"
        pairs = zip(before[start:end], after[start:end], strict=True)
        for is_same, run in groupby(pairs, lambda pair: pair[0] == pair[1]):
            old, new = zip(*run, strict=True)
            yield from (f" {line}" for line in old) if is_same else (f"-{line}" for line in old)
            yield from () if is_same else (f"+{line}" for line in new)


def _hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yields the ranges of lines that change, with the lines around them."""
    changed = [place for place, line in enumerate(before) if line != after[place]]
    start = 0
    for number, place in enumerate(changed):
        following = changed[number + 1] if number + 1 < len(changed) else len(before) + 2 * _CONTEXT + 1
        if following - place > 2 * _CONTEXT + 1:
            yield max(changed[start] - _CONTEXT, 0), min(place + _CONTEXT + 1, len(before))
            start = number + 1


def _lines(data: bytes) -> list[str]:
    text = decode(data)
    return list(_ended(text)) if isinstance(text, str) else []


def _ended(text: str) -> Iterator[str]:
    *whole, rest = text.split("\n")
    yield from (line + "\n" for line in whole)
    if rest:
        yield rest
