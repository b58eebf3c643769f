"""Values of enumerations, and other spellings of them."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.text.suggest import nearest

_ALIASES = {
    "rwo": "ReadWriteOnce",
    "rwx": "ReadWriteMany",
    "rox": "ReadOnlyMany",
    "rwop": "ReadWriteOncePod",
    "raw": "Block",
    "fs": "Filesystem",
}
"""Short names by their lower-case spelling, as `kubectl get` and storage drivers print them."""


def nearest_value(word: str, candidates: Iterable[str]) -> str:
    """Returns the value that a word most likely means, known short names included, or an empty string."""
    return nearest(word, candidates, _ALIASES)


def value_of_alias(word: str) -> str:
    """Returns the value that a word is a known short name of, or an empty string."""
    return _ALIASES.get(word.lower(), "")
