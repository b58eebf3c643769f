"""Fields of manifests: read with their defaults, changed without touching the manifest, dropped by gates."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from stslint.planner import manifest_fields as fields
from stslint.planner.feature_gates import MAX_UNAVAILABLE, as_stored, gates_on
from stslint.planner.manifest_edits import with_partition, with_replicas, with_value, without
from stslint.planner.manifest_fields import at, setting

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
