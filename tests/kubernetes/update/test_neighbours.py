"""Updates of the objects around a StatefulSet; the answers are those of the API server's code for 1.37."""

from __future__ import annotations

import pytest

from tests.verdict.compare import our_answer

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n"
CLASS = "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\n"
VOLUME = (
    "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a}\n"
    "spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, "
)
CLAIM = (
    "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\n"
    "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}"
)
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]"
ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n"
BUDGET = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {selector: {}"


def refused(old: str, new: str, version: str = "1.37") -> list[str]:
    """Returns the fields that the API server refuses of an update; that old and new exist is not asked."""
    return list(our_answer({"old": old, "new": new}, version).fields or ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("data: {x: w}\n", "data: {x: z}\n", []),
        ("data: {x: w}\nimmutable: true\n", "data: {x: w}\nimmutable: true\n", []),
        ("data: {x: w}\nimmutable: true\n", "data: {x: z}\nimmutable: true\n", ["data"]),
        ("data: {x: w}\nimmutable: true\n", "data: {x: w}\n", ["immutable"]),
        ("data: {x: w}\nimmutable: true\n", "immutable: false\n", ["data", "immutable"]),
        (
            "binaryData: {x: YQ==}\nimmutable: true\n",
            "binaryData: {x: Yg==}\nimmutable: true\n",
            ["binaryData"],
        ),
        ("immutable: true\n", "data: {}\nimmutable: true\n", ["data"]),
    ],
)
def test_config_map(old: str, new: str, expected: list[str]) -> None:
    assert refused(CONFIG + old, CONFIG + new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "type: Opaque\n", []),
        ("type: Opaque\n", "", []),
        ("type: a/b\n", "type: a/c\n", ["type"]),
        ("type: a/b\n", "", ["type"]),
        ("stringData: {x: a}\nimmutable: true\n", "data: {x: YQ==}\nimmutable: true\n", []),
        ("stringData: {x: a}\nimmutable: true\n", "immutable: true\n", []),
        ("stringData: {x: a}\nimmutable: true\n", "stringData: {x: b}\nimmutable: true\n", ["data"]),
        ("data: {x: YQ==}\nimmutable: true\n", "immutable: true\n", ["data"]),
        ("immutable: true\n", "", ["immutable"]),
    ],
)
def test_secret(old: str, new: str, expected: list[str]) -> None:
    assert refused(SECRET + old, SECRET + new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("provisioner: a/b\n", "provisioner: a/b\nreclaimPolicy: Delete\nvolumeBindingMode: Immediate\n", []),
        ("provisioner: a/b\n", "provisioner: a/c\n", ["provisioner"]),
        ("provisioner: a/b\n", "provisioner: a/b\nreclaimPolicy: Retain\n", ["reclaimPolicy"]),
        (
            "provisioner: a/b\n",
            "provisioner: a/b\nvolumeBindingMode: WaitForFirstConsumer\n",
            ["volumeBindingMode"],
        ),
        ("provisioner: a/b\n", "provisioner: a/b\nparameters: {x: w}\n", ["parameters"]),
        ("provisioner: a/b\nparameters: {}\n", "provisioner: a/b\nallowVolumeExpansion: true\n", []),
    ],
)
def test_storage_class(old: str, new: str, expected: list[str]) -> None:
    assert refused(CLASS + old, CLASS + new) == expected


CSI = "csi: {driver: a, volumeHandle: b"
TERM = "{matchExpressions: [{key: KEY, operator: In, values: [x]}]}"
AFFINITY = f", nodeAffinity: {{required: {{nodeSelectorTerms: [{TERM}]}}}}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("nfs: {server: a, path: /b}}", "nfs: {server: a, path: /b, readOnly: false}}", []),
        ("nfs: {server: a, path: /b}}", "nfs: {server: a, path: /c}}", ["spec.persistentvolumesource"]),
        ("nfs: {server: a, path: /b}}", "hostPath: {path: /c}}", ["spec.persistentvolumesource"]),
        ("hostPath: {path: /c}}", 'hostPath: {path: /c, type: ""}}', []),
        (CSI + "}}", CSI + ", controllerExpandSecretRef: {name: a, namespace: b}}}", []),
        (
            CSI + "}}",
            CSI + ", nodeStageSecretRef: {name: a, namespace: b}}}",
            ["spec.persistentvolumesource"],
        ),
        (CSI + "}}", CSI + "}, volumeMode: Filesystem}", []),
        (CSI + "}}", CSI + "}, volumeMode: Block}", ["volumeMode"]),
        (CSI + "}}", CSI + "}" + AFFINITY.replace("KEY", "a") + "}", []),
        (
            CSI + "}" + AFFINITY.replace("KEY", "a") + "}",
            CSI + "}" + AFFINITY.replace("KEY", "b") + "}",
            ["nodeAffinity"],
        ),
        (CSI + "}" + AFFINITY.replace("KEY", "a") + "}", CSI + "}}", ["nodeAffinity"]),
        (
            CSI + "}" + AFFINITY.replace("KEY", "beta.kubernetes.io/os") + "}",
            CSI + "}" + AFFINITY.replace("KEY", "kubernetes.io/os") + "}",
            [],
        ),
        (CSI + "}, volumeAttributesClassName: a}", CSI + "}}", ["spec.volumeAttributesClassName"]),
        (CSI + "}, volumeAttributesClassName: a}", CSI + "}, volumeAttributesClassName: b}", []),
    ],
)
def test_persistent_volume(old: str, new: str, expected: list[str]) -> None:
    assert refused(VOLUME + old, VOLUME + new) == expected


