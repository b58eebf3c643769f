"""Metadata as the API server sees it on a create, and on an update."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.object_meta import validate_object_meta, validate_object_meta_update
from stslint.kubernetes.values import names
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read

OWNER = "apiVersion: v1, kind: ConfigMap, name: a, uid: u"


def metadata(flow: str) -> Node:
    return read(Source("x.yaml", f"metadata: {{{flow}}}"))[0].root.get("metadata")


def found(flow: str, minor: int = 37) -> list[tuple[str, str]]:
    return [(p.path, p.rule) for p in validate_object_meta(metadata(flow), minor=minor)]


@pytest.mark.parametrize(
    "flow",
    [
        "name: web",
        "name: '9'",
        f"name: {'a' * 63}",
        "generateName: web-",
        f"generateName: {'a' * 63}",
        "name: web, namespace: prod, labels: {a: b, c: ''}, annotations: {A/B: 'any thing'}",
        "name: web, finalizers: [kubernetes, example.com/x]",
        f"name: web, ownerReferences: [{{{OWNER}, controller: true}}, {{{OWNER}}}]",
        "name: web, managedFields: [{operation: Apply, fieldsType: FieldsV1}]",
        "name: web, resourceVersion: ''",
        "name: web, resourceVersion: '0'",
        f"name: web, resourceVersion: '{2**64}'",
        f"name: web, resourceVersion: '{'9' * 5000}'",
        "name: web, generation: -1",
    ],
)
def test_accepted(flow: str) -> None:
    assert found(flow) == []


@pytest.mark.parametrize(
    ("flow", "field", "rule"),
    [
        ("labels: {a: b}", "metadata.name", "required-field-missing"),
        ("name: Web", "metadata.name", "invalid-name"),
        ("name: a.b", "metadata.name", "invalid-name"),
        (f"name: {'a' * 64}", "metadata.name", "invalid-name"),
        ("name: web, generateName: X_", "metadata.generateName", "invalid-name"),
        (f"generateName: {'a' * 64}", "metadata.generateName", "invalid-name"),
        ("name: web, generateName: _b-", "metadata.generateName", "invalid-name"),
        ("name: web, generateName: '-'", "metadata.generateName", "invalid-name"),
        ("name: web, namespace: Prod", "metadata.namespace", "invalid-name"),
        ("name: web, labels: {'a b': c}", "metadata.labels", "invalid-label"),
        ("name: web, labels: {a: '-'}", "metadata.labels", "invalid-label"),
        ("name: web, annotations: {'a b': c}", "metadata.annotations", "invalid-label"),
        (f"name: web, annotations: {{a: {'x' * 262144}}}", "metadata.annotations", "too-long"),
        ("name: web, finalizers: [foo]", "metadata.finalizers[0]", "invalid-name"),
        ("name: web, finalizers: [orphan, foregroundDeletion]", "metadata.finalizers", "forbidden-field"),
        ("name: web, finalizers: [a/b/c]", "metadata.finalizers", "invalid-name"),
        ("name: web, resourceVersion: '5'", "metadata.resourceVersion", "forbidden-field"),
        (f"name: web, resourceVersion: '{2**64 - 1}'", "metadata.resourceVersion", "forbidden-field"),
        ("name: web, managedFields: [{}]", "metadata.managedFields[0].operation", "required-field-missing"),
        (
            "name: web, managedFields: [{operation: apply}]",
            "metadata.managedFields[0].operation",
            "invalid-enum",
        ),
        (
            f"name: web, managedFields: [{{operation: Apply, manager: {'x' * 129}}}]",
            "metadata.managedFields[0].manager",
            "too-long",
        ),
    ],
)
def test_refused(flow: str, field: str, rule: str) -> None:
    assert found(flow) == [(field, rule)]


def test_a_bad_prefix_spoils_the_generated_name_too() -> None:
    assert [path for path, _ in found("generateName: X_")] == ["metadata.generateName", "metadata.name"]


def test_a_prefix_is_checked_without_its_last_dash_and_what_is_before_it() -> None:
    assert found("name: web, generateName: w_-") == []
    assert found("name: web, generateName: '--'") == []
    assert found("generateName: w_-") == [("metadata.name", "invalid-name")]


@pytest.mark.parametrize(
    ("owner", "key"),
    [
        ("kind: ConfigMap, name: a, uid: u", "apiVersion"),
        ("apiVersion: a/b/c, kind: ConfigMap, name: a, uid: u", "apiVersion"),
        ("apiVersion: v1, name: a, uid: u", "kind"),
        ("apiVersion: v1, kind: ConfigMap, uid: u", "name"),
        ("apiVersion: v1, kind: ConfigMap, name: a", "uid"),
    ],
)
def test_owners_are_named_in_full(owner: str, key: str) -> None:
    flow = f"name: web, ownerReferences: [{{{owner}}}]"
    assert [path for path, _ in found(flow)] == [f"metadata.ownerReferences[0].{key}"]
    assert [path for path, _ in found(flow, 36)] == [f"metadata.ownerReferences.{key}"]


def test_one_owner_controls() -> None:
    flow = f"name: web, ownerReferences: [{{{OWNER}, controller: true}}, {{{OWNER}, controller: true}}]"
    assert found(flow) == [("metadata.ownerReferences", "duplicate-entry")]


def test_an_event_owns_nothing() -> None:
    flow = "name: web, ownerReferences: [{apiVersion: v1, kind: Event, name: a, uid: u}]"
    assert found(flow) == [("metadata.ownerReferences[0]", "forbidden-field")]


def test_kinds_choose_the_form_of_their_names() -> None:
    assert not list(validate_object_meta(metadata("name: a.b"), names.dns_subdomain))


def test_generation_counts_where_it_is_kept() -> None:
    (problem,) = validate_object_meta(metadata("name: web, generation: -1"), generation_kept=True)
    assert problem.path == "metadata.generation"


@pytest.mark.parametrize(
    ("flow", "minor", "fields"),
    [
        ("name: Web_", 37, []),
        ("labels: {a: '-'}", 37, ["metadata.labels"]),
        ("finalizers: [a/b/c]", 36, ["metadata.finalizers"]),
        ("finalizers: [a/b/c]", 37, ["metadata.finalizers"]),
        ("finalizers: [foo]", 36, ["metadata.finalizers[0]"]),
    ],
)
def test_updates_ask_less(flow: str, minor: int, fields: list[str]) -> None:
    assert [p.path for p in validate_object_meta_update(metadata(flow), minor)] == fields
