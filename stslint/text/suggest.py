"""Finds the correct name or value that a misspelled one resembles, if exactly one is plausible."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from types import MappingProxyType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NO_ALIASES: Mapping[str, str] = MappingProxyType({})

LETTERS_FOR_ONE_MISTAKE = 3

NEAR, FAR = 1, 2
"""How many letters can be wrong: one in a short name, two in a longer one."""

_LONG = 5
KNOWN_NAMES = 4096
"""So many names are simplified once: a file with mistakes compares the same ones again and again."""

KNOWN_SEARCHES = 512
"""So many searches are done once: a mistake that was pasted or generated is made in many places."""


MOST_WORDS = 50
"""So many words are compared with hundreds of names; more would take seconds."""


def nearest_of(words: Iterable[str], candidates: Iterable[str]) -> dict[str, str]:
    """Returns by each of the first ``MOST_WORDS`` words the candidate that it means, if one is plausible."""
    names = tuple(candidates)
    found = {word: nearest(word, names) for word in islice(dict.fromkeys(words), MOST_WORDS)}
    return {word: near for word, near in found.items() if near}


def nearest(word: str, candidates: Iterable[str], aliases: Mapping[str, str] = _NO_ALIASES) -> str:
    """Returns the only candidate that the word plausibly means, or an empty string.

    A candidate that differs only by case comes first, then the one that ``aliases`` has for the lower-case
    word, then the only one that the word is a misspelling of. A short word can differ in fewer letters.
    """
    known = {candidate.lower(): candidate for candidate in candidates}
    lowered = word.lower()
    if lowered in known:
        return known[lowered]
    alias = aliases.get(lowered, "")
    if alias.lower() in known:
        return alias
    mistakes = min(FAR, len(word) // LETTERS_FOR_ONE_MISTAKE)
    return known.get(nearest_name(lowered, known, mistakes) or "", "")


def nearest_name(name: str, candidates: Iterable[str], most: int = FAR) -> str | None:
    """Returns the only candidate that ``name`` is a misspelling of; None if there are none or several.

    A misspelling differs by case, hyphens, a plural, or by at most ``most`` wrong, missing, additional or
    exchanged letters.
    """
    return _nearest_name(name, tuple(candidates), most)


@lru_cache(maxsize=KNOWN_SEARCHES)
def _nearest_name(name: str, candidates: tuple[str, ...], most: int) -> str | None:
    known = [candidate for candidate in candidates if candidate != name]
    for alike in (_letters, _singular):
        simple = alike(name)
        same = [candidate for candidate in known if alike(candidate) == simple]
        if same:
            return same[0] if len(same) == 1 else None
    most = min(most, FAR if len(name) >= _LONG else NEAR)
    for allowed in range(1, most + 1):
        near = [candidate for candidate in known if distance(name, candidate, allowed) <= allowed]
        if near:
            return near[0] if len(near) == 1 else None
    return None


def distance(left: str, right: str, most: int) -> int:
    """Returns how many letters to change, add, remove or swap; above ``most``, any larger number.

    Only the letters at most ``most`` places apart are compared: farther ones cost more in any case.
    """
    beyond, length = most + 1, len(right)
    if abs(len(left) - length) > most or len(set(left).difference(right)) > most:
        return beyond  # each letter that the other name does not have takes a change of its own
    before: list[int] = []
    row = list(range(length + 1))
    for i, letter in enumerate(left, 1):
        above, row = row, [beyond] * (length + 1)
        row[0] = i
        for j in range(max(1, i - most), min(length, i + most) + 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != right[j - 1]))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == right[j - 1]:
                cost = min(cost, before[j - 2] + 1)
            row[j] = cost
        if min(row) > most:
            return beyond
        before = above
    return row[-1]


@lru_cache(maxsize=KNOWN_NAMES)
def _letters(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


@lru_cache(maxsize=KNOWN_NAMES)
def _singular(name: str) -> str:
    letters = _letters(name)
    for ending, replaced in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if letters.endswith(ending) and not letters.endswith("ss"):
            return letters.removesuffix(ending) + replaced
    return letters
