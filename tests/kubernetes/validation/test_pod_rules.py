"""Independent fields of a pod's spec, and the resources of a pod as a whole."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.pod import validate_pod_spec
from stslint.model import Source
from stslint.sources.yaml.recovery import read

WEB = "containers: [{name: c, image: i}]"


def faults(text: str, minor: int = 37) -> list[str]:
    spec = read(Source("x.yaml", text if "containers:" in text else f"{text}\n{WEB}"))[0].root
    return [problem.path for problem in validate_pod_spec(spec, minor)]


@pytest.mark.parametrize(
    "text",
    [
        "priorityClassName: ''\nnodeName: ''\nserviceAccountName: ''",
        "runtimeClassName: a.b\nserviceAccountName: a.b",
        "serviceAccountName: good\nserviceAccount: Bad_",
        "preemptionPolicy: Never",
        "readinessGates: [{conditionType: ex.com/Ready}]",
        "schedulingGates: [{name: a}, {name: b}]",
        "resourceClaims: [{name: a, resourceClaimName: b}, {name: b, resourceClaimTemplateName: c}]",
        "nodeSelector: {kubernetes.io/os: linux}",
        "imagePullSecrets: [{}, {name: Any_Name}]",
        "terminationGracePeriodSeconds: -1",
        "ephemeralContainers: []",
        "schedulingGroup: {}",
        "overhead: {cpu: 250m, ex.com/a: '1'}",
    ],
)
def test_accepts(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("priorityClassName: A_\nnodeName: a/b", ["priorityClassName", "nodeName"]),
        ("serviceAccountName: A_", ["serviceAccountName"]),
        ("serviceAccount: A_", ["serviceAccountName"]),
        ("runtimeClassName: ''", ["runtimeClassName"]),
        ("preemptionPolicy: never", ["preemptionPolicy"]),
        ("preemptionPolicy: ''", ["preemptionPolicy"]),
        (
            "readinessGates: [{}, {conditionType: a b}]",
            [f"readinessGates[{i}].conditionType" for i in (0, 1)],
        ),
        (
            "schedulingGates: [{name: a}, {name: a b}, {name: a}]",
            ["schedulingGates[1]", "schedulingGates[2]"],
        ),
        ("resourceClaims: [{}]", ["resourceClaims[0].name", "resourceClaims[0]"]),
        (
            "resourceClaims: [{name: a, resourceClaimName: B_}, {name: a, resourceClaimTemplateName: ''}]",
            [
                "resourceClaims[0].resourceClaimName",
                "resourceClaims[1].name",
                "resourceClaims[1].resourceClaimTemplateName",
            ],
        ),
        (
            "resourceClaims: [{name: a, resourceClaimName: b, resourceClaimTemplateName: c}]",
            ["resourceClaims[0]"],
        ),
        ("nodeSelector: {a b: c, d: e f}", ["nodeSelector", "nodeSelector"]),
        ("ephemeralContainers: [{name: e, image: i}]", ["ephemeralContainers"]),
        ("overhead: {cpu: '-1', foo: '1'}", ["overhead.limits[cpu]", "overhead.limits[foo]"]),
        ("overhead: {hugepages-2Mi: 2Mi}", ["overhead"]),
    ],
)
def test_refuses(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def container(name: str, requests: str = "{}", limits: str = "{}", more: str = "") -> str:
    return f"{{name: {name}, image: i, resources: {{requests: {requests}, limits: {limits}}}{more}}}"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ("{}", []),
        ("{limits: {cpu: '2', memory: 1Gi}, requests: {cpu: '1'}}", []),
        ("{limits: {cpu: '1'}, requests: {cpu: '2'}}", ["resources.requests"]),
        ("{claims: []}", ["resources.claims"]),
        ("{limits: {storage: '1'}}", ["resources.limits[storage]"]),
        ("{requests: {ephemeral-storage: '1'}}", ["resources.requests[ephemeral-storage]"]),
        ("{limits: {cpu: '-1'}}", ["resources.limits[cpu]"]),
        ("{limits: {hugepages-2Mi: 4Mi}}", ["resources"]),
    ],
)
def test_resources_of_the_pod(resources: str, expected: list[str]) -> None:
    assert faults(f"resources: {resources}") == expected


def test_the_containers_fit_into_the_pod() -> None:
    two = f"containers: [{container('a', '{cpu: 600m}')}, {container('b', '{cpu: 500m}')}]"
    assert faults(f"resources: {{requests: {{cpu: '1'}}}}\n{two}") == ["resources.requests[cpu]"]
    assert faults(f"resources: {{requests: {{cpu: 1100m}}}}\n{two}") == []


def test_no_container_has_a_higher_limit_than_the_pod() -> None:
    two = f"containers: [{container('a')}, {container('b', limits='{cpu: 2}')}]"
    assert faults(f"resources: {{limits: {{cpu: '1'}}}}\n{two}") == ["resources.containers[1][cpu].limits"]


def test_init_containers_count_by_their_peak_and_sidecars_throughout() -> None:
    sidecar = container("s", "{cpu: 500m}", more=", restartPolicy: Always")
    init = container("i", "{cpu: '1'}")
    text = f"initContainers: [{sidecar}, {init}]\ncontainers: [{container('c', '{cpu: 100m}')}]"
    assert faults(f"resources: {{requests: {{cpu: 1499m}}}}\n{text}") == ["resources.requests[cpu]"]
    assert faults(f"resources: {{requests: {{cpu: 1500m}}}}\n{text}") == []


def test_windows_has_no_resources_of_the_pod() -> None:
    assert faults("os: {name: windows}\nresources: {limits: {storage: '1'}}") == ["resources"]
