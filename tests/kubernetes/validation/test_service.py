"""A Service: what each type can have, its ports, and the versions in which that changed."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.service import validate_service
from stslint.kubernetes.validation.service_warnings import warn_of_service
from tests.support.trees import shown, tree

HINTS, MODE = "service.kubernetes.io/topology-aware-hints", "service.kubernetes.io/topology-mode"
PORTS = "ports: [{port: 80}]"


def faults(spec: str, minor: int = 37, *, metadata: str = "name: web") -> list[tuple[str, str]]:
    root = tree(f"kind: Service\nmetadata: {{{metadata}}}\nspec: {{{spec}}}")
    return [
        (path.removeprefix("spec."), rule.removesuffix("-field-missing"))
        for path, rule in shown(validate_service(root, minor))
    ]


def warned(spec: str, minor: int = 37, *, metadata: str = "name: web") -> list[str]:
    root = tree(f"kind: Service\nmetadata: {{{metadata}}}\nspec: {{{spec}}}")
    return [problem.path for problem in warn_of_service(root, minor)]


@pytest.mark.parametrize(
    "spec",
    [
        PORTS,
        "clusterIP: None",
        f"{PORTS}, type: NodePort, externalTrafficPolicy: Local",
        f"{PORTS}, type: LoadBalancer, loadBalancerClass: a.b/c, allocateLoadBalancerNodePorts: false",
        f"{PORTS}, type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 1",
        f"{PORTS}, type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 65535",
        f"{PORTS}, healthCheckNodePort: 0",
        f"{PORTS}, externalIPs: [1.2.3.4], externalTrafficPolicy: Cluster",
        f"{PORTS}, sessionAffinity: ClientIP, sessionAffinityConfig: {{clientIP: {{timeoutSeconds: 86400}}}}",
        f"{PORTS}, sessionAffinity: None, sessionAffinityConfig: {{clientIP: {{timeoutSeconds: 0}}}}",
        f"{PORTS}, internalTrafficPolicy: Local, trafficDistribution: PreferSameNode",
        "type: ExternalName, externalName: db.example.com.",
        "ports: [{name: a, port: 80}, {name: b, port: 80, protocol: UDP}]",
        "ports: [{port: 1, targetPort: 65535}]",
        "ports: [{port: 65535, targetPort: web}]",
        "ports: [{port: 80, targetPort: ''}]",
        "type: NodePort, ports: [{name: a, port: 80, nodePort: 0}, {name: b, port: 81, nodePort: 0}]",
    ],
)
def test_accepts(spec: str) -> None:
    assert faults(spec) == []


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("", [("ports", "required")]),
        (f"{PORTS}, type: Other", [("type", "invalid-enum")]),
        (f"{PORTS}, type: NodePort, clusterIP: None", [("clusterIPs[0]", "forbidden-field")]),
        (f"{PORTS}, type: LoadBalancer, clusterIP: None", [("clusterIPs[0]", "forbidden-field")]),
        ("type: ExternalName", [("externalName", "required")]),
        ("type: ExternalName, externalName: a_b", [("externalName", "invalid-name")]),
        (
            f"{PORTS}, allocateLoadBalancerNodePorts: true",
            [("allocateLoadBalancerNodePorts", "forbidden-field")],
        ),
        (f"{PORTS}, loadBalancerClass: a b", [("loadBalancerClass", "forbidden-field")]),
        (f"{PORTS}, type: LoadBalancer, loadBalancerClass: a b", [("loadBalancerClass", "invalid-name")]),
        (f"{PORTS}, externalTrafficPolicy: Local", [("externalTrafficPolicy", "forbidden-field")]),
        (
            f"{PORTS}, type: NodePort, externalTrafficPolicy: Near",
            [("externalTrafficPolicy", "invalid-enum")],
        ),
        (f"{PORTS}, healthCheckNodePort: 32000", [("healthCheckNodePort", "forbidden-field")]),
        (
            f"{PORTS}, type: LoadBalancer, healthCheckNodePort: 1",
            [("healthCheckNodePort", "forbidden-field")],
        ),
        (
            f"{PORTS}, type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 65536",
            [("healthCheckNodePort", "out-of-range")],
        ),
        (f"{PORTS}, internalTrafficPolicy: ''", [("internalTrafficPolicy", "invalid-enum")]),
        (f"{PORTS}, trafficDistribution: Any", [("trafficDistribution", "invalid-enum")]),
        (f"{PORTS}, sessionAffinity: Other", [("sessionAffinity", "invalid-enum")]),
        (
            f"{PORTS}, sessionAffinity: ClientIP, sessionAffinityConfig: {{clientIP: {{timeoutSeconds: 0}}}}",
            [("sessionAffinityConfig.clientIP.timeoutSeconds", "out-of-range")],
        ),
        ("ports: [{}]", [("ports[0].port", "required"), ("ports[0].targetPort", "out-of-range")]),
        ("ports: [{port: 0, targetPort: 1}]", [("ports[0].port", "out-of-range")]),
        ("ports: [{port: 65536, targetPort: 1}]", [("ports[0].port", "out-of-range")]),
        ("ports: [{port: 80, targetPort: 65536}]", [("ports[0].targetPort", "out-of-range")]),
        ("ports: [{port: 80, targetPort: Web}]", [("ports[0].targetPort", "invalid-name")]),
        ("ports: [{port: 80, name: A}]", [("ports[0].name", "invalid-name")]),
        ("ports: [{port: 80, name: a}, {port: 81}]", [("ports[1].name", "required")]),
        ("ports: [{port: 80, appProtocol: a b}]", [("ports[0].appProtocol", "invalid-format")]),
        ("ports: [{port: 80, nodePort: 30080}]", [("ports[0].nodePort", "forbidden-field")]),
        ("ports: [{port: 80, name: a}, {port: 80, name: b}]", [("ports[1]", "duplicate-entry")]),
        ("ports: [{port: 80, name: a}, {port: 81, name: a}]", [("ports[1].name", "duplicate-entry")]),
        (
            "type: NodePort, ports: [{port: 80, name: a, nodePort: 30080},"
            " {port: 81, name: b, nodePort: 30080}]",
            [("ports[1].nodePort", "duplicate-entry")],
        ),
    ],
)
def test_refuses(spec: str, expected: list[tuple[str, str]]) -> None:
    assert faults(spec) == expected


@pytest.mark.parametrize(
    ("spec", "metadata", "minor", "refused"),
    [
        (PORTS, "name: 1web", 35, True),
        (PORTS, "name: 1web", 36, False),
        (PORTS, f"name: web, annotations: {{{MODE}: a, {HINTS}: b}}", 26, False),
        (PORTS, f"name: web, annotations: {{{MODE}: a, {HINTS}: b}}", 27, True),
        (PORTS, f"name: web, annotations: {{{MODE}: a, {HINTS}: a}}", 27, False),
        (PORTS, f"name: web, annotations: {{{MODE}: a}}", 27, False),
        (PORTS, f"name: web, annotations: {{{HINTS}: a}}", 27, False),
        (f"{PORTS}, trafficDistribution: Any", "name: web", 30, False),
        (f"{PORTS}, trafficDistribution: Any", "name: web", 31, True),
        (f"{PORTS}, trafficDistribution: PreferClose", "name: web", 31, False),
        (f"{PORTS}, trafficDistribution: PreferSameZone", "name: web", 33, True),
        (f"{PORTS}, trafficDistribution: PreferSameZone", "name: web", 34, False),
        (f"{PORTS}, trafficDistribution: PreferSameZone", "name: web", 37, False),
        (f"{PORTS}, externalIPs: [1.2.3.4], externalTrafficPolicy: Local", "name: web", 28, True),
        (f"{PORTS}, externalIPs: [1.2.3.4], externalTrafficPolicy: Local", "name: web", 29, False),
        (f"{PORTS}, externalIPs: [1.2.3.4], externalTrafficPolicy: Local", "name: web", 37, False),
        ("type: LoadBalancer, ports: [{port: 10250}]", "name: web", 32, True),
        ("type: LoadBalancer, ports: [{port: 10250}]", "name: web", 33, False),
        ("type: LoadBalancer, ports: [{port: 10250}]", "name: web", 25, True),
        ("ports: [{port: 10250}]", "name: web", 25, False),
        ("type: LoadBalancer, ports: [{port: 10251}]", "name: web", 25, False),
    ],
)
def test_versions_differ(spec: str, metadata: str, minor: int, refused: bool) -> None:
    assert bool(faults(spec, minor, metadata=metadata)) is refused


@pytest.mark.parametrize(
    ("spec", "minor", "expected"),
    [
        (PORTS, 37, []),
        (f"{PORTS}, trafficDistribution: PreferClose", 34, []),
        (f"{PORTS}, trafficDistribution: PreferClose", 35, ["spec.trafficDistribution"]),
        (f"{PORTS}, trafficDistribution: PreferSameZone", 37, []),
        (f"{PORTS}, externalIPs: [1.2.3.4]", 35, []),
        (f"{PORTS}, externalIPs: [1.2.3.4]", 36, ["spec.externalIPs"]),
        (f"{PORTS}, externalIPs: [1.2.3.4]", 37, ["spec.externalIPs"]),
        (f"{PORTS}, externalIPs: [010.0.0.4]", 34, ["spec.externalIPs[0]"]),
        (f"{PORTS}, externalIPs: [010.0.0.4]", 26, []),
        (f"{PORTS}, clusterIPs: ['FD00::1', 10.0.0.1]", 35, ["spec.clusterIPs[0]"]),
        (f"{PORTS}, type: LoadBalancer, loadBalancerIP: 'FD00::1'", 35, ["spec.loadBalancerIP"]),
        ("type: ExternalName, externalName: a.b, externalIPs: [1.2.3.4]", 27, []),
        ("type: ExternalName, externalName: a.b, externalIPs: [1.2.3.4]", 28, ["spec.externalIPs"]),
        (f"{PORTS}, externalName: a.b", 28, ["spec.externalName"]),
        ("type: ExternalName, externalName: a.b, clusterIP: 'FD00::1'", 37, []),
        ("clusterIP: None, loadBalancerIP: 1.2.3.4, externalIPs: [1.2.3.4]", 33, []),
        (
            "clusterIP: None, loadBalancerIP: 1.2.3.4, externalIPs: [1.2.3.4]",
            34,
            ["spec.loadBalancerIP", "spec.externalIPs"],
        ),
        ("clusterIP: None, sessionAffinity: ClientIP", 37, ["spec.SessionAffinity"]),
        ("clusterIP: None, sessionAffinity: None, loadBalancerIP: '', externalIPs: []", 37, []),
    ],
)
def test_warnings_depend_on_the_type_and_the_version(spec: str, minor: int, expected: list[str]) -> None:
    assert warned(spec, minor) == expected


def test_the_old_annotation_causes_a_warning_from_1_27() -> None:
    metadata = f"name: web, annotations: {{{HINTS}: auto}}"
    assert warned(PORTS, 27, metadata=metadata) == [f"metadata.annotations[{HINTS}]"]
    assert warned(PORTS, 26, metadata=metadata) == []
