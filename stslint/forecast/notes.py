"""One thing to tell of a plan, beside its moves."""

from __future__ import annotations

from typing import Literal

from stslint.runtime.namedtuple import NamedTuple

Tone = Literal["plain", "good", "bad", "detail"]


class Fact(NamedTuple):
    """A labelled sentence; a fact of the same label as the one before goes on with it.

    ``detail`` is for who asks for more. ``command`` is the line to type, word for word.
    """

    label: str
    text: str
    tone: Tone = "plain"
    command: str = ""


def duration(seconds: int) -> str:
    """Returns seconds in words: ``45 s``, ``2 min 30 s``, ``3 h 5 min``."""
    if seconds < 120:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 120:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
