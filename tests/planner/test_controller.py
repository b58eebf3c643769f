"""Corners of one sync that a whole rollout seldom shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner.controller import end_of_batch
from tests.planner.compare import answer_to, play, stateful_set, trace


@pytest.mark.parametrize(
    ("index", "end"),
    [(0, 0), (1, 2), (2, 2), (3, 6), (7, 14), (254, 254), (255, 510), (511, 1010), (1011, 1510)],
)
def test_parallel_works_in_batches_that_double_up_to_500(index: int, end: int) -> None:
    assert end_of_batch(index) == end


def test_a_taken_name_ends_a_parallel_sync_with_its_batch() -> None:
    fields: dict[str, Any] = {"podManagementPolicy": "Parallel"}
    ghost = [{"op": "node-lost", "ordinal": 3}, {"op": "delete"}, {"op": "create"}]
    steps = play(stateful_set(9, **fields), *ghost, {"op": "force-delete", "ordinal": 3})
    assert [trace(step) for step in steps[3:]] == ["+0 +1 +2 +4 +5 +6", "+3 +7 +8"]
    assert steps[3]["end"]["blocked_on"] == ["web-3"]


def test_a_scenario_is_about_one_set_while_anything_of_it_is_left() -> None:
    other = json.loads(stateful_set(1)) | {"metadata": {"name": "db"}}
    apply_other = {"op": "apply", "manifest": json.dumps(other)}

    def after(cascade: str) -> dict[str, Any]:
        steps = [{"op": "create"}, {"op": "delete", "cascade": cascade}, apply_other]
        return answer_to({"id": 1, "manifest": stateful_set(1), "steps": steps})

    assert "about `web`" in after("orphan")["error"]
    assert [pod["name"] for pod in after("background")["steps"][2]["end"]["pods"]] == ["db-0"]
