"""Steps that come again are not played again, and end as if they were."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from stslint.forecast.manifests import Manifests
from stslint.planner import scenario as player
from stslint.planner.plan_size import PlanSize
from stslint.planner.step_memory import StepMemory, Stop
from tests.fuzzing.seeds import scenarios
from tests.support.work import calls_of

MANIFEST = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: web}}
spec:
  replicas: 3
  minReadySeconds: {seconds}
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers: [{{name: web, image: app}}]
"""
STEPS: tuple[dict[str, Any], ...] = (
    {"op": "create"},
    {"op": "apply"},
    {"op": "apply", "manifest": MANIFEST.format(seconds=7).replace("image: app", "image: new")},
    {"op": "scale", "replicas": 1},
    {"op": "scale", "replicas": 4},
    {"op": "partition", "value": 2},
    {"op": "delete"},
    {"op": "delete", "cascade": "orphan"},
    {"op": "delete-pod", "ordinal": 1},
    {"op": "break-pod", "ordinal": 1},
    {"op": "heal-pod", "ordinal": 1},
    {"op": "break-revision"},
    {"op": "heal"},
    {"op": "node-lost", "ordinal": 0},
    {"op": "force-delete", "ordinal": 0},
    {"op": "resume"},
    {"op": "wrong"},
)


def played(scenario: dict[str, Any]) -> list[Stop]:
    """Returns the ends of all steps, which are the same in whichever time they were found."""
    manifests = Manifests()
    stops = player.play(scenario, manifests.decode, manifests.refuse)
    return [stop._replace(size=PlanSize(stop.size.listed)) for stop in stops]


def assert_memory_changes_nothing(scenario: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = played(scenario)
    with monkeypatch.context() as patch:
        patch.setattr(StepMemory, "end_of", lambda self, step, before: None)
        assert remembered == played(scenario)


@pytest.mark.parametrize("seconds", [0, 30, 5000])
@pytest.mark.parametrize("seed", range(6))
def test_remembered_steps_end_as_if_they_were_played(
    seed: int, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    few = chance.sample(STEPS[1:], 3)
    steps = [STEPS[0], *(chance.choice(few if chance.random() < 0.8 else STEPS) for _ in range(40))]
    assert_memory_changes_nothing({"manifest": MANIFEST.format(seconds=seconds), "steps": steps}, monkeypatch)


def with_text(place: dict[str, Any]) -> dict[str, Any]:
    return {**place, "manifest": json.dumps(place["manifest"])} if "manifest" in place else place


@pytest.mark.slow
def test_remembered_steps_of_recorded_scenarios_end_as_if_they_were_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for recorded in map(with_text, scenarios()):
        steps = [with_text(step) for step in recorded["steps"] for _ in range(2)]
        assert_memory_changes_nothing({**recorded, "steps": steps * 2}, monkeypatch)


@pytest.mark.parametrize("seconds", [0, 30])
def test_repeated_steps_are_played_once(seconds: int) -> None:
    def calls(times: int) -> int:
        steps = [STEPS[0], *(STEPS[3], STEPS[4]) * times]
        return calls_of(lambda: played({"manifest": MANIFEST.format(seconds=seconds), "steps": steps}))

    calls(3)
    few, many = calls(5), calls(25)
    assert many - few < 40 * 120
