"""The steps of a scenario: what each does to the cluster, and why one is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner.scenario import run_scenario
from tests.planner.compare import Json, answer_to, apply, play, ready, stateful_set, trace

OPS = (
    "apply, break-pod, break-revision, create, delete, delete-claim, delete-pod, force-delete, heal, "
    "heal-pod, node-lost, node-removed, node-restarted, partition, resume, scale"
)
LOST: Json = {"op": "node-lost", "ordinal": 1}
DELETE: Json = {"op": "delete"}


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ({"op": "explode"}, f"unknown step `explode`: use one of {OPS}"),
        ({"op": "scale"}, "step `scale` needs `replicas`, a whole number"),
        ({"op": "partition"}, "step `partition` needs `value`, a whole number"),
        *(
            ({"op": op, "ordinal": "1"}, f"step `{op}` needs `ordinal`, a whole number")
            for op in ("delete-pod", "delete-claim", "break-pod", "heal-pod", "node-lost", "force-delete")
        ),
        ({"op": "node-removed"}, "step `node-removed` needs `ordinal`, a whole number"),
        ({"op": "node-restarted"}, "step `node-restarted` needs `ordinal`, a whole number"),
        ({"op": "apply", "manifest": 3}, "step `apply`: `manifest` must be the text of a manifest"),
        ({"op": "apply", "manifest": "[]"}, "step `apply`: the manifest cannot be read: it is not a mapping"),
    ],
)
def test_a_step_that_makes_no_sense_says_how_to_write_it(step: Json, error: str) -> None:
    answer = answer_to({"id": 1, "manifest": stateful_set(1), "steps": [{"op": "create"}, step]})
    assert answer["error"] == error
    assert answer["steps"][1]["refused"] == [error]


def test_a_decoder_that_gives_no_mapping_is_an_error() -> None:
    steps = [{"op": "create"}]
    answer = run_scenario({"id": 1, "manifest": "[]", "steps": steps}, json.loads, lambda *_: [])
    assert answer["error"] == "step `create`: the manifest is not a mapping"


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ([{"op": "create"}], "StatefulSet `web` already exists"),
        ([DELETE, {"op": "scale", "replicas": 1}], "there is no StatefulSet"),
        ([DELETE, {"op": "partition", "value": 1}], "there is no StatefulSet"),
        ([DELETE, DELETE], "there is no StatefulSet"),
        ([DELETE, {"op": "break-revision"}], "there is no StatefulSet"),
        ([{"op": "delete-pod", "ordinal": 2}], "there is no pod with ordinal 2"),
        ([{"op": "node-lost", "ordinal": 2}], "there is no pod with ordinal 2"),
        ([{"op": "force-delete", "ordinal": 2}], "there is no pod with ordinal 2"),
        ([{"op": "node-removed", "ordinal": 1}], "the node of pod `web-1` is not lost"),
        ([{"op": "node-restarted", "ordinal": 1}], "the node of pod `web-1` is not lost"),
        ([{"op": "delete-claim", "ordinal": 2}], "there is no such claim with ordinal 2"),
        ([{"op": "delete-claim", "ordinal": 1, "template": "log"}], "there is no such claim with ordinal 1"),
    ],
)
def test_what_the_cluster_refuses_says_why_and_changes_nothing(steps: list[Json], refused: str) -> None:
    *before, last = play(stateful_set(2, claims=("data",)), *steps)
    assert last["refused"] == [refused]
    assert last["waves"] == []
    assert last["end"] == before[-1]["end"]


@pytest.mark.parametrize("op", ["resume", "heal", "break-pod", "heal-pod", "delete-claim"])
def test_other_steps_need_no_set(op: str) -> None:
    step = {"op": op, "ordinal": 0}
    deleted = play(stateful_set(1, claims=("data",)), DELETE, step)[2]
    assert "refused" not in deleted


@pytest.mark.parametrize("op", ["force-delete", "node-removed", "node-restarted"])
def test_a_pod_of_a_lost_node_comes_back_once_it_is_removed(op: str) -> None:
    steps = play(stateful_set(2), LOST, {"op": op, "ordinal": 1}, {"op": op, "ordinal": 1})
    assert ready(steps[1]) == "0@1 1@1!T"
    assert trace(steps[2]) == "+1"
    assert ready(steps[2]) == "0@1 1@1"
    # The node is no longer lost.
    assert bool(steps[3].get("refused")) == (op != "force-delete")


def test_a_broken_pod_stays_broken_until_it_is_healed() -> None:
    broken, healed = ({"op": op, "ordinal": 1} for op in ("break-pod", "heal-pod"))
    steps = play(stateful_set(2), broken, {"op": "delete-pod", "ordinal": 1}, healed)
    assert [ready(step) for step in steps] == ["0@1 1@1", "0@1 1@1!", "0@1 1@1!", "0@1 1@1"]
    assert trace(steps[2]) == "+1"


def test_a_broken_revision_is_that_of_the_newest_template_only() -> None:
    steps = play(stateful_set(2), apply(2, "app:2"), {"op": "break-revision"}, apply(2), {"op": "heal"})
    assert [ready(step) for step in steps[2:4]] == ["0@2! 1@2!", "0@2! 1@2!"]
    assert ready(steps[4]) == "0@1 1@1"


def test_heal_makes_an_image_available_too() -> None:
    steps = play(stateful_set(1), apply(1, "app:bad", broken=True), {"op": "heal"})
    assert [ready(step) for step in steps[1:]] == ["0@2!", "0@2"]


@pytest.mark.parametrize("broken", ["yes", 1, None, False])
def test_only_true_breaks_a_template(broken: Any) -> None:
    step = {"op": "apply", "manifest": stateful_set(1, "app:2"), "broken": broken}
    assert ready(play(stateful_set(1), step)[1]) == "0@2"


@pytest.mark.parametrize(("template", "left"), [(None, []), ("data", ["log-web-1"]), ("log", ["data-web-1"])])
def test_claims_of_one_ordinal_are_deleted_once_no_pod_uses_them(
    template: str | None, left: list[str]
) -> None:
    step = {"op": "delete-claim", "ordinal": 1, **({"template": template} if template else {})}
    steps = play(stateful_set(2, claims=("data", "log")), step, {"op": "scale", "replicas": 1})
    dying = {claim["name"] for claim in steps[1]["end"]["pvcs"] if claim.get("terminating")}
    names = ["data-web-1", "log-web-1"]
    assert dying == {name for name in names if name not in left}
    assert [claim["name"] for claim in steps[2]["end"]["pvcs"]] == ["data-web-0", "log-web-0", *left]


def test_an_hour_passes_before_each_step_but_a_resumed_one() -> None:
    lost = play(stateful_set(1, minReadySeconds=4000), {"op": "resume"}, apply(1, minReadySeconds=9000))
    assert [step["waits"] for step in lost] == [[0, 4000], [0], [1400]]


@pytest.mark.parametrize(
    ("cascade", "expected"), [("orphan", "gcorphan 0"), ("background", "gc-0"), (None, "gc-0")]
)
def test_a_deletion_takes_the_pods_along_unless_it_orphans_them(cascade: str | None, expected: str) -> None:
    assert trace(play(stateful_set(1), {"op": "delete", "cascade": cascade})[1]) == expected
