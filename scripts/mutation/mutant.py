"""A mutant: one small change of the code."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """One change: what an operator of cosmic-ray does where it applies for the n-th time in a file."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int

    @property
    def position(self) -> tuple[str, int, int, str]:
        """Returns what it has in common with the mutants that change the same thing to something else."""
        return (self.path, self.line, self.column, self.operator.partition("_")[0])


class Change(NamedTuple):
    """What a mutant does: the text of the whole module after it, and the line before and after."""

    text: str
    old: str
    new: str
