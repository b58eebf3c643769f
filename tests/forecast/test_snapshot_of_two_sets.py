"""Two StatefulSets of one namespace are diagnosed as each one alone, even if one name ends in the other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.forecast.snapshot.diagnosis import Diagnosis, diagnose_all
from stslint.planner.live_objects import seconds
from tests.planner.test_recorded_snapshots import RECORDED
from tests.support.snapshots import Json, of_objects

WITH_SET = [
    each for each in RECORDED if any(item["kind"] == "StatefulSet" for item in each["state"]["items"])
]


def renamed(items: list[Json], name: str) -> list[Json]:
    """Returns the objects of ``web`` under another name, with other UIDs and labels."""
    text = json.dumps(items).replace("web", name).replace('"uid-', f'"{name}-uid-')
    found: list[Json] = json.loads(text)
    return found


def diagnosed(*items: list[Json], now: str) -> dict[str, Diagnosis]:
    return {each.name: each for each in diagnose_all(of_objects(*items), seconds(now) or 0, "1.37")}


@pytest.mark.parametrize("name", ["data-web", "db", "web-0"])
@pytest.mark.parametrize("pair", range(0, 24, 2))
def test_two_sets_of_one_namespace_are_diagnosed_as_each_alone(name: str, pair: int) -> None:
    first, second = WITH_SET[pair], WITH_SET[pair + 1]
    one: Any = first["state"]["items"]
    other = renamed(second["state"]["items"], name)
    together = diagnosed(one, other, now=first["now"])
    assert together["web"] == diagnosed(one, now=first["now"])["web"]
    assert together[name] == diagnosed(other, now=first["now"])[name]
