"""Lists of containers, and what hangs on the pod around them."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.container import VolumeNames, validate_containers
from tests.support.trees import shown, tree

VOLUMES = VolumeNames({"data": "persistentVolumeClaim"}, {"data": "persistentVolumeClaim"})


def faults(spec: str, minor: int = 37) -> list[tuple[str, str]]:
    return shown(validate_containers(tree(spec), minor, VOLUMES))


WEB = "containers: [{name: web, image: nginx}]"


@pytest.mark.parametrize(
    "spec",
    [
        WEB,
        "containers: [{name: web, image: ' '}]",
        "containers: [{name: web, image: nginx, imagePullPolicy: '', terminationMessagePolicy: null}]",
        f"{WEB}\ninitContainers: [{{name: init, image: x}}]",
        f"{WEB}\ninitContainers: [{{name: s, image: x, restartPolicy: Always, lifecycle: {{}}}}]",
        f"{WEB}\ninitContainers: [{{name: s, image: x, lifecycle: {{stopSignal: A}}, livenessProbe: null}}]",
    ],
)
def test_containers_accepted(spec: str) -> None:
    assert not faults(spec)


@pytest.mark.parametrize(
    ("spec", "field", "rule"),
    [
        ("{}", "containers", "required-field-missing"),
        ("containers: []", "containers", "required-field-missing"),
        ("containers: [{image: x}]", "containers[0].name", "required-field-missing"),
        ("containers: [{name: Web, image: x}]", "containers[0].name", "invalid-name"),
        ("containers: [{name: web}]", "containers[0].image", "required-field-missing"),
        (
            "containers: [{name: web, image: x, imagePullPolicy: always}]",
            "containers[0].imagePullPolicy",
            "invalid-enum",
        ),
        (
            "containers: [{name: web, image: x, terminationMessagePolicy: Logs}]",
            "containers[0].terminationMessagePolicy",
            "invalid-enum",
        ),
        (
            "containers: [{name: web, image: x}, {name: web, image: z}]",
            "containers[1].name",
            "duplicate-entry",
        ),
        (f"{WEB}\ninitContainers: [{{name: web, image: x}}]", "initContainers[0].name", "duplicate-entry"),
        (
            f"{WEB}\nephemeralContainers: [{{name: web, image: x}}]",
            "ephemeralContainers[0].name",
            "duplicate-entry",
        ),
        (
            f"{WEB}\nephemeralContainers: [{{name: a, image: x}}, "
            "{name: b, image: x, targetContainerName: a}]",
            "ephemeralContainers[1].targetContainerName",
            "mount-without-volume",
        ),
        (
            f"{WEB}\ninitContainers: [{{name: i, image: x, startupProbe: {{}}}}]",
            "initContainers[0].startupProbe",
            "forbidden-field",
        ),
        (
            f"{WEB}\ninitContainers: [{{name: i, image: x, lifecycle: {{}}}}]",
            "initContainers[0].lifecycle",
            "forbidden-field",
        ),
        (
            f"{WEB}\ninitContainers: [{{name: i, image: x, restartPolicy: Always, startupProbe: {{}}}}]",
            "initContainers[0].startupProbe",
            "required-field-missing",
        ),
        (
            f"{WEB}\ninitContainers: [{{name: i, image: x, resizePolicy: "
            "[{resourceName: cpu, restartPolicy: RestartContainer}]}]",
            "initContainers[0].resizePolicy[0].restartPolicy",
            "invalid-enum",
        ),
    ],
)
def test_containers_refused(spec: str, field: str, rule: str) -> None:
    assert faults(spec) == [(field, rule)]


def test_the_api_server_puts_host_ports_of_init_containers_at_the_first() -> None:
    ports = "ports: [{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: 80}]"
    spec = f"{WEB}\ninitContainers: [{{name: a, image: x}}, {{name: b, image: x, {ports}}}]"
    assert faults(spec) == [("initContainers[0].ports[1].hostPort", "duplicate-entry")]


def test_init_containers_may_share_host_ports() -> None:
    ports = "ports: [{containerPort: 1, hostPort: 80}]"
    spec = f"{WEB}\ninitContainers: [{{name: a, image: x, {ports}}}, {{name: b, image: x, {ports}}}]"
    assert not faults(spec)


def test_the_hosts_network_takes_the_containers_ports() -> None:
    container = "{name: web, image: x, ports: [{containerPort: 1, hostPort: 80}]}"
    assert not faults(f"containers: [{container}]")
    assert faults(f"hostNetwork: true\ncontainers: [{container}]") == [
        ("containers[0].ports[0].hostPort", "out-of-range")
    ]


def test_a_user_namespace_takes_no_devices() -> None:
    container = "{name: web, image: x, volumeDevices: [{name: data, devicePath: /a}]}"
    assert not faults(f"containers: [{container}]")
    assert faults(f"hostUsers: false\ncontainers: [{container}]") == [
        ("containers[0].volumeDevices", "forbidden-field")
    ]


def test_a_hook_fits_into_the_pods_grace_period() -> None:
    container = "{name: web, image: x, lifecycle: {preStop: {sleep: {seconds: 40}}}}"
    assert faults(f"containers: [{container}]") == [("containers[0].lifecycle.preStop.sleep", "out-of-range")]
    assert not faults(f"terminationGracePeriodSeconds: 40\ncontainers: [{container}]")


def test_host_process_is_the_pods() -> None:
    container = "{name: web, image: x, securityContext: {windowsOptions: {hostProcess: false}}}"
    pod = "securityContext: {windowsOptions: {hostProcess: true}}"
    assert not faults(f"containers: [{container}]")
    assert faults(f"{pod}\ncontainers: [{container}]") == [
        ("containers[0].securityContext.windowsOptions.hostProcess", "forbidden-field")
    ]


def test_the_pods_claims_and_system_reach_the_container() -> None:
    container = "{name: web, image: x, resources: {claims: [{name: gpu}]}, securityContext: {runAsUser: 1}}"
    assert faults(f"containers: [{container}]") == [
        ("containers[0].resources.claims[0]", "mount-without-volume")
    ]
    assert faults(f"os: {{name: windows}}\nresourceClaims: [{{name: gpu}}]\ncontainers: [{container}]") == [
        ("containers[0].securityContext.runAsUser", "forbidden-field")
    ]


def test_mounts_of_image_volumes_are_dropped_unread_at_first() -> None:
    spec = """
    volumes: [{name: img, image: {reference: a/b}}]
    containers:
    - name: web
      image: x
      volumeMounts:
      - {name: img, mountPath: "", subPath: /a}
      - {name: data, mountPath: /a}
      - {name: nope, mountPath: /b}
    """
    assert faults(spec, minor=34) == [("containers[0].volumeMounts[1].name", "mount-without-volume")]
    assert ("containers[0].volumeMounts.subPath", "invalid-format") in faults(spec, minor=35)


def test_what_is_dropped_leaves_the_places_of_the_rest() -> None:
    spec = tree(
        """
    volumes: [{name: img, image: {reference: a/b}}]
    containers:
    - name: web
      image: x
      volumeMounts:
      - {name: img, mountPath: /img}
      - {name: nope, mountPath: /b}
    """
    )
    (problem,) = validate_containers(spec, 34, VOLUMES)
    assert problem.span.line == 8
    assert problem.node.root is spec


@pytest.mark.parametrize(("minor", "refused"), [(35, True), (36, False)])
def test_rules_of_a_sidecar_are_refused_at_first(minor: int, refused: bool) -> None:
    rules = "restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]"
    spec = f"{WEB}\ninitContainers: [{{name: s, image: x, restartPolicy: Always, {rules}}}]"
    expected = [("initContainers[0].restartPolicyRules", "forbidden-field")] if refused else []
    assert faults(spec, minor) == expected
    assert faults(f"containers: [{{name: s, image: x, restartPolicy: Always, {rules}}}]", minor) == []
