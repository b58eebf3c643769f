"""Environment variables: names, sources, and whole collections."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation import environment
from tests.support.trees import shown, tree

VOLUMES = {"tmp": "emptyDir", "config": "configMap"}


def faults(variable: str, minor: int = 37) -> list[tuple[str, str]]:
    node = tree(f"env: [{{{variable}}}]").get("env")
    found = shown(environment.validate_environment(node, minor, VOLUMES))
    return [(path.removeprefix("env[0].").removeprefix("valueFrom."), rule) for path, rule in found]


def faults_from(source: str, minor: int = 37) -> list[tuple[str, str]]:
    node = tree(f"envFrom: [{source}]").get("envFrom")
    return shown(environment.validate_environment_from(node, minor))


@pytest.mark.parametrize(
    "variable",
    [
        "name: A",
        "name: A, value: ''",
        "name: A, value: null, valueFrom: {secretKeyRef: {name: a.b, key: x.y_z}}",
        "name: A, value: '', valueFrom: {configMapKeyRef: {name: a, key: b, optional: true}}",
        "name: A, valueFrom: {fieldRef: {fieldPath: metadata.name, apiVersion: v1}}",
        "name: A, valueFrom: {fieldRef: {fieldPath: spec.host, apiVersion: ''}}",
        "name: A, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['a.b/C']\"}}",
        "name: A, valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['A.B/C']\"}}",
        "name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1000m}}",
        "name: A, valueFrom: {resourceFieldRef: {resource: requests.memory, divisor: 1Mi}}",
        "name: A, valueFrom: {resourceFieldRef: {resource: requests.hugepages-2Mi, divisor: 0}}",
        "name: A, valueFrom: {fileKeyRef: {volumeName: tmp, path: a/b, key: K}}",
    ],
)
def test_variables_accepted(variable: str) -> None:
    assert not faults(variable)


@pytest.mark.parametrize(
    ("variable", "field", "rule"),
    [
        ("value: x", "name", "required-field-missing"),
        ("name: ''", "name", "required-field-missing"),
        ("name: A=B", "name", "invalid-name"),
        ("name: A, valueFrom: {}", "valueFrom", "required-field-missing"),
        ("name: A, valueFrom: {fieldRef: null}", "valueFrom", "required-field-missing"),
        (
            "name: A, value: x, valueFrom: {fieldRef: {fieldPath: metadata.uid}}",
            "valueFrom",
            "forbidden-field",
        ),
        (
            "name: A, valueFrom: {fieldRef: {fieldPath: metadata.uid}, secretKeyRef: {name: a, key: b}}",
            "valueFrom",
            "forbidden-field",
        ),
        ("name: A, valueFrom: {fieldRef: {}}", "fieldRef.fieldPath", "required-field-missing"),
        ("name: A, valueFrom: {fieldRef: {fieldPath: status.phase}}", "fieldRef.fieldPath", "invalid-enum"),
        (
            "name: A, valueFrom: {fieldRef: {fieldPath: metadata.labels}}",
            "fieldRef.fieldPath",
            "invalid-enum",
        ),
        (
            "name: A, valueFrom: {fieldRef: {fieldPath: metadata.uid, apiVersion: v2}}",
            "fieldRef.fieldPath",
            "invalid-enum",
        ),
        (
            "name: A, valueFrom: {fieldRef: {fieldPath: \"spec.nodeName['x']\"}}",
            "fieldRef.fieldPath",
            "invalid-format",
        ),
        (
            "name: A, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['a b']\"}}",
            "fieldRef",
            "invalid-label",
        ),
        ("name: A, valueFrom: {resourceFieldRef: {}}", "resourceFieldRef.resource", "required-field-missing"),
        (
            "name: A, valueFrom: {resourceFieldRef: {resource: limits.foo, divisor: 7}}",
            "resourceFieldRef.resource",
            "invalid-enum",
        ),
        (
            "name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1Mi}}",
            "resourceFieldRef.divisor",
            "invalid-enum",
        ),
        (
            "name: A, valueFrom: {resourceFieldRef: {resource: limits.hugepages-1Gi, divisor: 1024}}",
            "resourceFieldRef.divisor",
            "invalid-enum",
        ),
        ("name: A, valueFrom: {secretKeyRef: {key: b}}", "secretKeyRef.name", "required-field-missing"),
        ("name: A, valueFrom: {secretKeyRef: {name: B_, key: b}}", "secretKeyRef.name", "invalid-name"),
        ("name: A, valueFrom: {configMapKeyRef: {name: b}}", "configMapKeyRef.key", "required-field-missing"),
        ("name: A, valueFrom: {configMapKeyRef: {name: b, key: a b}}", "configMapKeyRef.key", "invalid-name"),
        (
            "name: A, valueFrom: {fileKeyRef: {volumeName: none, path: a, key: b}}",
            "fileKeyRef.volumeName",
            "mount-without-volume",
        ),
        (
            "name: A, valueFrom: {fileKeyRef: {volumeName: config, path: a, key: b}}",
            "fileKeyRef.volumeName",
            "invalid-enum",
        ),
        (
            "name: A, valueFrom: {fileKeyRef: {volumeName: tmp, path: a/../b, key: b}}",
            "fileKeyRef.path",
            "invalid-format",
        ),
        (
            "name: A, valueFrom: {fileKeyRef: {volumeName: tmp, key: b}}",
            "fileKeyRef.path",
            "required-field-missing",
        ),
    ],
)
def test_variables_refused(variable: str, field: str, rule: str) -> None:
    assert faults(variable) == [(field, rule)]


@pytest.mark.parametrize("name", ["1A", "A B", "é"])
def test_names_were_strict_once(name: str) -> None:
    assert faults(f"name: {name}", minor=31) == [("name", "invalid-name")]


def test_names_are_any_printable_ascii_now() -> None:
    assert not faults("name: 1A B:c", minor=32)
    assert faults("name: é", minor=32)


def test_a_key_of_a_file_is_dropped_unread_at_first() -> None:
    variable = "name: A, valueFrom: {fileKeyRef: {volumeName: none}}"
    assert faults(variable, minor=34) == [("valueFrom", "required-field-missing")]


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("metadata.labels['a']", ("metadata.labels", "a")),
        ("metadata.labels['']", ("metadata.labels", "")),
        ("metadata.labels['a']['b']", ("metadata.labels", "a']['b")),
        ("metadata.labels[a]", ("metadata.labels[a]", None)),
        ("metadata.labels[']", ("metadata.labels[']", None)),
        ("['a']", ("['a']", None)),
    ],
)
def test_subscripts(path: str, parts: tuple[str, str | None]) -> None:
    assert environment.split_subscript(path) == parts


@pytest.mark.parametrize(
    "source",
    [
        "{configMapRef: {name: a}}",
        "{secretRef: {name: a.b}, prefix: ''}",
        "{secretRef: {name: a}, prefix: A_}",
    ],
)
def test_collections_accepted(source: str) -> None:
    assert not faults_from(source)


@pytest.mark.parametrize(
    ("source", "field", "rule"),
    [
        ("{}", "envFrom", "required-field-missing"),
        ("null", "envFrom", "required-field-missing"),
        ("{prefix: A_}", "envFrom", "required-field-missing"),
        ("{configMapRef: {name: a}, secretRef: {name: b}}", "envFrom", "forbidden-field"),
        ("{configMapRef: {}}", "envFrom[0].configMapRef.name", "required-field-missing"),
        ("{secretRef: {name: B_}}", "envFrom[0].secretRef.name", "invalid-name"),
        ("{secretRef: {name: b}, prefix: '='}", "envFrom[0].prefix", "invalid-name"),
    ],
)
def test_collections_refused(source: str, field: str, rule: str) -> None:
    assert faults_from(source) == [(field, rule)]


def test_a_second_source_is_named_with_the_first() -> None:
    both = tree("envFrom: [{secretRef: {name: b}, configMapRef: {name: a}}]").get("envFrom")
    (problem,) = environment.validate_environment_from(both, 37)
    assert problem.message == "`secretRef` cannot be combined with `configMapRef`"
    sources = "secretKeyRef: {name: a, key: b}, fieldRef: {fieldPath: metadata.name}"
    variable = tree(f"env: [{{name: A, valueFrom: {{{sources}}}}}]").get("env")
    (problem,) = environment.validate_environment(variable, 37, VOLUMES)
    assert problem.message == "`secretKeyRef` cannot be combined with `fieldRef`"
