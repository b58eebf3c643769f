"""The bounds of the editor's schema are those of the verdict, tried at and just beyond each of them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator

from stslint.kubernetes.editor_schema.all_kinds import all_kinds_schema
from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import CHECKED_KINDS, check_object
from tests.support.trees import tree

API_VERSIONS = {
    "StatefulSet": "apps/v1",
    "PodDisruptionBudget": "policy/v1",
    "StorageClass": "storage.k8s.io/v1",
}
LARGEST = 2**31 - 1
LONGEST = 2**63 - 1
# What the API server refuses because of other fields, or a bound that the schema does not have.
NOT_IN_THE_SCHEMA: list[tuple[str, Any]] = [
    *(("AWSElasticBlockStoreVolumeSource.partition", value) for value in (-LARGEST - 1, LARGEST)),
    *(("DownwardAPIVolumeFile.mode", value) for value in (-LARGEST - 1, LARGEST)),
    *(("GCEPersistentDiskVolumeSource.partition", value) for value in (-LARGEST - 1, LARGEST)),
    *(("ISCSIPersistentVolumeSource.lun", value) for value in (-LARGEST - 1, LARGEST)),
    *(("ISCSIVolumeSource.lun", value) for value in (-LARGEST - 1, LARGEST)),
    ("ObjectMeta.generation", -LONGEST - 1),
    *(("PodCertificateProjection.maxExpirationSeconds", value) for value in (-LARGEST - 1, LARGEST)),
    *(("PodSpec.activeDeadlineSeconds", value) for value in (-LONGEST - 1, LONGEST)),
    ("Probe.successThreshold", LARGEST),
    ("Probe.terminationGracePeriodSeconds", -LONGEST - 1),
    ("SecurityContext.procMount", "Unmasked"),
    *(("ServiceAccountTokenProjection.expirationSeconds", value) for value in (-LONGEST - 1, LONGEST)),
    *(("ServicePort.nodePort", value) for value in (-LARGEST - 1, LARGEST)),
    ("ServiceSpec.clusterIPs", ["", ""]),
    *(("ServiceSpec.externalTrafficPolicy", value) for value in ("Cluster", "Local")),
    *(("ServiceSpec.healthCheckNodePort", value) for value in (-LARGEST - 1, LARGEST)),
    *(("SleepAction.seconds", value) for value in (-LONGEST - 1, LONGEST)),
    *(("TopologySpreadConstraint.minDomains", value) for value in (1, LARGEST)),
    ("VolumeMount.mountPropagation", "Bidirectional"),
]

Steps = tuple[str | int, ...]


def fields(kind: str, definitions: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Steps]]:
    """Yields each field of each definition that a kind has, with the shortest way to it."""
    seen, waiting = {kind}, deque([(kind, Steps())])
    while waiting:
        name, above = waiting.popleft()
        for key, field in definitions[name].get("properties", {}).items():
            steps = (*above, key)
            yield f"{name}.{key}", field, steps
            for schema, below in ((field, steps), (field.get("items", {}), (*steps, 0))):
                target = definition_of(schema)
                if target and target not in seen:
                    seen.add(target)
                    waiting.append((target, below))


def definition_of(schema: dict[str, Any]) -> str:
    references = [part["$ref"] for part in (schema, *schema.get("allOf", ())) if "$ref" in part]
    return references[0].rpartition("/")[2] if references else ""


def values_at_the_bounds(field: dict[str, Any]) -> Iterator[Any]:
    for keyword, beyond in (("minimum", -1), ("maximum", 1)):
        if keyword in field:
            yield from (field[keyword], field[keyword] + beyond)
    for keyword, beyond in (("minLength", -1), ("maxLength", 1)):
        if keyword in field:
            yield from ("a" * field[keyword], "a" * (field[keyword] + beyond))
    items = field.get("items", {})
    entry = {} if "$ref" in items else items.get("enum", [""])[0]
    for keyword, beyond in (("minItems", -1), ("maxItems", 1)):
        if keyword in field:
            yield from ([entry] * field[keyword], [entry] * (field[keyword] + beyond))
    if "enum" in field:
        yield from ("", *(value for value in field["enum"] if value))


def manifest(kind: str, steps: Steps, value: Any) -> dict[str, Any]:
    for step in reversed(steps):
        value = {step: value} if isinstance(step, str) else [value]
    return {"apiVersion": API_VERSIONS.get(kind, "v1"), "kind": kind, **value}


def path_of(steps: Steps) -> str:
    return "".join(f".{step}" if isinstance(step, str) else f"[{step}]" for step in steps).lstrip(".")


@pytest.mark.parametrize("kind", sorted(CHECKED_KINDS))
def test_the_schema_refuses_a_value_that_the_verdict_refuses_and_no_other(kind: str) -> None:
    schema = all_kinds_schema(NEWEST)
    validator = Draft7Validator(schema)
    for name, field, steps in fields(kind, schema["definitions"]):
        for value in values_at_the_bounds(field):
            made = manifest(kind, steps, value)
            problems = check_object(tree(json.dumps(made)), NEWEST).problems
            refused = any(problem.node.path == path_of(steps) for problem in problems)
            underlined = any(tuple(error.absolute_path) == steps for error in validator.iter_errors(made))
            only_the_verdict = (name, value) in NOT_IN_THE_SCHEMA
            assert (refused, underlined) == (refused, refused and not only_the_verdict), (name, value)