SOURCE = "{kind: PersistentVolumeClaim, name: b}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("}", f", dataSource: {SOURCE}}}", ["spec"]),
        ("}", f", dataSourceRef: {SOURCE}}}", ["spec"]),
        ("}", ", dataSource: {kind: Pod, name: b, apiGroup: a.b}}", []),
        (f", dataSource: {SOURCE}}}", "}", []),
        (f", dataSource: {SOURCE}}}", f", dataSourceRef: {SOURCE}}}", []),
        (f", dataSource: {SOURCE}}}", ", dataSource: {kind: PersistentVolumeClaim, name: c}}", ["spec"]),
        ("}", ", volumeName: x}", ["spec"]),
        ("}", ", storageClassName: fast}", []),
        (", storageClassName: fast}", ", storageClassName: slow}", ["spec"]),
        ("}", ", volumeAttributesClassName: gold}", []),
        ("}", ", selector: {matchLabels: {a: b}}}", ["spec"]),
    ],
)
def test_persistent_volume_claim(old: str, new: str, expected: list[str]) -> None:
    assert refused(CLAIM + old, CLAIM + new) == expected


def test_resources_of_a_claim_may_only_grow_in_size() -> None:
    limited = CLAIM.replace("requests", "limits: {storage: 3Gi}, requests")
    assert refused(CLAIM + "}", limited + "}") == ["spec"]
    assert refused(CLAIM + "}", CLAIM.replace("2Gi", "3Gi") + "}") == []
    assert refused(CLAIM + "}", CLAIM.replace("2Gi", "1Gi") + "}") == ["spec.resources.requests.storage"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("}", ", clusterIPs: [10.0.0.1]}", ["spec.clusterIPs", "spec.clusterIPs[0]"]),
        ("}", ", ipFamilies: [IPv6]}", ["spec.clusterIPs[0]", "spec.ipFamilies[0]"]),
        ("}", ", type: NodePort}", []),
        ("}", ", type: ExternalName, externalName: a.b}", []),
        (", type: LoadBalancer}", "}", []),
        (", type: LoadBalancer, loadBalancerClass: a}", ", type: LoadBalancer}", ["spec.loadBalancerClass"]),
        (", type: LoadBalancer, loadBalancerClass: a}", "}", []),
        (", type: LoadBalancer, externalTrafficPolicy: Local}", "}", []),
        (
            ", type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001}",
            ", type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30002}",
            ["spec.healthCheckNodePort"],
        ),
        (
            ", type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001}",
            ", type: LoadBalancer, externalTrafficPolicy: Local}",
            [],
        ),
        (
            ", clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1'], ipFamilyPolicy: RequireDualStack}",
            ", clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilyPolicy: RequireDualStack}",
            ["spec.ipFamilyPolicy"],
        ),
        (", clusterIP: None, ipFamilies: [IPv4]}", ", clusterIP: None, ipFamilies: [IPv6]}", []),
        (", sessionAffinity: ClientIP}", "}", []),
    ],
)
def test_service(old: str, new: str, expected: list[str]) -> None:
    assert refused(SERVICE + old, SERVICE + new) == expected


def test_service_without_a_spec_is_refused() -> None:
    found = refused(
        SERVICE + ", clusterIP: 10.0.0.1}", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
    )
    assert found == ["spec.ports"]


@pytest.mark.parametrize("head", [CONFIG, SECRET, ACCOUNT, CLASS + "provisioner: a/b\n"])
def test_what_the_server_keeps_may_be_named(head: str) -> None:
    named = head.replace("{name: a}", "{name: a, resourceVersion: '7', generation: 3, generateName: b-}")
    assert refused(head, named) == []
    assert refused("", named) == ["metadata.resourceVersion"]


