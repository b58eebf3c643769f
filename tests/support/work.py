"""How much work something is, counted and not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


class ComparedText(str):
    """A text whose comparisons are calls, so that they are counted."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def calls_of(action: Callable[[], object], events: tuple[str, ...] = ("call", "c_call")) -> int:
    """Returns how many functions an action calls; ``events`` are those of ``sys.setprofile`` to count."""
    count = 0

    def count_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in events

    sys.setprofile(count_call)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count
