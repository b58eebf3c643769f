"""The planner against the real controller: scenarios and traces recorded by scripts/record_rollouts.py."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

from tests.planner.compare import answer_to, comparable
from tests.planner.generate_scenarios import scenarios

RECORDED = [
    json.loads(line)
    for line in gzip.decompress(Path(__file__).with_name("recorded.jsonl.gz").read_bytes()).splitlines()
]


def test_every_recorded_trace_is_planned_exactly() -> None:
    different = [
        scenario["id"] for scenario in RECORDED if comparable(answer_to(scenario)) != scenario["result"]
    ]
    assert len(RECORDED) >= 200
    assert different == []


def test_the_recording_holds_what_matters() -> None:
    seen: Counter[str] = Counter()
    for scenario in RECORDED:
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
