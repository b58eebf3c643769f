"""Fields of manifests: read with their defaults, changed without touching the manifest, dropped by gates."""

from __future__ import annotations

import copy
from types import MappingProxyType
from typing import Any

import pytest

from stslint.planner import manifest_fields as fields
from stslint.planner.feature_gates import MAX_UNAVAILABLE, as_stored, gates_on, ignored_fields
from stslint.planner.manifest_edits import with_partition, with_replicas, with_value, without
from stslint.planner.manifest_fields import at, mapping_at, setting

ROLLING: dict[str, Any] = {
    "spec": {"updateStrategy": {"type": "OnDelete", "rollingUpdate": {"partition": 3}}}
}


@pytest.mark.parametrize("path", fields.DEFAULTS)
def test_an_absent_null_or_empty_field_has_its_default(path: str) -> None:
    for manifest in ({}, with_value({}, path, None), with_value({}, path, "")):
        assert setting(manifest, path) == fields.DEFAULTS[path]
    assert setting(with_value({}, path, 7), path) == 7


def test_a_partition_keeps_the_rest_of_the_strategy() -> None:
    before = copy.deepcopy(ROLLING)
    assert with_partition(ROLLING, 1)["spec"]["updateStrategy"] == {
        "type": "OnDelete",
        "rollingUpdate": {"partition": 1},
    }
    assert with_partition({}, 2)["spec"]["updateStrategy"]["type"] == "RollingUpdate"
    assert before == ROLLING


def test_replicas_are_changed_in_a_copy() -> None:
    manifest = {"spec": {"replicas": 1, "serviceName": "web"}}
    assert with_replicas(manifest, 3) == {"spec": {"replicas": 3, "serviceName": "web"}}
    assert manifest["spec"]["replicas"] == 1


def test_without_a_field_the_others_stay() -> None:
    assert without(ROLLING, fields.PARTITION)["spec"]["updateStrategy"] == {
        "type": "OnDelete",
        "rollingUpdate": {},
    }
    assert without(ROLLING, fields.REPLICAS) is ROLLING
    assert without({"spec": None}, fields.REPLICAS) == {"spec": None}


@pytest.mark.parametrize(
    ("path", "release", "kept"),
    [
        (fields.START, (1, 26), False),
        (fields.START, (1, 27), True),
        (fields.WHEN_DELETED, (1, 26), False),
        (fields.WHEN_DELETED, (1, 27), True),
        (fields.MAX_UNAVAILABLE, (1, 36), False),
        (fields.MAX_UNAVAILABLE, (1, 37), True),
        (fields.PARTITION, (1, 25), True),
    ],
)
def test_a_field_whose_gate_is_off_is_not_stored(path: str, release: tuple[int, int], kept: bool) -> None:
    stored = as_stored(with_value({}, path, 1), release, gates_on(release, {}))
    assert (at(stored, path) == 1) is kept


def test_a_scenario_can_switch_a_gate() -> None:
    assert MAX_UNAVAILABLE in gates_on((1, 36), {MAX_UNAVAILABLE: True})
    assert MAX_UNAVAILABLE not in gates_on((1, 37), {MAX_UNAVAILABLE: False})


def test_a_path_leads_through_any_mapping_and_ends_at_anything_else() -> None:
    frozen = MappingProxyType({"b": MappingProxyType({"c": 1}), "d": [1], "e": None})
    assert at({"a": frozen}, "a.b.c") == 1
    assert at({"a": frozen}, "a.b.c.d") is None
    assert at({"a": frozen}, "a.d.0") is None
    assert at({"a": frozen}, "a.x.y") is None
    assert mapping_at({"a": frozen}, "a.b") == {"c": 1}
    assert mapping_at({"a": {"b": {"c": 1}}}, "a.b") == {"c": 1}
    for path in ("a.d", "a.e", "a.b.c", "x"):
        assert mapping_at({"a": frozen}, path) == {}


def test_a_value_is_set_in_a_copy_and_what_is_no_mapping_is_replaced() -> None:
    manifest = {"a": {"b": 1, "c": 2}, "d": 3}
    assert with_value(manifest, "a.b", 9) == {"a": {"b": 9, "c": 2}, "d": 3}
    assert with_value(manifest, "d.e", 9) == {"a": {"b": 1, "c": 2}, "d": {"e": 9}}
    assert with_value({}, "a.b.c", 9) == {"a": {"b": {"c": 9}}}
    assert manifest == {"a": {"b": 1, "c": 2}, "d": 3}
    assert without(manifest, "a.b") == {"a": {"c": 2}, "d": 3}
    assert without(manifest, "d") == {"a": {"b": 1, "c": 2}}
    assert without(manifest, "d.e") is manifest


@pytest.mark.parametrize(
    ("release", "gates", "ignored"),
    [
        ((1, 37), {}, []),
        ((1, 27), {}, [("spec.updateStrategy.rollingUpdate.maxUnavailable", MAX_UNAVAILABLE)]),
        (
            (1, 26),
            {},
            [
                ("spec.persistentVolumeClaimRetentionPolicy", "StatefulSetAutoDeletePVC"),
                ("spec.ordinals", "StatefulSetStartOrdinal"),
                ("spec.updateStrategy.rollingUpdate.maxUnavailable", MAX_UNAVAILABLE),
            ],
        ),
        # A release that does not know the field refuses it.
        (
            (1, 25),
            {MAX_UNAVAILABLE: True},
            [("spec.persistentVolumeClaimRetentionPolicy", "StatefulSetAutoDeletePVC")],
        ),
    ],
)
def test_the_fields_that_are_ignored_because_a_gate_is_off(
    release: tuple[int, int], gates: dict[str, bool], ignored: list[tuple[str, str]]
) -> None:
    manifest: Any = {}
    for path in (fields.WHEN_DELETED, fields.START, fields.MAX_UNAVAILABLE):
        manifest = with_value(manifest, path, 1)
    assert ignored_fields(manifest, release, gates_on(release, gates)) == ignored
    assert ignored_fields({}, release, frozenset()) == []
