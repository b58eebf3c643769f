"""How long an expression takes, in evaluations of one that only compares a field; estimated from its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from stslint.policies.expression_text import brackets, code
from stslint.policies.value_size import LOOPS, MOST_ITERATIONS
from stslint.runtime.namedtuple import NamedTuple

VIOLATION = 5
"""To report a violation takes as long as so many evaluations."""

ACTIVATION = 4
"""So does it to give expressions other parameters or variables."""

OBJECTS_BY_NAME = 40
OBJECTS_BY_LABELS = 4
"""To look for parameters among so many objects takes as long as an evaluation."""

_CHARACTERS = 2_000
"""A loop takes as long as one more evaluation for so many characters that it evaluates."""

_COUNTS = re.compile(r"\blists\s*\.\s*range\b")
_SPLITS = re.compile(r"\.\s*(?:split|findAll)\s*\(")


class Extent(NamedTuple):
    """The most elements of a list or mapping of a value, and the most characters of a string in it."""

    elements: int = 0
    characters: int = 0

    def with_value(self, value: Any) -> Extent:
        """Returns the extent of this and one more value."""
        if isinstance(value, str):
            return Extent(self.elements, max(self.characters, len(value)))
        if not isinstance(value, list | Mapping):
            return self
        extent = Extent(max(self.elements, len(value)), self.characters)
        for each in value if isinstance(value, list) else value.values():
            extent = extent.with_value(each)
        return extent


def cost_of(text: str, extent: Extent) -> int:
    """Returns the cost of an expression that reads values of an extent, at least 1."""
    depth = _depth_of_loops(text)
    return 1 + _iterations(text, depth, extent) * len(text) // _CHARACTERS if depth else 1


def _iterations(text: str, depth: int, extent: Extent) -> int:
    """Returns how many elements nested loops look at, if the lists in them are as long as the longest."""
    plain = code(text)
    if _COUNTS.search(plain):
        return MOST_ITERATIONS
    elements = max(extent.elements, plain.count(",") + 1)
    innermost = max(elements, extent.characters) if _SPLITS.search(plain) else elements
    return int(min(elements ** min(depth - 1, 4) * innermost, MOST_ITERATIONS))


@lru_cache(maxsize=4096)
def _depth_of_loops(text: str) -> int:
    plain = code(text)
    ends, depth = brackets(plain), 0
    open_: list[int] = []
    for found in LOOPS.finditer(plain):
        open_ = [end for end in open_ if end > found.start()]
        open_.append(ends.get(found.end() - 1, len(plain)))
        depth = max(depth, len(open_))
    return depth
