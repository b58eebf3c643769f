"""The verdict on a manifest that is applied over the one before."""

from __future__ import annotations

import pytest

from stslint.kubernetes.update.check import validate_update
from stslint.kubernetes.update.claim_changes import CLAIM_SET, METADATA, SIZE
from stslint.model import Problem
from tests.support.trees import tree as root

SET = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, META}
spec:
  selector: {matchLabels: {app: web}}
  serviceName: web
  template:
    metadata: {labels: {app: web, more: x}}
    spec:
      containers: [{name: web, image: nginx, CONTAINER}]
      volumes: [{name: tmp, emptyDir: {}}VOLUMES]
  volumeClaimTemplates:
  - metadata: {name: data, INNER}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: SIZE}}, CLAIM}
  MORE
"""
CLAIM_RULES = {CLAIM_SET, METADATA, SIZE}
PARTS = ("META", "CONTAINER", "VOLUMES", "INNER", "SIZE", "CLAIM", "MORE")


def manifest(changed: tuple[str, str] = ("", ""), **parts: str) -> str:
    text = SET
    for key in PARTS:
        text = text.replace(key, parts.get(key.lower(), "1Gi" if key == "SIZE" else ""))
    return text.replace(*changed) if changed[0] else text


def answer(old: str, new: str, minor: int = 37) -> list[Problem]:
    tree = root(new)
    problems = validate_update(root(old), tree, minor)
    assert all(problem.node.root is tree for problem in problems)
    return problems


def fields(old: str, new: str, minor: int = 37) -> list[str]:
    return [problem.path for problem in answer(old, new, minor)]


BASE = manifest()


@pytest.mark.parametrize(
    "new",
    [
        BASE,
        manifest(size="1024Mi"),
        manifest(size="1073741824"),
        manifest(inner="labels: {}"),
        manifest(inner="creationTimestamp: null"),
        manifest(claim="volumeMode: Filesystem"),
        manifest(claim="storageClassName: null, volumeName: ''"),
        manifest(("- metadata", "- kind: PersistentVolumeClaim\n    metadata")),
        manifest(more="podManagementPolicy: OrderedReady"),
        manifest(more="revisionHistoryLimit: 3"),
        manifest(more="replicas: 7\n  minReadySeconds: 5\n  ordinals: {start: 2}"),
        manifest(("image: nginx", "image: redis")),
        manifest(("more: x", "more: z")),
    ],
)
def test_accepted(new: str) -> None:
    assert fields(BASE, new) == []


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (manifest(("matchLabels: {app: web}", "matchLabels: {app: web, more: x}")), "selector"),
        (manifest(("serviceName: web", "serviceName: other")), "serviceName"),
        (manifest(("serviceName: web\n", "replicas: 1\n")), "serviceName"),
        (manifest(more="podManagementPolicy: Parallel"), "podManagementPolicy"),
        (manifest(size="2Gi"), "volumeClaimTemplates"),
        (manifest(claim="storageClassName: ''"), "volumeClaimTemplates"),
        (manifest(claim="volumeMode: Block"), "volumeClaimTemplates"),
        (manifest(claim="selector: {}"), "volumeClaimTemplates"),
        (manifest(inner="labels: {a: b}"), "volumeClaimTemplates"),
        (manifest(("name: data", "name: store")), "volumeClaimTemplates"),
        (manifest(("\n  - metadata: {name: data", "\n  - metadata: {name: data2")), "volumeClaimTemplates"),
    ],
)
def test_what_cannot_change(new: str, field: str) -> None:
    (problem,) = answer(BASE, new)
    assert problem.path == f"spec.{field}"
    assert problem.rule in {"immutable-field-changed", *CLAIM_RULES}
    assert "--cascade=orphan" in problem.help
    assert fields(BASE, new, 36) == ["spec"]


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (manifest(more="podManagementPolicy: Parallel"), BASE, "cannot be removed once"),
        (BASE, manifest(more="podManagementPolicy: Parallel"), "cannot be added once"),
        (
            manifest(more="podManagementPolicy: Parallel"),
            manifest(more="podManagementPolicy: OrderedReady"),
            "cannot be changed from `Parallel` to `OrderedReady`",
        ),
        (
            BASE,
            manifest(("matchLabels: {app: web}", "matchLabels: {app: web, more: x}")),
            "`selector` cannot be changed once",
        ),
    ],
)
def test_a_frozen_field_is_added_changed_or_removed(before: str, after: str, what: str) -> None:
    (problem,) = answer(before, after)
    assert what in problem.message


def test_the_history_limit_may_change_from_1_33() -> None:
    new = manifest(more="revisionHistoryLimit: 3")
    assert fields(BASE, new, 33) == []
    assert fields(BASE, new, 32) == ["spec"]
    assert fields(BASE, manifest(more="revisionHistoryLimit: 10"), 32) == []


def test_a_resize_says_what_to_do() -> None:
    (problem,) = answer(BASE, manifest(size="2Gi"))
    assert problem.node.text == "2Gi"
    assert "`1Gi` to `2Gi`" in problem.message
    assert "kubectl patch pvc" in problem.help
    assert problem.related[0].node.text == "1Gi"


def test_on_delete_keeps_a_rolling_update_that_was_filled_in() -> None:
    on_delete = manifest(more="updateStrategy: {type: OnDelete}")
    (problem,) = answer(BASE, on_delete)
    assert problem.path == "spec.updateStrategy.rollingUpdate"
    assert "rollingUpdate: null" in problem.help
    assert fields(manifest(more="updateStrategy: {type: RollingUpdate}"), on_delete) == []
    written = manifest(more="updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}")
    assert fields(written, on_delete) == []
    assert fields(BASE, manifest(more="updateStrategy: {type: OnDelete, rollingUpdate: null}")) == []


def test_elements_of_one_key_merge() -> None:
    twice = manifest(volumes=", {name: tmp, emptyDir: {}}")
    assert fields(BASE, twice) == []


def test_an_element_without_its_key_cannot_be_merged() -> None:
    new = BASE.replace("{name: web, image: nginx, }", "{image: nginx}")
    assert fields(BASE, new) == ["spec.template.spec.containers[0].name"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("4294967299", 3), ("1e20", 0), ("2147483648", -2147483648), ("99999999999999999999", 0)],
)
def test_integers_wrap_on_apply(text: str, number: int) -> None:
    problems = answer(BASE, manifest(more=f"replicas: {text}"))
    assert problems[0].rule == "integer-wraps-on-apply"
    assert f"`{number}`" in problems[0].message
    assert [problem.path for problem in problems[1:]] == (["spec.replicas"] if number < 0 else [])


def test_other_identities_are_creates() -> None:
    other = BASE.replace("{name: web, }", "{name: other}").replace("serviceName: web", "serviceName: a.b")
    assert fields(BASE, other) == ["spec.serviceName"]
    moved = manifest(meta="namespace: prod", size="2Gi")
    assert fields(BASE, moved) == []
    assert fields(BASE, manifest(meta="namespace: default")) == []


def test_the_update_is_validated_too() -> None:
    assert fields(BASE, manifest(more="replicas: -1")) == ["spec.replicas"]
    assert fields(BASE, manifest(meta="labels: {a: '-'}")) == ["metadata.labels"]


def test_warnings_of_an_update() -> None:
    (problem,) = answer(BASE, manifest(more="revisionHistoryLimit: -1"))
    assert problem.severity == "warning"
    (problem,) = answer(manifest(size="100m"), manifest(size="100m"))
    assert problem.path == "spec.volumeClaimTemplates[0].Spec.resources.requests[storage]"


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]ADDRESS}\n"


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ("", "", False),
        (", clusterIP: None", ", clusterIP: None", False),
        (", clusterIP: None", "", False),
        (", clusterIP: None", ", clusterIP: 10.0.0.1", True),
        ("", ", clusterIP: None", True),
        ("", ", clusterIP: 10.0.0.1", True),
    ],
)
def test_the_address_of_a_service_stays(before: str, after: str, refused: bool) -> None:
    found = fields(SERVICE.replace("ADDRESS", before), SERVICE.replace("ADDRESS", after))
    assert found == (["spec.clusterIPs[0]"] if refused else [])


CLAIM = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data-web-0}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}MORE}
"""


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("2Gi", "2048Mi"), []),
        (("2Gi", "3Gi"), []),
        (("2Gi", "1Gi"), ["spec.resources.requests.storage"]),
        (("ReadWriteOnce", "ReadWriteMany"), ["spec"]),
        (("MORE", ", storageClassName: fast"), []),
        (("MORE", ", volumeAttributesClassName: gold"), []),
        (("MORE", ", volumeMode: Block"), ["spec", "volumeMode"]),
    ],
)
def test_a_claim_only_grows(change: tuple[str, str], found: list[str]) -> None:
    assert fields(CLAIM.replace("MORE", ""), CLAIM.replace(*change).replace("MORE", "")) == found


@pytest.mark.parametrize("new", ["[{name: ''}]", "[{name: a}]", "[]"])
def test_an_element_that_is_stored_without_its_key_fails_every_apply(new: str) -> None:
    old, written = (
        ("volumes:", f"imagePullSecrets: {text}\n      volumes:") for text in ("[{name: ''}]", new)
    )
    [problem] = answer(manifest(old), manifest(written))
    assert problem.path == "spec.template.spec.imagePullSecrets"
    assert answer(manifest(old), manifest()) == []


def test_claims_of_devices_in_a_claim_template_cannot_change() -> None:
    with_devices = ("{storage: 1Gi}}", "{storage: 1Gi}, claims: [{name: gpu}]}")
    assert [problem.rule for problem in answer(manifest(), manifest(with_devices), 28)]
    assert answer(manifest(with_devices), manifest(with_devices), 28) == []