@pytest.mark.parametrize("part", ["labels: {a: 'b c'}", "annotations: {'a b': c}", "finalizers: ['a b']"])
def test_metadata_of_a_budget_are_validated_in_an_update(part: str) -> None:
    found = refused(BUDGET + "}", (BUDGET + "}").replace("name: a}", f"name: a, {part}}}"))
    assert found == [f"metadata.{part.partition(':')[0]}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[{name: x}]", "[{}]", ["secrets[0].name"]),
        ("[{name: x}]", "[{name: x}, null]", ["secrets[1]"]),
        ("[{name: x}, null]", "[{name: x}]", ["secrets"]),
        ("[]", "[null]", []),
        ("[{uid: b}]", "[{uid: b}]", ["secrets", "secrets[0].name"]),
        ("[{uid: b}]", "[{name: w}]", ["secrets"]),
        ("[null]", "[{name: w}]", []),
        ("[{name: x}]", "[{name: w}]", []),
    ],
)
def test_lists_that_kubectl_cannot_merge_are_refused(old: str, new: str, expected: list[str]) -> None:
    assert refused(f"{ACCOUNT}secrets: {old}\n", f"{ACCOUNT}secrets: {new}\n") == expected


@pytest.mark.parametrize(("old", "new"), [("[{}]", "[{name: w}]"), ("[{name: w}]", "[{}, null]")])
def test_lists_that_are_replaced_need_no_keys(old: str, new: str) -> None:
    assert refused(f"{ACCOUNT}imagePullSecrets: {old}\n", f"{ACCOUNT}imagePullSecrets: {new}\n") == []


@pytest.mark.parametrize(("version", "expected"), [("1.35", ["parameters"]), ("1.36", [])])
def test_empty_parameters_differ_from_absent_ones_up_to_1_35(version: str, expected: list[str]) -> None:
    head = CLASS + "provisioner: a/b\n"
    assert refused(head, head + "parameters: {}\n", version) == expected


@pytest.mark.parametrize("version", ["1.25", "1.33", "1.37"])
def test_finalizers_are_validated_in_an_update_of_every_version(version: str) -> None:
    named = ACCOUNT.replace("{name: a}", "{name: a, finalizers: [orphan, foregroundDeletion]}")
    assert refused(ACCOUNT, named, version) == ["metadata.finalizers"]


@pytest.mark.parametrize(("version", "fields"), [("1.25", ["spec"]), ("1.26", [])])
def test_a_claim_gets_its_class_later(version: str, fields: list[str]) -> None:
    assert refused(CLAIM + "}\n", CLAIM + ", storageClassName: fast}\n", version) == fields


@pytest.mark.parametrize("old", ["", ", volumeName: ''", ", volumeName: null"])
@pytest.mark.parametrize("new", ["", ", volumeName: ''", ", volumeName: null"])
def test_a_bound_claim_keeps_its_volume(old: str, new: str) -> None:
    expected = ["spec"] if old or new else []
    assert refused(CLAIM + old + "}\n", CLAIM + new + "}\n") == expected


@pytest.mark.parametrize(
    ("version", "old", "new", "fields"),
    [
        ("1.29", "", "a", ["spec.volumeAttributesClassName"]),
        ("1.30", "a", "b", ["spec.volumeAttributesClassName"]),
        ("1.30", "a", "a", []),
        ("1.31", "", "a", []),
        ("1.37", "a", "", ["spec.volumeAttributesClassName"]),
    ],
)
def test_class_of_attributes_of_a_volume(version: str, old: str, new: str, fields: list[str]) -> None:
    start = VOLUME + "csi: {driver: a, volumeHandle: b}"
    before, after = (
        start + (f", volumeAttributesClassName: {name}" if name else "") + "}\n" for name in (old, new)
    )
    assert refused(before, after, version) == fields


@pytest.mark.parametrize(("version", "count"), [("1.32", 0), ("1.33", 1)])
def test_values_of_node_labels(version: str, count: int) -> None:
    requirement = "{key: zone, operator: In, values: [a b]}"
    terms = f"[{{matchExpressions: [{requirement}]}}]"
    new = f"{VOLUME}hostPath: {{path: /a}}, nodeAffinity: {{required: {{nodeSelectorTerms: {terms}}}}}}}\n"
    assert len(refused(VOLUME + "hostPath: {path: /a}}\n", new, version)) == count
