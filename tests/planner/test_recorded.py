"""The planner against the real controller: scenarios and traces recorded by scripts/record_rollouts.py."""

from __future__ import annotations

from collections import Counter

import pytest

from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED
from tests.planner.compare import answer_to, comparable
from tests.planner.generate_scenarios import scenarios
from tests.planner.recording import read


@pytest.mark.parametrize("release", SUPPORTED)
def test_every_recorded_trace_is_planned_exactly(release: str) -> None:
    recorded = read(release)
    different = [
        scenario["id"] for scenario in recorded if comparable(answer_to(scenario)) != scenario["result"]
    ]
    assert len(recorded) >= 90
    assert {scenario["kubernetes"] for scenario in recorded} == {release}
    assert different == []


def test_the_recording_holds_what_matters() -> None:
    seen: Counter[str] = Counter()
    for scenario in read(NEWEST):
        for step in scenario["result"]:
            seen["livelock"] += bool(step.get("livelock"))
            seen["refused"] += step["refused"]
            seen["blocked"] += bool(step["end"]["blocked_on"])
            seen.update(action["action"] for wave in step["waves"] for action in wave)
    for wanted in ("livelock", "refused", "blocked", "adopt-pod", "orphan-pvc", "update-pod", "delete-pvc"):
        assert seen[wanted] > 0, wanted


def test_the_same_seed_makes_the_same_scenarios() -> None:
    assert list(scenarios(5, 10)) == list(scenarios(5, 10))
    assert list(scenarios(5, 10)) != list(scenarios(6, 10))
