"""Diagnoses of snapshots, plans from them, and snapshots that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stslint.forecast.manifests import Manifests
from stslint.forecast.snapshot.assumed import observe
from stslint.forecast.snapshot.diagnosis import Diagnosis, diagnose_all, latest
from stslint.forecast.snapshot.freeing import Attempts, freeing_acts
from stslint.forecast.snapshot.inventory import Inventory, inventory_of
from stslint.forecast.snapshot.playing import played, scenario_of
from stslint.forecast.snapshot.redaction import redacted
from stslint.planner.live_objects import seconds
from stslint.sources.snapshot.reading import SnapshotError, read_objects
from tests.planner.compare import answer_to, comparable
from tests.planner.test_snapshot_scenario import pod, revision, stateful_set

Json = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "fixtures" / "snapshots"


def of_file(name: str) -> Inventory:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return inventory_of(read_objects(name, text))


def of_items(*items: Json) -> Inventory:
    return inventory_of(read_objects("s.json", json.dumps({"kind": "List", "items": list(items)})))


def diagnosis(inventory: Inventory, now: str = "2030-01-01T00:00:00Z") -> Diagnosis:
    return diagnose_all(inventory, seconds(now) or 0, "1.37")[0]


@pytest.mark.parametrize(
    ("name", "waits_for", "first"),
    [
        ("image", "db-2", "make the image available"),
        ("node", "kafka-1", "bring the node of kafka-1 back"),
        ("rollback", "redis-2", "fix what makes the container exit"),
    ],
)
def test_a_stuck_set_names_its_pod_and_the_smallest_act(name: str, waits_for: str, first: str) -> None:
    inventory = of_file(name)
    found = diagnose_all(inventory, latest(inventory), "1.37")[0]
    assert found.state == "stuck"
    assert found.waits_for == (waits_for,)
    assert found.acts[0].title.startswith(first)


def test_a_set_whose_pods_are_ready_is_settled() -> None:
    assert diagnosis(of_items(stateful_set(), revision(), pod(0), pod(1))).state == "settled"


def test_a_set_with_a_missing_pod_is_moving() -> None:
    found = diagnosis(of_items(stateful_set(), revision(), pod(0)))
    assert found.state == "moving"
    assert [move.pods for move in found.moves] == [("web-1",)]


def test_a_partition_that_keeps_old_pods_holds_on_purpose() -> None:
    template = {
        "metadata": {"labels": {"app": "web"}},
        "spec": {"containers": [{"name": "c", "image": "app:2"}]},
    }
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}
    changed = stateful_set(template=template, updateStrategy=strategy)
    changed["status"]["updateRevision"] = "web-b"
    found = diagnosis(of_items(changed, revision(), revision("web-b", 2, template), pod(0), pod(1)))
    assert found.state == "held"
    assert "partition 2" in found.summary


def test_an_act_that_lets_a_claim_go_says_so() -> None:
    claims = [{"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"]}}]
    broken = pod(1, "Pending")
    broken["status"]["containerStatuses"] = [waiting("ImagePullBackOff")]
    broken["spec"]["volumes"] = [{"name": "data", "persistentVolumeClaim": {"claimName": "data-web-1"}}]
    going = claim("data-web-1", deletionTimestamp="2029-12-31T23:00:00Z")
    whole = pod(0)
    whole["spec"]["volumes"] = [{"name": "data", "persistentVolumeClaim": {"claimName": "data-web-0"}}]
    inventory = of_items(
        stateful_set(volumeClaimTemplates=claims), revision(), whole, broken, claim("data-web-0"), going
    )
    observed = observe(inventory, ("default", "web"), 1893456000, (1, 37))
    for act in freeing_acts(played(observed, "1.37", Manifests()), Attempts()):
        if any("delete" in part for part in act.parts):
            assert any("data-web-1" in loss for loss in act.loses)


def waiting(reason: str) -> Json:
    return {"name": "c", "restartCount": 0, "state": {"waiting": {"reason": reason}}}


def claim(name: str, **metadata: Any) -> Json:
    return {
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "uid": name, **metadata},
        "status": {"phase": "Bound"},
    }


def test_a_snapshot_without_revisions_and_pods_says_what_is_assumed() -> None:
    changed = stateful_set()
    changed["status"]["readyReplicas"] = 2
    found = diagnosis(of_items(changed))
    assert found.state == "settled"
    assert any("no pods" in note for note in found.notes)
    assert any("no ControllerRevisions" in note for note in found.notes)


def test_a_redacted_scenario_has_the_same_plan_and_no_image() -> None:
    inventory = of_file("image")
    observed = observe(inventory, ("prod", "db"), latest(inventory), (1, 37))
    scenario = scenario_of(observed.snapshot, "1.37", [{"op": "resume"}, {"op": "heal"}])
    hidden = redacted(scenario)
    plain = json.dumps(comparable(answer_to(scenario))).replace("db-", "web-")
    assert json.dumps(comparable(answer_to(hidden))) == plain
    assert "postgres" not in json.dumps(hidden)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"kind": "List", "items": [{"kind": "Pod", "metada', "cut off"),
        ("apiVersion: v1\nitems:\n- kind: Pod\n", "cut off"),
        ("just words\n", "is not the output of"),
        ('{"kind": "List", "items": [}', "s:1:"),
    ],
)
def test_a_snapshot_that_cannot_be_read_says_why_in_one_line(text: str, message: str) -> None:
    with pytest.raises(SnapshotError, match=message) as raised:
        read_objects("s", text)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("field", "message"), [("uid", "has two UIDs"), ("resourceVersion", "has two versions")]
)
def test_two_versions_of_one_object_are_refused(field: str, message: str) -> None:
    first, second = stateful_set(), stateful_set()
    second["metadata"][field] = "other"
    with pytest.raises(SnapshotError, match=message):
        of_items(first, second)


def test_two_sets_of_one_namespace_share_no_claim() -> None:
    named = {**stateful_set(), "metadata": {"name": "data-web", "uid": "d", "generation": 1}}
    named["spec"] = {**named["spec"], "volumeClaimTemplates": [{"metadata": {"name": "x"}}]}
    inventory = of_items(stateful_set(), named, claim("x-data-web-0"), claim("y-web-0"))
    assert [item["metadata"]["name"] for item in inventory.claims(("default", "data-web"))] == [
        "x-data-web-0"
    ]
    assert [item["metadata"]["name"] for item in inventory.claims(("default", "web"))] == ["y-web-0"]
