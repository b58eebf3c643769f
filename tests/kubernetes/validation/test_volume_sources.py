"""Volume sources on the node and in the API."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.volumes import validate_volumes
from stslint.model import Source
from stslint.sources.yaml.recovery import read

CLAIM = "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}"


def faults(source: str, minor: int = 37) -> list[str]:
    root = read(Source("x.yaml", f"volumes: [{{name: v, {source}}}]"))[0].root
    problems, _ = validate_volumes(root.get("volumes"), minor)
    return [problem.path.removeprefix("volumes[0].") for problem in problems]


@pytest.mark.parametrize(
    "source",
    [
        "emptyDir: {sizeLimit: 1Gi, medium: Memory}",
        "hostPath: {path: /a..b}",
        "hostPath: {path: /a, type: ''}",
        "hostPath: {path: /a, type: Socket}",
        "gitRepo: {repository: x, directory: a/b}",
        "secret: {secretName: Any_Name, defaultMode: 0777}",
        "secret: {secretName: s, items: [{key: k, path: a/b, mode: 0}]}",
        "configMap: {name: c, items: [{key: k, path: a..}], optional: true}",
        "persistentVolumeClaim: {claimName: Any_Name}",
        "csi: {driver: Example.com, nodePublishSecretRef: {name: s}}",
        f"ephemeral: {{volumeClaimTemplate: {{{CLAIM}}}}}",
        f"ephemeral: {{volumeClaimTemplate: {{metadata: {{name: '', labels: {{a: b}}}}, {CLAIM}}}}}",
        "image: {reference: x, pullPolicy: ''}",
    ],
)
def test_accepts(source: str) -> None:
    assert faults(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("emptyDir: {sizeLimit: -1m}", ["emptyDir.sizeLimit"]),
        ("hostPath: {type: Nothing}", ["hostPath.path"]),
        ("hostPath: {path: /a/../b, type: Dir}", ["hostPath.path", "hostPath.type"]),
        ("gitRepo: {directory: /x}", ["gitRepo.repository", "gitRepo.directory"]),
        ("secret: {secretName: s, defaultMode: 512}", ["secret.defaultMode"]),
        ("secret: {secretName: s, defaultMode: -1}", ["secret.defaultMode"]),
        ("secret: {secretName: s, items: [{}]}", ["secret.items[0].key", "secret.items[0].path"]),
        ("secret: {secretName: s, items: [{key: k, path: /p}]}", ["secret.items[0].path"]),
        ("secret: {secretName: s, items: [{key: k, path: a/../b}]}", ["secret.items[0].path"]),
        ("configMap: {name: c, items: [{key: k, path: ..p}]}", ["configMap.items[0].path"]),
        (
            "configMap: {name: '', items: [{key: k, path: p, mode: 777}]}",
            ["configMap.name", "configMap.items[0].mode"],
        ),
        ("persistentVolumeClaim: {}", ["persistentVolumeClaim.claimName"]),
        ("csi: {}", ["csi.driver"]),
        (f"csi: {{driver: {'a' * 64}}}", ["csi.driver"]),
        ("csi: {driver: a_b}", ["csi.driver"]),
        ("csi: {driver: a, nodePublishSecretRef: {}}", ["csi.nodePublishSecretRef.name"]),
        ("csi: {driver: a, nodePublishSecretRef: {name: A_}}", ["csi.name"]),
        ("ephemeral: {}", ["ephemeral.volumeClaimTemplate"]),
        ("image: {reference: x, pullPolicy: always}", ["image.pullPolicy"]),
    ],
)
def test_refuses(source: str, expected: list[str]) -> None:
    assert faults(source) == expected


def test_an_ephemeral_claim_has_labels_and_annotations_only() -> None:
    metadata = "{name: x, uid: u, ownerReferences: [], generation: 0, labels: {a b: c}, annotations: {-: x}}"
    path = "ephemeral.volumeClaimTemplate.metadata"
    assert faults(f"ephemeral: {{volumeClaimTemplate: {{metadata: {metadata}, {CLAIM}}}}}") == [
        f"{path}.labels",
        f"{path}.annotations",
        f"{path}.name",
        f"{path}.uID",
        f"{path}.ownerReferences",
    ]


def test_an_image_needs_a_reference_from_1_37_on() -> None:
    assert faults("image: {}", 37) == ["image.reference"]
    assert faults("image: {}", 36) == []


def test_a_mistyped_type_has_a_suggestion() -> None:
    root = read(Source("x.yaml", "volumes: [{name: v, hostPath: {path: /a, type: directory}}]"))[0].root
    problems, _ = validate_volumes(root.get("volumes"), 37)
    assert problems[0].help == "did you mean `Directory`?"
