"""The nearest valid word to a wrong one, where there is one plausible answer."""

from __future__ import annotations

from collections.abc import Iterable

MAXIMUM_DISTANCE = 2

# What people write for a value of an enumeration, by its lower-case spelling.
ALIASES: dict[str, str] = {
    "rwo": "ReadWriteOnce",
    "rwx": "ReadWriteMany",
    "rox": "ReadOnlyMany",
    "rwop": "ReadWriteOncePod",
    "raw": "Block",
    "fs": "Filesystem",
}


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Returns the one candidate that the word plausibly means, or an empty string.

    A candidate equal but for case, ``-``, ``_`` and spaces wins, then a known alias (``RWO``), then the only
    candidate at the smallest edit distance of at most two, where the word is long enough to tell.
    """
    known = tuple(candidates)
    same = [candidate for candidate in known if _plain(candidate) == _plain(word)]
    if len(same) == 1:
        return same[0]
    alias = alias_of(word)
    if alias in known:
        return alias
    return _closest(word, known)


def alias_of(word: str) -> str:
    """Returns the value that a word is a known short name of, or an empty string."""
    return ALIASES.get(word.lower(), "")


def distance(first: str, second: str, limit: int = MAXIMUM_DISTANCE) -> int:
    """Returns how many letters must be put in, left out, replaced or swapped, or ``limit + 1`` if more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _plain(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")


def _closest(word: str, known: tuple[str, ...]) -> str:
    limit = min(MAXIMUM_DISTANCE, len(word) // 3)
    lowered = word.lower()
    ranked = sorted((distance(lowered, candidate.lower(), limit), candidate) for candidate in known)
    near = [(steps, candidate) for steps, candidate in ranked if steps <= limit]
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return ""
    return near[0][1]
