"""From a snapshot to the cluster from which a plan begins."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.scenario import beginning
from stslint.planner.snapshot_scenario import Snapshot, snapshot_of
from stslint.planner.starting_state import live_set, starting_state
from stslint.planner.state import Claim, Cluster, Foreseen, Pod, Slot
from tests.planner.test_snapshot_scenario import OWNER, TEMPLATE, pod, revision, stateful_set

Json = dict[str, Any]
CLAIM_OWNER = {key: value for key, value in OWNER.items() if key != "controller"}
POD_OWNER = {"kind": "Pod", "name": "web-0", "uid": "p0"}
DAY = "2030-01-01T00:00:00Z"
DELETED = {"deletionTimestamp": DAY}


def begun(*items: Json, patience: int = 0, **scenario: Any) -> Cluster:
    """Returns the cluster of a snapshot of these objects."""
    return starting_state(snapshot_of({"state": list(items), **scenario}), Cluster(patience=patience))


def changed(item: Json, **metadata: Any) -> Json:
    """Returns an object with further fields in its metadata."""
    return {**item, "metadata": {**item["metadata"], **metadata}}


def claim(name: str = "data-web-0", *owners: Json, **metadata: Any) -> Json:
    return {
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "ownerReferences": list(owners), **metadata},
    }


def pod_read(item: Json, *others: Json, patience: int = 0, **scenario: Any) -> Pod:
    """Returns how the pod with ordinal 0 is read, next to a StatefulSet and its revision."""
    found = begun(stateful_set(), revision(), item, *others, patience=patience, **scenario).slots.at(0).pod
    assert found is not None
    return found


def claims_read(*items: Json) -> tuple[Claim, ...]:
    return begun(stateful_set(), revision(), pod(0), *items).slots.at(0).claims


def test_a_running_pod_of_the_set() -> None:
    assert pod_read(pod(0)) == Pod(1, "set", (), scheduled=True, running=True, ready=True)


@pytest.mark.parametrize(
    ("phase", "ready", "expected"),
    [
        ("Running", "True", (True, True, False)),
        ("Running", "False", (True, False, False)),
        ("Running", "Unknown", (True, False, False)),
        ("Running", None, (True, False, False)),
        ("Pending", "True", (False, False, False)),
        ("Failed", "True", (False, False, True)),
        ("Succeeded", "False", (False, False, True)),
        ("Unknown", "True", (False, False, False)),
        (None, "False", (False, False, False)),
    ],
)
def test_the_phase_and_the_condition_ready(
    phase: str | None, ready: str | None, expected: tuple[bool, bool, bool]
) -> None:
    item = pod(0)
    item["status"] = {"phase": phase, "conditions": [{"type": "Ready", "status": ready}]}
    read = pod_read(item)
    assert (read.running, read.ready, read.failed) == expected
    item["status"] = {"phase": phase, "conditions": []}
    assert not pod_read(item).ready


def test_a_pod_without_a_node_is_not_scheduled_and_a_deleted_one_is_terminating() -> None:
    item = pod(0, "Pending")
    del item["spec"]["nodeName"]
    assert pod_read(item) == Pod(1, "set")
    assert pod_read(changed(pod(0), **DELETED)).terminating


@pytest.mark.parametrize(
    ("controller", "label", "owner"),
    [
        (OWNER, "web", "set"),
        (OWNER, "debug", "other"),
        ({**OWNER, "uid": "old"}, "web", "former"),
        ({**OWNER, "uid": "old"}, "debug", "former"),
        ({**OWNER, "name": "db"}, "web", "other"),
        ({**OWNER, "name": "aaa"}, "web", "other"),
        ({**OWNER, "kind": "ReplicaSet"}, "web", "other"),
        ({**OWNER, "kind": "Zebra"}, "web", "other"),
        (CLAIM_OWNER, "web", ""),
        (None, "web", ""),
        (None, "debug", "other"),
    ],
)
def test_whose_pod_it_is(controller: Json | None, label: str, owner: str) -> None:
    assert pod_read(pod(0, owners=[controller] if controller else [], app=label)).owner == owner


@pytest.mark.parametrize(("owners", "owner"), [([OWNER], "former"), ([], ""), ([CLAIM_OWNER], "")])
def test_without_the_set_its_pods_have_a_deleted_owner_or_none(owners: list[Json], owner: str) -> None:
    for items in ([revision()], [revision(), changed(stateful_set(), **DELETED)]):
        cluster = begun(*items, pod(0, owners=owners), pod(1, app="debug"))
        assert cluster.set is None
        read = cluster.slots.at(0).pod
        assert read is not None
        assert read.owner == owner


def test_the_claims_that_a_pod_mounts() -> None:
    item = pod(0)
    names = ["log-web-0", "data-web-0", "data-web-1", "other", None]
    item["spec"]["volumes"] = [{"persistentVolumeClaim": {"claimName": name}} for name in names]
    item["spec"]["volumes"] += [{"emptyDir": {}}, "odd"]
    assert pod_read(item).mounts == ("data", "log")


@pytest.mark.parametrize(
    ("patience", "changed_at", "since"),
    [
        (60, "2030-01-01T00:00:01Z", 1893456001),
        (60, "2030-01-01T00:00:00Z", 0),
        (60, "2029-12-31T23:59:59Z", 0),
        (0, "2030-01-01T00:00:50Z", 0),
        (60, None, 0),
        (60, "lately", 0),
    ],
)
def test_since_when_a_pod_is_ready_counts_as_long_as_it_matters(
    patience: int, changed_at: str | None, since: int
) -> None:
    item = pod(0)
    item["status"]["conditions"][0]["lastTransitionTime"] = changed_at
    assert pod_read(item, patience=patience, now="2030-01-01T00:01:00Z").since == since


def test_the_revision_of_a_pod_is_that_of_its_label() -> None:
    second = revision("web-b", 2, {**TEMPLATE, "metadata": {"labels": {"app": "web", "v": "2"}}})
    assert pod_read(pod(0, owners=[OWNER], **{"controller-revision-hash": "web-b"}), second).revision == 2
    assert pod_read(pod(0, owners=[OWNER], **{"controller-revision-hash": ""}), second).revision == 0


def test_what_is_not_of_the_set_by_its_name_has_no_place() -> None:
    others = [changed(pod(0), name="db-0"), changed(pod(0), name="web"), changed(pod(0), name="zeb-0")]
    cluster = begun(
        stateful_set(), revision(), *others, claim("data-db-0"), claim("-web-0"), claim("data-web")
    )
    assert cluster.slots.runs == ()


def test_a_missing_pod_is_a_gap() -> None:
    cluster = begun(stateful_set(3), revision(), pod(2), pod(0))
    slot = cluster.slots.at(0)
    assert cluster.slots.runs == ((0, 0, slot), (2, 2, slot))


def test_assumptions_of_ordinals_and_lost_nodes() -> None:
    assume = {"not_ready_ordinals": [3], "lost": ["web-5", "db-6", "web"]}
    cluster = begun(stateful_set(), revision(), assume=assume)
    assert cluster.slots.runs == ((3, 3, Slot(broken=True)), (5, 5, Slot(lost=True)))


@pytest.mark.parametrize(
    ("owners", "expected"),
    [
        ([], Claim("data")),
        ([CLAIM_OWNER], Claim("data", "set")),
        ([POD_OWNER], Claim("data", "pod")),
        ([{**CLAIM_OWNER, "uid": "old"}], Claim("data", "set", former=True)),
        ([{**POD_OWNER, "uid": "old"}], Claim("data", "pod", former=True)),
        # One owner that is present keeps an object from the garbage collector.
        ([{**POD_OWNER, "uid": "old"}, CLAIM_OWNER], Claim("data", "set")),
        ([CLAIM_OWNER, {**POD_OWNER, "uid": "old"}], Claim("data", "set")),
        ([{**POD_OWNER, "uid": "old"}, {"kind": "Job", "name": "j"}], Claim("data", "pod")),
        ([{**POD_OWNER, "name": "web-1"}], Claim("data")),
        ([{"kind": "Job", "name": "j"}], Claim("data")),
        ([{"kind": "Job", "name": "j", "controller": True}], Claim("data", held=True)),
        ([{"kind": "Job", "name": "j", "controller": True}, CLAIM_OWNER], Claim("data", "set", held=True)),
        ([{**CLAIM_OWNER, "controller": True}], Claim("data", "set")),
    ],
)
def test_who_owns_a_claim(owners: list[Json], expected: Claim) -> None:
    assert claims_read(claim("data-web-0", *owners)) == (expected,)


def test_the_claims_of_an_ordinal_are_sorted_and_those_of_a_deleted_one_are_terminating() -> None:
    items = [claim("log-web-0"), claim("a-b-web-0"), claim("data-web-0", **DELETED), claim("data-web-10")]
    assert claims_read(*items) == (Claim("a-b"), Claim("data", terminating=True), Claim("log"))


def test_the_set_of_a_snapshot_is_the_one_that_is_not_being_deleted() -> None:
    one = stateful_set()
    assert live_set(snapshot_of({"state": [pod(0), one]})) == one
    assert live_set(snapshot_of({"state": [changed(one, **DELETED)]})) is None
    assert live_set(snapshot_of({"state": [pod(0)]})) is None
    others = [changed(one, name=name) for name in ("aaa", "zzz")]
    assert live_set(Snapshot("web", [*others, one], 0)) == one
    # Of an object that is there twice, the first counts.
    assert live_set(snapshot_of({"state": [one, changed(one, **DELETED)]})) == one
    assert live_set(snapshot_of({"state": [changed(one, **DELETED), one]})) is None


def test_the_status_and_the_generation_of_the_set() -> None:
    item = changed(stateful_set(), generation=7)
    item["status"] = {
        "observedGeneration": 6,
        "replicas": 5,
        "readyReplicas": 4,
        "availableReplicas": 3,
        "currentReplicas": 2,
        "updatedReplicas": 1,
        "currentRevision": "web-a",
        "updateRevision": "web-gone",
        "conditions": [{"type": "Progressing", "message": "Waiting for pods"}],
    }
    stored = begun(item, revision()).set
    assert stored is not None
    assert stored.generation == 7
    assert stored.status == (6, 5, 4, 3, 2, 1, 1, 0, "creating")
    without = begun(changed(item, generation=None), revision()).set
    assert without is not None
    assert without.generation == 1


@pytest.mark.parametrize(
    ("message", "progress"),
    [("Deleting pods", "deleting"), ("Waiting", "creating"), ("All done", "complete"), ("", ""), (None, "")],
)
def test_the_progress_of_type_recreate_is_the_first_word_of_its_message(
    message: str | None, progress: str
) -> None:
    item = stateful_set()
    item["status"]["conditions"] = [{"type": "Progressing", "message": message}]
    stored = begun(item, revision()).set
    assert stored is not None
    assert stored.status.progress == progress


def test_a_template_without_a_revision_gets_the_next_number() -> None:
    item = stateful_set(template={**TEMPLATE, "metadata": {"labels": {"app": "web", "v": "2"}}})
    for found, number in ((stateful_set(), 1), (item, 2)):
        stored = begun(found, revision()).set
        assert stored is not None
        assert stored.spec.revision == number


def test_only_orphaned_revisions_are_found_by_a_new_set() -> None:
    orphan = changed(revision("web-b", 2), ownerReferences=[])
    assert begun(revision(), orphan).forgotten == {1}
    assert begun(stateful_set(), revision(), orphan).forgotten == frozenset()


def test_assumptions_of_revisions_that_nothing_carries_are_foreseen() -> None:
    item = stateful_set()
    item["status"]["collisionCount"] = 2
    assume = {"pending_revisions": ["web-a", "web-x"], "not_ready_revisions": ["web-y", "web-a"]}
    cluster = begun(item, revision(), assume=assume)
    assert cluster.foreseen == Foreseen(frozenset({"web-x"}), frozenset({"web-y"}), 2)
    assert (cluster.revisions[0].unstartable, cluster.revisions[0].unready) == (True, True)
    assert cluster.revisions[0].name == "web-a"


def test_the_time_of_a_snapshot_is_the_latest_in_it_unless_it_says_its_own() -> None:
    item = changed(pod(0), creationTimestamp="2030-01-01T00:00:30Z")
    assert begun(item, changed(revision(), creationTimestamp=DAY)).now == 1893456030
    assert begun(item, now="2030-01-01T00:00:10Z").now == 1893456010


def test_a_scenario_with_a_state_begins_with_it() -> None:
    scenario = {"state": [stateful_set(minReadySeconds=20), revision(), pod(0)], "steps": []}
    cluster = beginning(scenario, lambda text: {})
    assert (cluster.name, cluster.patience) == ("web", 20)
    assert beginning({"steps": []}, lambda text: {}).slots.runs == ()
