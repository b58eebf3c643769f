"""The planner from the middle of a rollout against the real controller (scripts/record_snapshots.py)."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

from tests.planner.compare import answer_to, comparable

RECORDED = [
    json.loads(line)
    for line in gzip.decompress(
        Path(__file__).with_name("recorded_snapshots.jsonl.gz").read_bytes()
    ).splitlines()
]


def test_every_recorded_continuation_is_planned_exactly() -> None:
    different = [
        scenario["id"] for scenario in RECORDED if comparable(answer_to(scenario)) != scenario["result"]
    ]
    assert len(RECORDED) >= 200
    assert different == []


def test_the_recording_holds_what_matters() -> None:
    seen: Counter[str] = Counter()
    for scenario in RECORDED:
        seen.update(dict.fromkeys(scenario["assume"], 1))
        kinds = Counter(item["kind"] for item in scenario["state"]["items"])
        seen["no set"] += not kinds["StatefulSet"]
        for item in scenario["state"]["items"]:
            seen["deleted"] += "deletionTimestamp" in item["metadata"]
            seen["orphan"] += item["kind"] == "Pod" and "ownerReferences" not in item["metadata"]
    for wanted in ("not_ready_ordinals", "pending_revisions", "lost", "no set", "deleted", "orphan"):
        assert seen[wanted] > 0, wanted
