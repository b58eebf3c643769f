"""What the API server stores: numbers of revisions, generations, and the names of foreseen revisions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner import manifest_fields as fields
from stslint.planner.api_server import (
    MOST_REPLICAS,
    Api,
    EventOutcome,
    equal_revision,
    store,
    with_new_revision,
    with_revision,
)
from stslint.planner.manifest_edits import with_value
from stslint.planner.pod_template import completed
from stslint.planner.revision_name import as_stored, revision_name
from stslint.planner.state import Cluster, Foreseen, Revision, StatefulSet, Status
from tests.planner.compare import Json, rolling, stateful_set

ACCEPTING = Api("1.37", json.loads, lambda *_: [], "")
GATES = frozenset({"MaxUnavailableStatefulSet", "StatefulSetStartOrdinal", "StatefulSetAutoDeletePVC"})


def manifest(replicas: int = 1, image: str = "app:1", **spec: Any) -> Json:
    whole: Json = json.loads(stateful_set(replicas, image, **spec))
    return whole


def stored(*manifests: Json, cluster: Cluster | None = None, broken: bool = False) -> Cluster:
    """Returns the cluster after these manifests were applied, one after the other."""
    cluster = cluster or Cluster(gates=GATES)
    for each in manifests:
        outcome = store(ACCEPTING, cluster, each, broken=broken)
        assert outcome.refused == ()
        cluster = outcome.cluster
    return cluster


def set_of(cluster: Cluster) -> StatefulSet:
    assert cluster.set is not None
    return cluster.set


def test_a_new_set_has_generation_1_and_no_status() -> None:
    created = set_of(stored(manifest()))
    assert (created.name, created.generation, created.spec.revision) == ("web", 1, 1)
    assert created.status == Status(0, 0, 0, 0, 0, 0, 0, 0, "")
    assert created.manifest == manifest()


DEFAULTS = [
    (fields.REPLICAS, 1, 2),
    (fields.START, 0, 1),
    (fields.POLICY, "OrderedReady", "Parallel"),
    (fields.MIN_READY, 0, 1),
    (fields.HISTORY_LIMIT, 10, 11),
    (fields.UPDATE_TYPE, "RollingUpdate", "OnDelete"),
    (fields.PARTITION, 0, 1),
    (fields.MAX_UNAVAILABLE, 1, 2),
    (fields.WHEN_DELETED, "Retain", "Delete"),
    (fields.WHEN_SCALED, "Retain", "Delete"),
]
"""Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/"""


@pytest.mark.parametrize(("path", "default", "other"), DEFAULTS)
def test_a_default_that_is_written_out_is_no_new_generation(path: str, default: Any, other: Any) -> None:
    bare = manifest()
    del bare["spec"]["replicas"]
    if path == fields.UPDATE_TYPE:
        bare = with_value(bare, fields.ROLLING_UPDATE, {})  # type: ignore[assignment]
        with_other = with_value(bare, fields.UPDATE_STRATEGY, {"type": other})
    else:
        with_other = with_value(bare, path, other)
    first = stored(bare)
    assert set_of(stored(with_value(bare, path, default), cluster=first)).generation == 1  # type: ignore[arg-type]
    assert set_of(stored(with_other, cluster=first)).generation == 2  # type: ignore[arg-type]


def test_a_change_of_metadata_is_no_new_generation() -> None:
    labelled = with_value(manifest(), "metadata.labels", {"a": "b"})
    changed = stored(manifest(), labelled)  # type: ignore[arg-type]
    assert set_of(changed).generation == 1
    assert set_of(changed).manifest == labelled


def test_equal_templates_have_one_number_and_a_rollback_finds_the_old_one() -> None:
    cluster = stored(manifest(), manifest(image="app:2"), manifest(replicas=3))
    assert set_of(cluster).spec.revision == 1
    assert len(cluster.revisions) == 2
    assert set_of(stored(manifest(image="app:3"), cluster=cluster)).spec.revision == 3


def test_the_newest_of_equal_revisions_that_is_not_forgotten_is_found() -> None:
    one, two = Revision({"a": 1}, {}), Revision({"a": 2}, {})
    assert equal_revision((one, two, one), one) == 3
    assert equal_revision((one, two, one), one, frozenset({3})) == 1
    assert equal_revision((one, two, one), two) == 2
    assert equal_revision((one, one), one, frozenset({1, 2})) == 0
    assert equal_revision((), one) == 0


def test_one_revision_is_changed_and_the_others_stay() -> None:
    revisions = tuple(Revision({"a": number}, {}) for number in range(3))
    changed = revisions[1]._replace(unready=True)
    cluster = with_revision(Cluster(revisions=revisions), 2, changed)
    assert cluster.revisions == (revisions[0], changed, revisions[2])


def test_only_the_revision_of_a_broken_manifest_cannot_start() -> None:
    cluster = stored(manifest(image="app:2"), cluster=stored(manifest()), broken=True)
    assert [each.unstartable for each in cluster.revisions] == [False, True]


def name_of(image: str, collisions: int = 0) -> str:
    template = manifest(image=image)["spec"]["template"]
    return revision_name("web", as_stored(completed(template)), collisions)


@pytest.mark.parametrize("collisions", [0, 2])
def test_a_foreseen_revision_is_known_by_its_name(collisions: int) -> None:
    pending, unready = (frozenset({name_of(image, collisions)}) for image in ("app:2", "app:3"))
    cluster = stored(manifest())._replace(foreseen=Foreseen(pending, unready, collisions))
    after = stored(manifest(image="app:2"), manifest(image="app:3"), manifest(image="app:4"), cluster=cluster)
    assert [each.unstartable for each in after.revisions] == [False, True, False, False]
    assert [each.unready for each in after.revisions] == [False, False, True, False]
    assert [each.name for each in after.revisions[1:]] == [
        name_of(image, collisions) for image in ("app:2", "app:3", "app:4")
    ]


@pytest.mark.parametrize(
    ("foreseen", "named"),
    [
        (Foreseen(), False),
        (Foreseen(pending=frozenset({"web-x"})), True),
        (Foreseen(unready=frozenset({"web-x"})), True),
        (Foreseen(collisions=1), True),
    ],
)
def test_names_are_computed_only_where_one_is_known(foreseen: Foreseen, named: bool) -> None:
    revision = Revision(completed(manifest()["spec"]["template"]), {})
    found = with_new_revision(Cluster("web", foreseen=foreseen), revision)
    assert bool(found.revisions[0].name) is named
    known = Cluster("web", revisions=(Revision({}, {}, name="web-a"),))
    assert with_new_revision(known, revision).revisions[1].name == name_of("app:1")


@pytest.mark.parametrize(("collisions", "number"), [(0, 1), (2, 2)])
def test_a_new_set_counts_collisions_from_0(collisions: int, number: int) -> None:
    """A deleted revision comes back if the template gets its name again."""
    template = completed(manifest()["spec"]["template"])
    forgotten = Revision({"other": 1}, {}, name=name_of("app:1", collisions))
    cluster = Cluster(
        "web",
        revisions=(forgotten,),
        foreseen=Foreseen(collisions=collisions),
        forgotten=frozenset({1}),
        gates=GATES,
    )
    after = stored(manifest(), cluster=cluster)
    assert set_of(after).spec.revision == number
    assert after.foreseen.collisions == 0
    assert after.forgotten == (frozenset() if number == 1 else {1})
    assert after.revisions[number - 1].template == (template if number == 2 else {"other": 1})


def refused(outcome: EventOutcome, cluster: Cluster) -> tuple[tuple[str, ...], str]:
    assert outcome.cluster is cluster
    assert outcome.actions == ()
    return outcome.refused, outcome.error


def test_what_is_refused_or_makes_no_sense_is_not_stored() -> None:
    cluster = stored(manifest())
    no = ACCEPTING._replace(refuse=lambda *_: ["no", "never"])
    assert refused(store(no, cluster, manifest()), cluster) == (("no", "never"), "")
    service = {**manifest(), "kind": "Service"}
    message = "a scenario is about a StatefulSet, not about a `Service`"
    assert refused(store(ACCEPTING, cluster, service), cluster) == ((message,), "")
    assert refused(store(no, cluster, service), cluster) == (("no", "never"), "")
    other = {**manifest(), "metadata": {"name": "db"}}
    message = "the scenario is about `web`, this manifest is about `db`"
    assert refused(store(ACCEPTING, cluster, other), cluster) == ((message,), message)
    many = manifest(MOST_REPLICAS + 1)
    message = "spec.replicas: plan with at most 100000 replicas"
    assert refused(store(ACCEPTING, cluster, many), cluster) == ((message,), message)
    assert stored(manifest(100_000)).set is not None


@pytest.mark.parametrize(
    ("strategy", "gates", "message"),
    [
        ({}, GATES, ""),
        (rolling(partition=0, maxUnavailable=1), GATES, ""),
        (rolling(partition=-1), GATES, f"{fields.PARTITION}: must not be negative, not `-1`"),
        *(
            (
                rolling(maxUnavailable=most),
                GATES,
                "must be at least 1, or from 1% to 100%, not `" + f"{most}`",
            )
            for most in (0, -1, "0%", "101%", "1.5%", "5", "5%%", "%")
        ),
        *((rolling(maxUnavailable=most), GATES, "") for most in (1, 500, "1%", "100%", "007%")),
        (rolling(maxUnavailable=0), frozenset(), ""),
        ({"type": "OnDelete"}, GATES, ""),
        (
            {"type": "OnDelete", "rollingUpdate": {}},
            GATES,
            f"{fields.ROLLING_UPDATE}: only allowed with type `RollingUpdate`",
        ),
        ({"type": "Recreate"}, frozenset({"StatefulSetRecreateStrategy"}), ""),
        (
            {"type": "Recreate"},
            GATES,
            f"{fields.UPDATE_TYPE}: must be `RollingUpdate` or `OnDelete`, not `Recreate`",
        ),
        (
            {"type": "Other", "rollingUpdate": {}},
            GATES,
            f"{fields.UPDATE_TYPE}: must be `RollingUpdate` or `OnDelete`, not `Other`",
        ),
    ],
)
def test_what_is_refused_in_an_update_strategy(strategy: Json, gates: frozenset[str], message: str) -> None:
    outcome = store(ACCEPTING, Cluster(gates=gates), manifest(updateStrategy=strategy))
    assert len(outcome.refused) == bool(message)
    assert all(each.endswith(message) for each in outcome.refused)


def test_a_stored_type_recreate_stays_valid_without_its_gate() -> None:
    fields_of: Json = {"updateStrategy": {"type": "Recreate"}}
    with_gate = Cluster(gates=frozenset({"StatefulSetRecreateStrategy"}))
    cluster = stored(manifest(**fields_of), cluster=with_gate)._replace(gates=GATES)
    assert stored(manifest(2, **fields_of), cluster=cluster).set is not None
    assert store(ACCEPTING, stored(manifest()), manifest(**fields_of)).refused
