"""A claim's spec."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.claim import (
    STORAGE_CLASS_ANNOTATION,
    validate_claim_spec,
    warn_of_claim_annotation,
    warn_of_claim_spec,
)
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read

BASE = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}"


def tree(key: str, flow: str) -> Node:
    return read(Source("x.yaml", f"{key}: {{{flow}}}"))[0].root.get(key)


def found(flow: str, minor: int = 37, *, own: bool = False) -> list[tuple[str, str]]:
    problems = validate_claim_spec(tree("spec", flow), minor, own_object=own)
    return [(problem.path, problem.rule) for problem in problems]


@pytest.mark.parametrize(
    "flow",
    [
        BASE,
        "accessModes: [ReadWriteOncePod], resources: {requests: {storage: 1}}",
        "accessModes: [ReadWriteOnce, ReadOnlyMany], resources: {requests: {storage: 100m}}",
        f"{BASE}, storageClassName: '', volumeMode: Block, volumeAttributesClassName: gold",
        f"{BASE}, selector: {{}}, volumeName: Any_thing",
        f"{BASE}, dataSource: {{kind: PersistentVolumeClaim, name: a}}",
        f"{BASE}, dataSourceRef: {{apiGroup: a.b, kind: C, name: d, namespace: e}}",
    ],
)
def test_accepted(flow: str) -> None:
    assert found(flow) == []


@pytest.mark.parametrize(
    ("flow", "field", "rule"),
    [
        ("resources: {requests: {storage: 1Gi}}", "spec.accessModes", "required-field-missing"),
        (
            "accessModes: [], resources: {requests: {storage: 1Gi}}",
            "spec.accessModes",
            "required-field-missing",
        ),
        ("accessModes: [RWO], resources: {requests: {storage: 1Gi}}", "spec.accessModes", "invalid-enum"),
        (
            "accessModes: [ReadWriteOncePod, ReadWriteOnce], resources: {requests: {storage: 1Gi}}",
            "spec.accessModes",
            "claim-spec-invalid",
        ),
        ("accessModes: [ReadWriteOnce]", "spec.resources[storage]", "required-field-missing"),
        (
            "accessModes: [ReadWriteOnce], resources: {requests: {storage: 0}}",
            "spec.resources[storage]",
            "out-of-range",
        ),
        (
            "accessModes: [ReadWriteOnce], resources: {requests: {storage: null}}",
            "spec.resources[storage]",
            "out-of-range",
        ),
        (
            "accessModes: [ReadWriteOnce], resources: {requests: {storage: -1Gi}}",
            "spec.resources[storage]",
            "out-of-range",
        ),
        (f"{BASE}, storageClassName: Fast", "spec.storageClassName", "invalid-name"),
        (f"{BASE}, volumeMode: block", "spec.volumeMode", "invalid-enum"),
        (f"{BASE}, volumeMode: ''", "spec.volumeMode", "invalid-enum"),
        (f"{BASE}, selector: {{matchLabels: {{a: '-'}}}}", "spec.selector.matchLabels", "invalid-label"),
        (f"{BASE}, dataSource: {{kind: Pod, name: a}}", "spec.dataSource", "claim-spec-invalid"),
        (
            f"{BASE}, dataSource: {{kind: PersistentVolumeClaim}}",
            "spec.dataSource.name",
            "required-field-missing",
        ),
        (
            f"{BASE}, dataSourceRef: {{apiGroup: A_b, kind: C, name: d}}",
            "spec.dataSourceRef.apiGroup",
            "invalid-name",
        ),
        (
            f"{BASE}, dataSource: {{kind: PersistentVolumeClaim, name: a}}, "
            "dataSourceRef: {kind: PersistentVolumeClaim, name: b}",
            "spec",
            "forbidden-field",
        ),
        (
            f"{BASE}, dataSource: {{kind: PersistentVolumeClaim, name: a}}, "
            "dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: b}",
            "spec",
            "forbidden-field",
        ),
    ],
)
def test_refused(flow: str, field: str, rule: str) -> None:
    assert found(flow) == [(field, rule)]


def test_a_known_alias_of_an_access_mode_is_fixed() -> None:
    flow = "accessModes: [RWX], resources: {requests: {storage: 1Gi}}"
    (problem,) = validate_claim_spec(tree("spec", flow), 37)
    assert problem.help == "did you mean `ReadWriteMany`?"
    assert problem.fix is not None
    assert problem.fix.safe


@pytest.mark.parametrize(
    ("flow", "minor", "refused"),
    [
        (f"{BASE}, volumeAttributesClassName: Gold", 33, False),
        (f"{BASE}, volumeAttributesClassName: Gold", 34, True),
        ("accessModes: [ReadWriteOncePod], resources: {requests: {storage: 1}}", 26, True),
        (f"{BASE}, dataSource: {{apiGroup: A_b, kind: C, name: d}}", 28, False),
        (f"{BASE}, dataSource: {{apiGroup: A_b, kind: C, name: d}}", 29, True),
    ],
)
def test_versions_differ(flow: str, minor: int, refused: bool) -> None:
    assert bool(found(flow, minor)) is refused


def test_the_sources_of_a_claim_of_its_own_are_sorted_out_first() -> None:
    assert found(f"{BASE}, dataSource: {{kind: Pod, name: a}}", own=True) == []
    assert found(f"{BASE}, dataSourceRef: {{kind: Pod, namespace: b}}", own=True) == []
    fields = [path for path, _ in found(f"{BASE}, dataSource: {{kind: PersistentVolumeClaim}}", own=True)]
    assert fields == ["spec.dataSource.name", "spec.dataSourceRef.name"]


@pytest.mark.parametrize(
    ("kind", "advice"), [("VolumeSnapshot", "set `apiGroup: snapshot.storage.k8s.io`"), ("Pod", "")]
)
def test_a_snapshot_without_its_group_gets_the_group(kind: str, advice: str) -> None:
    flow = f"{BASE}, dataSource: {{kind: {kind}, name: a}}"
    (problem,) = validate_claim_spec(tree("spec", flow), 37)
    assert problem.help == advice


def test_fractions_of_a_byte_are_warned_of() -> None:
    flow = "resources: {requests: {storage: 100m}, limits: {storage: 1Gi}}"
    (problem,) = warn_of_claim_spec(tree("spec", flow), field="spec.volumeClaimTemplates[0]")
    assert problem.path == "spec.volumeClaimTemplates[0].resources.requests[storage]"
    assert problem.severity == "warning"


def test_the_old_annotation_is_warned_of() -> None:
    metadata = tree("metadata", f"annotations: {{{STORAGE_CLASS_ANNOTATION}: fast}}")
    (problem,) = warn_of_claim_annotation(metadata)
    assert problem.path == f"metadata.annotations[{STORAGE_CLASS_ANNOTATION}]"
    assert not list(warn_of_claim_annotation(tree("metadata", "name: a")))
