"""Changes found by their place."""

from __future__ import annotations

import random

from stslint.fixer.text_edits import Change, ChangeIndex


def some_changes(chance: random.Random) -> list[Change]:
    places = sorted(chance.sample(range(60), 2 * chance.randrange(1, 12)))
    return [Change(start, end, "x") for start, end in zip(places[::2], places[1::2], strict=True)]


def test_near_changes_are_those_that_touch_the_place() -> None:
    chance = random.Random(1)
    for _ in range(300):
        changes = some_changes(chance)
        if chance.random() < 0.5:
            changes.append(Change(changes[0].end, changes[0].end, "inserted"))
        index = ChangeIndex()
        for change in chance.sample(changes, len(changes)):
            index.add(change)
        assert list(index) == sorted(changes)
        start = chance.randrange(60)
        end = start + chance.randrange(20)
        touching = [each for each in sorted(changes) if each.end >= start and each.start <= end]
        assert index.near(start, end) == touching == ChangeIndex(changes).near(start, end)
