"""What the Pod Security Standards forbid."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.pod_security import BASELINE, RESTRICTED, violations
from tests.support.manifests import object_of, stateful_set

APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/db"


@pytest.mark.parametrize(
    ("annotations", "places"),
    [
        (f"{{{APP_ARMOR}: unconfined}}", [APP_ARMOR]),
        (f"{{{APP_ARMOR}: runtime/default}}", []),
        (f"{{{APP_ARMOR}: localhost/db}}", []),
        ("{example.com/profile: unconfined}", []),
    ],
)
def test_only_an_unconfined_app_armor_profile_is_forbidden(annotations: str, places: list[str]) -> None:
    template = f"{{metadata: {{annotations: {annotations}}}, spec: {{containers: [{{name: db}}]}}}}"
    root = object_of(stateful_set("db", f"{{template: {template}}}"))
    assert [one.node.key for one in violations(root, BASELINE)] == places


SAFE = (
    "allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault},"
    " capabilities: {drop: [ALL]}"
)


def places(level: str, container: str, pod: str = "") -> list[str]:
    spec = f"{{{pod}{', ' if pod else ''}containers: [{{name: db, {container}}}]}}"
    root = object_of(stateful_set("db", f"{{template: {{spec: {spec}}}}}"))
    return [one.node.path.removeprefix("spec.template.spec.") for one in violations(root, level)]


@pytest.mark.parametrize(
    ("container", "pod", "expected"),
    [
        ("", "", []),
        ("ports: [{containerPort: 1}, {containerPort: 2, hostPort: 0}]", "", []),
        ("ports: [{containerPort: 1, hostPort: 1}]", "", ["containers[0].ports[0].hostPort"]),
        ("securityContext: {privileged: true}", "", ["containers[0].securityContext.privileged"]),
        ("securityContext: {capabilities: {add: [CHOWN]}}", "", []),
        (
            "securityContext: {capabilities: {add: [CHOWN, SYS_ADMIN]}}",
            "",
            ["containers[0].securityContext.capabilities.add[1]"],
        ),
        ("securityContext: {procMount: Default}", "", []),
        ("securityContext: {procMount: Unmasked}", "", ["containers[0].securityContext.procMount"]),
        (
            "securityContext: {seccompProfile: {type: Unconfined}}",
            "",
            ["containers[0].securityContext.seccompProfile.type"],
        ),
        ("", "hostNetwork: true, hostPID: false", ["hostNetwork"]),
        ("", "volumes: [{name: a, hostPath: {path: /}}, {name: b, emptyDir: {}}]", ["volumes[0].hostPath"]),
        ("", "securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies}]}", []),
        ("", "securityContext: {sysctls: [{name: kernel.msgmax}]}", ["securityContext.sysctls[0].name"]),
        ("", "securityContext: {seLinuxOptions: {type: container_t}}", []),
        ("", "securityContext: {seLinuxOptions: {user: a}}", ["securityContext.seLinuxOptions.user"]),
        ("securityContext: {privileged: true}", "os: {name: windows}", []),
    ],
)
def test_what_the_baseline_forbids(container: str, pod: str, expected: list[str]) -> None:
    assert places(BASELINE, container, pod) == expected


@pytest.mark.parametrize(
    ("context", "pod", "expected"),
    [
        (SAFE, "", []),
        (SAFE.replace("runAsNonRoot: true, ", ""), "securityContext: {runAsNonRoot: true}", []),
        (SAFE.replace("RuntimeDefault", "Localhost"), "", []),
        (SAFE.replace("runAsNonRoot: true", "runAsNonRoot: false"), "", [".runAsNonRoot"]),
        (SAFE.replace("Escalation: false", "Escalation: true"), "", [".allowPrivilegeEscalation"]),
        (SAFE.replace("drop: [ALL]", "drop: [CHOWN]"), "", [".capabilities"]),
        (SAFE.replace("drop: [ALL]", "drop: [ALL], add: [NET_BIND_SERVICE]"), "", []),
        (SAFE.replace("drop: [ALL]", "drop: [ALL], add: [CHOWN]"), "", [".capabilities.add[0]"]),
        (f"{SAFE}, runAsUser: 0", "", [".runAsUser"]),
        (f"{SAFE}, runAsUser: 1", "", []),
        (SAFE.replace("seccompProfile: {type: RuntimeDefault},", ""), "", [""]),
    ],
)
def test_what_the_restricted_level_wants_of_each_container(
    context: str, pod: str, expected: list[str]
) -> None:
    found = places(RESTRICTED, f"securityContext: {{{context}}}", pod)
    assert found == [f"containers[0].securityContext{each}" for each in expected]


def test_the_restricted_level_names_the_volumes_that_it_allows() -> None:
    volumes = "volumes: [{name: a, nfs: {}}, {name: b, secret: {}}, {name: c, hostPath: {path: /}}]"
    assert places(RESTRICTED, f"securityContext: {{{SAFE}}}", volumes) == [
        "volumes[2].hostPath",
        "volumes[0].nfs",
    ]
