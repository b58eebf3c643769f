"""What functions remember of texts: in a process that checks for days, it must not grow with each text."""

from __future__ import annotations

import gc
from functools import _lru_cache_wrapper

MOST_CHARACTERS = 5_000_000
"""Characters of texts after which a long process forgets what is remembered of them.

A cache has room for thousands of short names and values. Each of these can be as long as a file.
"""


class RememberedTexts:
    """Counts the characters of the texts that a process has checked, and forgets them in time."""

    def __init__(self) -> None:
        self._characters = 0

    def count(self, text: str) -> None:
        """Counts a text that is checked next."""
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            self._characters = len(text)
            forget_results()


def forget_results() -> None:
    """Empties the caches of functions that have a limit; those without one hold what is read once."""
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and _is_limited(each):
            each.cache_clear()


def _is_limited(cached: _lru_cache_wrapper[object]) -> bool:
    return cached.__module__.startswith("stslint.") and cached.cache_parameters()["maxsize"] is not None
