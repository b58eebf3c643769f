"""How large the values of an expression can become, which nothing stops once it is being evaluated.

A name that an expression binds and uses twice doubles its value, and thirty such names in a row fill any
memory. The API server counts the cost of each operation instead:
https://kubernetes.io/docs/reference/using-api/cel/#resource-use-by-cel-functions
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from stslint.policies.expression_text import brackets, code

MOST_SIZE = 250_000
"""Characters and elements that the value of a variable can have."""

MOST_GROWN = 200_000_000
"""Characters and elements that the values of one evaluation can have together."""

MOST_LOOPED = 10_000
"""Characters of an expression that loops: each element takes time in proportion to them."""

MOST_ITERATIONS = 10_000
"""How many elements all loops of one evaluation can look at: the CEL library stops there."""

_MOST_NAMES = 100
"""More names that one expression binds are not looked at one by one."""

_ASSUMED = 1_000
"""Size of the values that an expression finds in the object."""

LOOPS = re.compile(r"\.\s*(?:all|exists|exists_one|existsOne|filter|map)\s*\(")
"""Where an expression loops, up to the bracket."""

_BINDS = re.compile(r"(?:\bcel\s*\.\s*bind|\.\s*(?:map|optMap|optFlatMap))\s*(\()\s*([A-Za-z_]\w*)\s*,")


def size_of(value: Any, most: int = MOST_SIZE) -> int:
    """Returns how many characters and elements a value has, or any number above ``most``."""
    if isinstance(value, str | bytes):
        return len(value) + 1
    if not isinstance(value, list | Mapping):
        return 1
    size = len(value) + 1
    for each in value if isinstance(value, list) else [*value.keys(), *value.values()]:
        if size > most:
            break
        size += size_of(each, most - size)
    return size


@lru_cache(maxsize=4096)
def growth(text: str) -> int:
    """Returns how many times as large as what it reads the values of an expression can be at most."""
    plain = code(text)
    times = MOST_ITERATIONS if "+" in plain and re.search(r"\.\s*map\s*\(", plain) else 1
    bound, ends = list(_BINDS.finditer(plain)), brackets(plain)
    if len(bound) > _MOST_NAMES:
        return MOST_GROWN
    for found in bound:
        body = plain[found.end() : ends.get(found.start(1), len(plain))]
        times *= max(len(re.findall(rf"(?<![\w.]){found.group(2)}\b", body)), 1)
    return min(times, MOST_GROWN)


def grows_too_large(text: str, known: int) -> bool:
    """Returns whether an expression can have too large values; ``known`` is the size of its variables."""
    return growth(text) * max(len(text), known, _ASSUMED) > MOST_GROWN


@lru_cache(maxsize=4096)
def loops_too_long(text: str) -> bool:
    """Returns whether an expression loops and is too long for that."""
    return len(text) > MOST_LOOPED and bool(LOOPS.search(code(text)))
