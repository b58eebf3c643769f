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

MOST_COLLECTED = 2_000
"""Elements of a list that ``map`` and ``filter`` make: the CEL library copies it for each of them."""

_COPIES = 500
"""So many copies of an element take as long as an evaluation."""

_MADE = 500
"""A call for each element of a list that an expression makes: so many characters for each take as long."""

_RANGE = re.compile(
    r"\blists\s*\.\s*range\s*\("
    r"(?:\s*(?:(?P<number>\d{1,9})|(?P<size>size\s*\(\s*[\w.]+\s*\)|[\w.]+\.size\(\)))\s*\))?"
)
_SPLITS = re.compile(r"\.\s*(?:split|findAll)\s*\(")
_COLLECTS = re.compile(r"\.\s*(?:map|filter)\s*\(")
_PIECE = 2
"""Characters of a piece of a string that is split, with what separates them."""


_SEPARATOR = re.compile(r"\.\s*split\s*\(\s*(?:'([^'\\]+)'|\"([^\"\\]+)\")")
_SHORT = 25
"""The pieces of strings that are not longer are not counted."""


class Extent(NamedTuple):
    """The most elements of a list or mapping of values, the most characters of a string, and long strings."""

    elements: int = 0
    characters: int = 0
    texts: tuple[str, ...] = ()

    def with_value(self, value: Any) -> Extent:
        """Returns the extent of this and one more value."""
        if not isinstance(value, str | list | Mapping):
            return self
        elements, texts = self.elements, dict.fromkeys(self.texts)
        characters, left = self.characters, [value]
        while left:
            each = left.pop()
            if isinstance(each, str):
                characters = max(characters, len(each))
                if len(each) > _SHORT:
                    texts[each] = None
            elif isinstance(each, list | Mapping):
                elements = max(elements, len(each))
                left.extend(each if isinstance(each, list) else each.values())
        return Extent(elements, characters, tuple(texts))


def cost_of(text: str, extent: Extent) -> int:
    """Returns the cost of an expression that reads values of an extent, at least 1."""
    depth, made = _depth_of_loops(text), _most_made(text, extent)
    cost = 1 + made * len(text) // _MADE
    if depth:
        iterations = min(_widest(text, extent) ** min(depth - 1, 4) * _longest(text, extent), MOST_ITERATIONS)
        cost += int(iterations) * len(text) // _CHARACTERS
    return cost + (_longest(text, extent) ** 2 // _COPIES if _collects(text) else 0)


def collects_too_many(text: str, extent: Extent) -> bool:
    """Returns whether an expression can make a list of too many elements one by one."""
    return _collects(text) and _longest(text, extent) > MOST_COLLECTED


def _longest(text: str, extent: Extent) -> int:
    """Returns the most elements of a list that an expression reads or makes."""
    pieces = (_most_pieces(each, text, extent) for each in _separators(text))
    return max([_widest(text, extent), *pieces])


def _widest(text: str, extent: Extent) -> int:
    return max(extent.elements, code(text).count(",") + 1, _most_made(text, extent))


def _most_made(text: str, extent: Extent) -> int:
    """Returns the most numbers of a list that ``lists.range`` makes."""
    found = _ranges(text)
    sizes = max(extent.elements, extent.characters // _PIECE)
    return max((min(sizes if each < 0 else each, MOST_ITERATIONS) for each in found), default=0)


def _most_pieces(separator: str, text: str, extent: Extent) -> int:
    """Returns the most pieces of a string of a value or of an expression that is split."""
    if not separator:
        return max(extent.characters, len(text)) // _PIECE
    return max(_most_parts(separator, extent.texts), text.count(separator), _SHORT // _PIECE)


@lru_cache(maxsize=64)
def _most_parts(separator: str, texts: tuple[str, ...]) -> int:
    return max((text.count(separator) + 1 for text in texts), default=0)


@lru_cache(maxsize=4096)
def _separators(text: str) -> frozenset[str]:
    """Returns at what an expression splits strings; an empty string where its text does not show it."""
    found = (_SEPARATOR.match(text, each.start()) for each in _SPLITS.finditer(code(text)))
    return frozenset((each[1] or each[2]) if each else "" for each in found)


@lru_cache(maxsize=4096)
def _ranges(text: str) -> tuple[int, ...]:
    """Returns the ends of all ranges of numbers; -1 for the size of a value."""
    return tuple(
        int(found["number"]) if found["number"] else -1 if found["size"] else MOST_ITERATIONS
        for found in _RANGE.finditer(code(text))
    )


@lru_cache(maxsize=4096)
def _collects(text: str) -> bool:
    return bool(_COLLECTS.search(code(text)))


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
