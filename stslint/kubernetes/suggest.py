"""The nearest valid value to a wrong one, where there is one plausible answer."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.kubernetes import spelling

# What people write for a value of an enumeration, by its lower-case spelling.
ALIASES: dict[str, str] = {
    "rwo": "ReadWriteOnce",
    "rwx": "ReadWriteMany",
    "rox": "ReadOnlyMany",
    "rwop": "ReadWriteOncePod",
    "raw": "Block",
    "fs": "Filesystem",
}

LETTERS_FOR_ONE_MISTAKE = 3


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Returns the one candidate that the word plausibly means, or an empty string.

    A candidate equal but for case wins, then a known alias (``RWO``), then the only one that the word is a
    misspelling of; a short word tells less, and may be wrong in fewer letters.
    """
    known = {candidate.lower(): candidate for candidate in candidates}
    lowered = word.lower()
    if lowered in known:
        return known[lowered]
    alias = alias_of(word)
    if alias.lower() in known:
        return alias
    mistakes = min(spelling.FAR, len(word) // LETTERS_FOR_ONE_MISTAKE)
    return known.get(spelling.nearest(lowered, known, mistakes) or "", "")


def alias_of(word: str) -> str:
    """Returns the value that a word is a known short name of, or an empty string."""
    return ALIASES.get(word.lower(), "")
