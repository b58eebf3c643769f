"""A PersistentVolume: its source, its policy, and the versions in which that changed."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.persistent_volume import (
    RECYCLE_MINOR,
    validate_persistent_volume,
    warn_of_persistent_volume,
)
from stslint.kubernetes.validation.persistent_volume_source import NEVER_TOO_MANY, REFUSED_AS, SOURCES
from stslint.model import Node
from tests.support.trees import shown, tree

BASE = "accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}"
POLICY = ["spec.persistentVolumeReclaimPolicy"]
CSI = "driver: a.b, volumeHandle: c"


def volume(spec: str) -> Node:
    return tree(f"kind: PersistentVolume\nmetadata: {{name: pv}}\nspec: {{{BASE}, {spec}}}")


def faults(spec: str, minor: int = 37) -> list[tuple[str, str]]:
    return [
        (path.removeprefix("spec."), rule)
        for path, rule in shown(validate_persistent_volume(volume(spec), minor))
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("hostPath: {path: /data}, persistentVolumeReclaimPolicy: Recycle", []),
        ("hostPath: {path: /}, persistentVolumeReclaimPolicy: Retain", []),
        ("hostPath: {path: /}", []),
        ("nfs: {server: a, path: /}, persistentVolumeReclaimPolicy: Recycle", []),
        *(
            (
                f"hostPath: {{path: {path}}}, persistentVolumeReclaimPolicy: Recycle",
                [("persistentVolumeReclaimPolicy", "forbidden-field")],
            )
            for path in ("/", "//", "/.")
        ),
        ("hostPath: {path: /a, type: Other}", [("hostPath.type", "invalid-enum")]),
        (
            "hostPath: {path: /a}, persistentVolumeReclaimPolicy: Keep",
            [("persistentVolumeReclaimPolicy", "invalid-enum")],
        ),
        ("", [("spec", "required-field-missing")]),
        *(
            (
                f"hostPath: {{path: /}}, {key}: {{}}",
                [(REFUSED_AS.get(key, f"spec.{key}")[5:], "forbidden-field")],
            )
            for key in SOURCES
            if key not in ("hostPath", NEVER_TOO_MANY)
        ),
        ("hostPath: {path: /}, flexVolume: {driver: a/b}", []),
        ("nfs: {server: a, path: /}, hostPath: {path: /}", [("nfs", "forbidden-field")]),
        (f"csi: {{{CSI}}}", []),
        (
            f"csi: {{{CSI}, nodeExpandSecretRef: {{}}}}",
            [
                ("csi.nodeExpandSecretRef.name", "required-field-missing"),
                ("csi.nodeExpandSecretRef.namespace", "required-field-missing"),
            ],
        ),
    ],
)
def test_one_source_and_a_policy_that_it_can_have(spec: str, expected: list[tuple[str, str]]) -> None:
    assert faults(spec) == expected


@pytest.mark.parametrize(
    ("spec", "minor", "refused"),
    [
        (f"csi: {{{CSI}, nodePublishSecretRef: {{name: {'a' * 64}, namespace: b}}}}", 26, True),
        (f"csi: {{{CSI}, nodePublishSecretRef: {{name: {'a' * 64}, namespace: b}}}}", 27, False),
        (f"csi: {{{CSI}, nodeExpandSecretRef: {{}}}}", 26, False),
        (f"csi: {{{CSI}, nodeExpandSecretRef: {{}}}}", 27, True),
        (f"csi: {{{CSI}, controllerPublishSecretRef: {{}}}}", 26, True),
    ],
)
def test_versions_differ(spec: str, minor: int, refused: bool) -> None:
    assert bool(faults(spec, minor)) is refused


@pytest.mark.parametrize(
    ("spec", "minor", "expected"),
    [
        ("nfs: {server: a, path: /}, persistentVolumeReclaimPolicy: Retain", 37, []),
        *(
            ("nfs: {server: a, path: /}, persistentVolumeReclaimPolicy: Recycle", minor, expected)
            for minor, expected in ((RECYCLE_MINOR - 1, []), (RECYCLE_MINOR, POLICY), (37, POLICY))
        ),
        ("glusterfs: {endpoints: a, path: b}", 27, []),
        ("glusterfs: {endpoints: a, path: b}", 28, ["spec.glusterfs"]),
    ],
)
def test_a_deprecated_policy_or_source_causes_a_warning(spec: str, minor: int, expected: list[str]) -> None:
    assert [each.path for each in warn_of_persistent_volume(volume(spec), minor)] == expected
