"""Which live objects have the form that the API server stores; others were edited by hand."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.live_form import form_error
from stslint.planner.manifest_edits import with_value

WHOLE = ("a whole number", [0, 1, 2**31 - 1], [-1, 2**31, 1.5, True, "3", []])
TEXT = ("a string", ["", "a"], [3, True, [], {}])
MAPPING = ("a mapping", [{}, {"a": 1}], [3, "a", [], [{}]])
TEXTS = ("a mapping of strings", [{}, {"a": "b"}], [3, [], "a", {"a": 1}, {"a": "b", "c": None}])
LIST = ("a list of mappings", [[], [{}], [{"a": 1}]], [3, {}, "a", "", ["a"], [{}, None]])
POLICY = ("Retain or Delete", ["Retain", "Delete"], ["", "retain", True, 0])
REQUIREMENTS = (
    "a list of requirements",
    [[], [{"key": "a"}], [{"key": "a", "values": None}], [{"key": "a", "values": ["b"]}]],
    [{}, "", ["a"], [{"values": ["b", 3]}], [{"values": "b"}], [{"values": []}, {"values": [None]}]],
)
TERMS = (
    "a list of terms",
    [[], [{}], [{"matchExpressions": None}], [{"matchExpressions": [{"key": "a", "values": ["b"]}]}]],
    [
        {},
        "",
        ["a"],
        [{"matchExpressions": ["a"]}],
        [{"matchExpressions": "a"}],
        [{}, {"matchExpressions": [{"values": [1]}]}],
    ],
)
METADATA = {"metadata.name": TEXT, "metadata.namespace": TEXT, "metadata.labels": TEXTS}


def selector(path: str) -> dict[str, Any]:
    return {path: MAPPING, f"{path}.matchLabels": TEXTS, f"{path}.matchExpressions": REQUIREMENTS}


def template(path: str) -> dict[str, Any]:
    return {
        path: MAPPING,
        f"{path}.metadata": MAPPING,
        f"{path}.metadata.labels": TEXTS,
        f"{path}.metadata.annotations": TEXTS,
        f"{path}.spec": MAPPING,
        f"{path}.spec.containers": LIST,
        f"{path}.spec.terminationGracePeriodSeconds": WHOLE,
    }


FORMS: dict[str, dict[str, Any]] = {
    "StatefulSet": {
        **METADATA,
        "spec.replicas": WHOLE,
        "spec.ordinals.start": WHOLE,
        "spec.minReadySeconds": WHOLE,
        "spec.revisionHistoryLimit": WHOLE,
        "spec.updateStrategy.type": TEXT,
        "spec.updateStrategy.rollingUpdate.partition": WHOLE,
        "spec.persistentVolumeClaimRetentionPolicy.whenDeleted": POLICY,
        "spec.persistentVolumeClaimRetentionPolicy.whenScaled": POLICY,
        "spec.volumeClaimTemplates": LIST,
        **selector("spec.selector"),
        **template("spec.template"),
    },
    "ControllerRevision": {**METADATA, **template("data.spec.template")},
    "Pod": {
        **METADATA,
        "spec": MAPPING,
        "spec.containers": LIST,
        "spec.terminationGracePeriodSeconds": WHOLE,
    },
    "Node": METADATA,
    "PodDisruptionBudget": {**METADATA, **selector("spec.selector")},
    "PersistentVolume": {**METADATA, "spec.nodeAffinity.required.nodeSelectorTerms": TERMS},
    "PersistentVolumeClaim": METADATA,
    "Event": {"involvedObject": MAPPING, "regarding": MAPPING},
}
FIELDS = [(kind, path, form) for kind, fields in FORMS.items() for path, form in fields.items()]


@pytest.mark.parametrize(("kind", "path", "form"), FIELDS)
def test_a_field_of_another_type_is_named_with_what_it_must_be(kind: str, path: str, form: Any) -> None:
    wanted, good, bad = form
    for value in (None, *good):
        assert form_error(with_value({"kind": kind}, path, value)) == "", value
    for value in bad:
        assert form_error(with_value({"kind": kind}, path, value)) == f"`{path}` must be {wanted}", value


@pytest.mark.parametrize(
    "item", [{}, {"kind": "StatefulSet"}, {"kind": ["Pod"]}, {"kind": "Secret", "spec": 3}]
)
def test_what_is_absent_or_of_another_kind_is_not_checked(item: dict[str, Any]) -> None:
    assert form_error(item) == ""
