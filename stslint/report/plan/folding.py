"""Long runs of similar moves, shortened to the first, the number of further ones, and the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from stslint.forecast.moves import Move
from stslint.runtime.namedtuple import NamedTuple

SHORTEST = 8
"""Fewer similar moves than this are all shown."""
_SHOWN = 2


class Fold(NamedTuple):
    """Moves that are not shown: how many, and the last of them."""

    left_out: int
    last: Move


def folded(moves: Sequence[Move], *, every: bool = False) -> Iterator[Move | Fold]:
    """Yields the moves; of a long run of similar ones the first two and the rest folded, unless ``every``."""
    for _, group in groupby(moves, key=_kind):
        run = list(group)
        if every or len(run) < SHORTEST:
            yield from run
            continue
        yield from run[:_SHOWN]
        yield Fold(len(run) - _SHOWN, run[-1])


def _kind(move: Move) -> tuple[object, ...]:
    return move.verb, move.old, move.new, len(move.pods), move.least
