"""What changed between Kubernetes' versions for the kinds next to a StatefulSet."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.verdict import validate
from stslint.model import Source
from stslint.sources.yaml.recovery import read

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 80}]\n"
BALANCER = SERVICE + "  type: LoadBalancer\n"
CLAIM = """apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: web, annotations: {volume.beta.kubernetes.io/storage-class: a}}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1500m}}}
"""
VOLUME = """apiVersion: v1
kind: PersistentVolume
metadata: {name: web}
spec:
  accessModes: [ReadWriteOnce]
  capacity: {storage: 1Gi}
"""
NFS = VOLUME + "  nfs: {server: a, path: /b}\n"
CSI = VOLUME + "  csi: {driver: a, volumeHandle: b, nodeExpandSecretRef: {name: a.b}}\n"
CSI_PUBLISH = (
    VOLUME + "  csi: {driver: a, volumeHandle: b, nodePublishSecretRef: {name: a.b, namespace: c}}\n"
)
BUDGET = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec:\n"
TERM = "{required: {nodeSelectorTerms: [{matchExpressions: [%s]}]}}"
HINTS = "{service.kubernetes.io/topology-aware-hints: a, service.kubernetes.io/topology-mode: b}"


def answer(text: str, minor: int) -> list[str]:
    """Returns the fields that are refused, or ``~`` and those that are warned of."""
    problems = validate(read(Source("x.yaml", text))[0].root, minor)
    return sorted({("~" if p.severity == "warning" else "") + p.path for p in problems})


@pytest.mark.parametrize(
    ("text", "since", "before", "after"),
    [
        (SERVICE.replace("web", "0web"), 36, ["metadata.name"], []),
        (SERVICE.replace("name: web", f"name: web, annotations: {HINTS}"), 27, [], None),
        (BALANCER.replace("80", "10250"), 33, ["spec.ports[0]"], []),
        (
            SERVICE + "  externalIPs: [192.168.1.1]\n  externalTrafficPolicy: Local\n",
            29,
            ["spec.externalTrafficPolicy"],
            None,
        ),
        (SERVICE + "  externalIPs: [010.0.0.1]\n", 36, None, ["spec.externalIPs[0]"]),
        (SERVICE + "  externalIPs: [192.168.1.1]\n", 36, [], ["~spec.externalIPs"]),
        (SERVICE + "  trafficDistribution: x\n", 31, [], ["spec.trafficDistribution"]),
        (SERVICE + "  trafficDistribution: PreferSameZone\n", 34, ["spec.trafficDistribution"], []),
        (SERVICE + "  trafficDistribution: PreferClose\n", 35, [], ["~spec.trafficDistribution"]),
        (SERVICE + "  externalName: a\n", 28, [], ["~spec.externalName"]),
        (SERVICE + "  clusterIP: None\n  sessionAffinity: ClientIP\n", 34, [], ["~spec.SessionAffinity"]),
        (
            BALANCER + "  loadBalancerSourceRanges: [x]\n",
            30,
            ["spec.LoadBalancerSourceRanges"],
            ["spec.LoadBalancerSourceRanges[0]"],
        ),
        (BALANCER + "  loadBalancerIP: x\n", 33, ["~spec.loadBalancerIP"], []),
        (
            BALANCER + "  loadBalancerSourceRanges: [10.0.0.1/8]\n",
            33,
            [],
            ["~spec.loadBalancerSourceRanges[0]"],
        ),
        (CLAIM, 26, [], ["~spec.resources.requests[storage]"]),
        (
            CLAIM.replace("1500m", "1Gi"),
            28,
            [],
            ["~metadata.annotations[volume.beta.kubernetes.io/storage-class]"],
        ),
        (NFS.replace("Once", "OncePod"), 27, ["spec.accessModes"], []),
        (NFS + "  persistentVolumeReclaimPolicy: Recycle\n", 30, [], ["~spec.persistentVolumeReclaimPolicy"]),
        (NFS + "  volumeAttributesClassName: a\n", 34, [], ["spec.csi"]),
        (NFS + f"  nodeAffinity: {TERM % '{key: a, operator: In, values: [b c]}'}\n", 33, [], None),
        (
            NFS + f"  nodeAffinity: {TERM % '{key: node-role.kubernetes.io/master, operator: Exists}'}\n",
            31,
            [],
            None,
        ),
        (CSI, 27, [], ["spec.csi.nodeExpandSecretRef.namespace"]),
        (CSI_PUBLISH, 27, ["spec.csi.nodePublishSecretRef.name"], []),
        (VOLUME + "  cephfs: {monitors: [a]}\n", 28, [], ["~spec.cephfs"]),
        (BUDGET + "  unhealthyPodEvictionPolicy: x\n", 27, [], ["spec.unhealthyPodEvictionPolicy"]),
        (
            BUDGET + "  selector: {matchExpressions: [{key: a, operator: In, values: [b c]}]}\n",
            26,
            [],
            ["spec.selector.matchExpressions[0].values[0]"],
        ),
        (
            "apiVersion: v1\nkind: ServiceAccount\n"
            "metadata: {name: a, annotations: {kubernetes.io/enforce-mountable-secrets: 'true'}}\n",
            32,
            [],
            ["~metadata.annotations[kubernetes.io/enforce-mountable-secrets]"],
        ),
        (
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\n"
            "stringData: {tls.crt: x, tls.key: y}\n",
            27,
            [],
            ["~data[tls.crt]"],
        ),
    ],
)
def test_a_rule_holds_from_its_version_on(
    text: str, since: int, before: list[str] | None, after: list[str] | None
) -> None:
    older, newer = answer(text, since - 1), answer(text, since)
    assert older != newer
    assert before is None or older == before
    assert after is None or newer == after


@pytest.mark.parametrize(
    "spec",
    [
        "  type: LoadBalancer\n  externalTrafficPolicy: Local\n",
        "  clusterIP: fd00::1\n",
        "  ipFamilies: [IPv6]\n",
    ],
)
def test_service_without_allocated_fields_is_accepted(spec: str) -> None:
    assert answer(SERVICE + spec, 37) == []


def test_a_cluster_ip_on_an_external_name_is_refused() -> None:
    text = SERVICE + "  type: ExternalName\n  externalName: a\n  clusterIP: None\n"
    assert answer(text, 37) == ["spec.clusterIPs"]


def test_cluster_ip_none_in_another_case_offers_fix() -> None:
    problem = validate(read(Source("x", SERVICE + "  clusterIP: none\n"))[0].root, 37)[0]
    assert problem.fix is not None
    assert problem.fix.safe
    assert problem.fix.edits[0].text == "None"


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("kind: ConfigMap\ndata: {a: %s}", ["[]"]),
        ("kind: Secret\nstringData: {a: %s}", ["data"]),
    ],
)
def test_config_data_above_one_mebibyte_is_refused(head: str, fault: list[str]) -> None:
    head = f"apiVersion: v1\nmetadata: {{name: a}}\n{head}\n"
    assert answer(head % ("x" * 1048576), 37) == []
    assert answer(head % ("x" * 1048577), 37) == fault


def test_a_storage_class_has_at_most_512_parameters() -> None:
    head = "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\nprovisioner: b\n"
    head += "parameters:\n"
    parameters = [f"  k{n}: ''\n" for n in range(513)]
    assert answer(head + "".join(parameters[:512]), 37) == []
    assert answer(head + "".join(parameters), 37) == ["parameters"]
    assert answer(head + f"  a: {'x' * 262144}\n", 37) == ["parameters"]


def test_cluster_scoped_object_ignores_namespace() -> None:
    assert answer(NFS.replace("name: web", "name: web, namespace: B_"), 37) == []
    assert answer(SERVICE.replace("name: web", "name: web, namespace: B_"), 37) == ["metadata.namespace"]
