"""Draws mutants at random, so that each place of the code has the same chance."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.mutation.mutant import Change, Mutant


class Drawn(NamedTuple):
    """A mutant with the text of its module and what it changes."""

    mutant: Mutant
    text: str
    change: Change


def draw(tree: Path, package: str, seed: int, names: Collection[str] | None = None) -> Iterator[Drawn]:
    """Yields the mutants of a package in a tree at random, such as ``stslint/planner``.

    With names of files, such as ``leap.py``, those of these files only. Raises SystemExit for an unknown
    name.
    """
    # Needs cosmic-ray, which few have.
    from scripts.mutation.operators import change_of, mutants_of

    paths = sorted(_chosen(tree / package, names))
    texts = {path.relative_to(tree).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    mutants = [mutant for path, text in texts.items() for mutant in mutants_of(path, text)]
    for mutant in in_random_order(mutants, seed):
        change = change_of(mutant, texts[mutant.path])
        if change is not None:
            yield Drawn(mutant, texts[mutant.path], change)


def _chosen(package: Path, names: Collection[str] | None) -> list[Path]:
    paths = list(package.rglob("*.py"))
    unknown = set(names or ()) - {path.name for path in paths}
    if unknown:
        raise SystemExit(f"no such module in {package}: {', '.join(sorted(unknown))}")
    return [path for path in paths if names is None or path.name in names]


def in_random_order(mutants: Iterable[Mutant], seed: int) -> Iterator[Mutant]:
    """Yields all mutants in an order that depends on the seed alone: first one of each position, then more.

    An operator such as ``+`` can become ten others. If each of them had the same chance, most of the drawn
    mutants would be sums of two texts that became a difference, which any test notices.
    """
    positions: defaultdict[tuple[str, int, int, str], list[Mutant]] = defaultdict(list)
    for mutant in sorted(mutants):
        positions[mutant.position].append(mutant)
    generator = random.Random(seed)
    groups = list(positions.values())
    for group in groups:
        generator.shuffle(group)
    generator.shuffle(groups)
    for turn in range(max(map(len, groups), default=0)):
        yield from (group[turn] for group in groups if turn < len(group))
