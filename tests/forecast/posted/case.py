"""The form of a posted snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Posted(NamedTuple):
    """A snapshot, the thread that it is modelled on, and what the thread came to.

    ``cause`` and ``act`` are parts of what ``diagnose`` has to print: in one of the causes (or remarks), and
    in one of the acts, with its commands and losses. ``waits_for`` is the first pod or claim.
    """

    name: str
    source: str
    answer: str
    objects: Sequence[Any]
    state: str
    cause: str
    act: str = ""
    waits_for: str = ""
    version: str = "1.37"
