"""A live StatefulSet as a manifest: without what only the API server writes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner.live_revisions import LiveRevisions
from stslint.planner.live_set import LAST_APPLIED, last_applied, stored_manifest, stored_status
from stslint.planner.state import Status

Json = dict[str, Any]
HEAD = {"apiVersion": "apps/v1", "kind": "StatefulSet"}


def live(annotations: Any = None, **spec: Any) -> Json:
    metadata = {
        "name": "web",
        "namespace": "shop",
        "labels": {"app": "web"},
        "annotations": annotations,
        "uid": "u",
        "resourceVersion": "7",
        "creationTimestamp": "2030-01-01T00:00:00Z",
    }
    return {**HEAD, "metadata": metadata, "spec": spec, "status": {"replicas": 3}}


def test_the_server_writes_neither_the_spec_nor_names_labels_and_annotations() -> None:
    applied = {LAST_APPLIED: "{}", "team": "a"}
    assert stored_manifest(live(applied, replicas=3)) == {
        **HEAD,
        "metadata": {
            "name": "web",
            "namespace": "shop",
            "labels": {"app": "web"},
            "annotations": {"team": "a"},
        },
        "spec": {"replicas": 3, "template": {"metadata": {}}},
    }


@pytest.mark.parametrize("annotations", [None, {}, {LAST_APPLIED: "{}"}])
def test_no_annotation_that_is_left_is_no_field(annotations: Any) -> None:
    assert "annotations" not in stored_manifest(live(annotations))["metadata"]


def test_what_is_null_in_a_template_and_what_is_added_to_a_claim_is_left_out() -> None:
    template = {"metadata": {"creationTimestamp": None, "labels": {"a": "b"}}, "spec": {"x": 1}}
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data", "creationTimestamp": None},
        "spec": {"y": 2},
        "status": {"phase": "Pending"},
    }
    spec = stored_manifest(live(template=template, volumeClaimTemplates=[claim, "odd"]))["spec"]
    assert spec["template"] == {"metadata": {"labels": {"a": "b"}}, "spec": {"x": 1}}
    assert spec["volumeClaimTemplates"] == [{"metadata": {"name": "data"}, "spec": {"y": 2}}]
    assert stored_manifest(live(volumeClaimTemplates="odd"))["spec"]["volumeClaimTemplates"] == "odd"


def test_the_manifest_that_kubectl_applied_last_is_in_an_annotation() -> None:
    manifest = {**HEAD, "metadata": {"name": "web"}}
    assert last_applied(live({LAST_APPLIED: json.dumps(manifest)})) == manifest


@pytest.mark.parametrize("text", [None, 3, "{", "[]", "3"])
def test_without_that_annotation_kubectl_removes_nothing_of_the_spec(text: Any) -> None:
    metadata = {"name": "web", "namespace": "shop", "labels": {"app": "web"}}
    assert last_applied(live({LAST_APPLIED: text}, replicas=3)) == {**HEAD, "metadata": metadata}


REVISIONS = LiveRevisions((), {"web-a": 1, "web-b": 2, "web-c": 3}, frozenset({"web-a", "web-b"}))


def test_the_status_is_read_with_the_numbers_of_its_revisions() -> None:
    status = {
        "observedGeneration": 7,
        "replicas": 6,
        "readyReplicas": 5,
        "availableReplicas": 4,
        "currentReplicas": 3,
        "updatedReplicas": 2,
        "currentRevision": "web-a",
        "updateRevision": "web-b",
    }
    assert stored_status({"status": status}, REVISIONS) == Status(7, 6, 5, 4, 3, 2, 1, 2, "")
    assert stored_status({"status": {"updateRevision": "web-c"}}, REVISIONS) == Status()
    assert stored_status({}, REVISIONS) == Status()
