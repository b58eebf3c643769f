"""Security contexts of containers."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.container_security import validate_container_security
from tests.support.trees import shown, tree


def faults(body: str, *, host_users: bool = True, system: str = "") -> list[tuple[str, str]]:
    node = tree(f"securityContext: {{{body}}}").get("securityContext")
    found = shown(validate_container_security(node, host_users=host_users, system=system))
    return [(path.removeprefix("securityContext."), rule) for path, rule in found]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "runAsUser: 0, runAsGroup: 2147483647, privileged: true, procMount: Default",
        "privileged: true, allowPrivilegeEscalation: true, capabilities: {add: [CAP_SYS_ADMIN]}",
        "privileged: false, allowPrivilegeEscalation: false, capabilities: {add: [SYS_ADMIN], drop: [ALL]}",
        "seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: Unconfined}",
        "seccompProfile: {type: Localhost, localhostProfile: ''}",
        "appArmorProfile: {type: Localhost, localhostProfile: k8s-x}",
        "windowsOptions: {runAsUserName: user, gmsaCredentialSpecName: a.b}",
    ],
)
def test_contexts_accepted(body: str) -> None:
    assert not faults(body)


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ("runAsUser: -1", "runAsUser", "out-of-range"),
        ("runAsGroup: 2147483648", "runAsGroup", "out-of-range"),
        ("procMount: default", "procMount", "invalid-enum"),
        ("procMount: Unmasked", "procMount", "forbidden-field"),
        ("privileged: true, allowPrivilegeEscalation: false", "securityContext", "forbidden-field"),
        (
            "allowPrivilegeEscalation: false, capabilities: {add: [CAP_SYS_ADMIN]}",
            "securityContext",
            "forbidden-field",
        ),
        ("seccompProfile: {}", "seccompProfile.type", "required-field-missing"),
        ("seccompProfile: {type: runtimeDefault}", "seccompProfile.type", "invalid-enum"),
        ("seccompProfile: {type: Localhost}", "seccompProfile.localhostProfile", "required-field-missing"),
        (
            "seccompProfile: {type: Localhost, localhostProfile: /a}",
            "seccompProfile.localhostProfile",
            "invalid-format",
        ),
        (
            "seccompProfile: {type: RuntimeDefault, localhostProfile: a}",
            "seccompProfile.localhostProfile",
            "forbidden-field",
        ),
        ("appArmorProfile: {localhostProfile: a}", "appArmorProfile.type", "required-field-missing"),
        ("appArmorProfile: {type: none, localhostProfile: a}", "appArmorProfile.type", "invalid-enum"),
        (
            "appArmorProfile: {type: Localhost, localhostProfile: ''}",
            "appArmorProfile.localhostProfile",
            "required-field-missing",
        ),
        (
            "appArmorProfile: {type: Localhost, localhostProfile: ' a'}",
            "appArmorProfile.localhostProfile",
            "invalid-format",
        ),
        (
            f"appArmorProfile: {{type: Localhost, localhostProfile: {'a' * 4096}}}",
            "appArmorProfile.localhostProfile",
            "too-long",
        ),
        (
            "appArmorProfile: {type: Unconfined, localhostProfile: a}",
            "appArmorProfile.localhostProfile",
            "forbidden-field",
        ),
    ],
)
def test_contexts_refused(body: str, field: str, rule: str) -> None:
    assert faults(body) == [(field, rule)]


def test_proc_is_unmasked_in_a_user_namespace_only() -> None:
    assert not faults("procMount: Unmasked", host_users=False)


def test_a_linux_pod_has_no_windows_options() -> None:
    assert faults("windowsOptions: {}, runAsUser: 1", system="linux") == [
        ("windowsOptions", "forbidden-field")
    ]


def test_a_windows_pod_has_windows_options_only() -> None:
    body = "windowsOptions: {}, runAsUser: 1, privileged: false, procMount: null, runAsNonRoot: true"
    assert faults(body, system="windows") == [
        ("privileged", "forbidden-field"),
        ("runAsUser", "forbidden-field"),
    ]
