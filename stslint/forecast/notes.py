"""Facts about a plan, in addition to its moves."""

from __future__ import annotations

from typing import Literal

from stslint.runtime.namedtuple import NamedTuple

Tone = Literal["plain", "good", "bad", "detail"]


class Fact(NamedTuple):
    """A labelled sentence; a fact with the same label as the one before it continues it.

    The tone ``detail`` is for verbose output. ``command`` is the exact line to type.
    """

    label: str
    text: str
    tone: Tone = "plain"
    command: str = ""


def duration(seconds: int) -> str:
    """Returns seconds as a text: ``45 s``, ``2 min 30 s``, ``3 h 5 min``."""
    if seconds < 120:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 120:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
