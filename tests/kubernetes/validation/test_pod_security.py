"""Security of pods, and the systems that they are for."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.pod import validate_pod_spec
from stslint.model import Source
from stslint.sources.yaml.recovery import read

WEB = "containers: [{name: c, image: i}]"


def faults(text: str, minor: int = 37) -> list[str]:
    spec = read(Source("x.yaml", text if "containers:" in text else f"{text}\n{WEB}"))[0].root
    return [problem.path.lstrip(".") for problem in validate_pod_spec(spec, minor)]


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("fsGroup: 0, runAsUser: 2147483647, supplementalGroups: [0]", []),
        ("fsGroup: -1, runAsUser: 2147483648, runAsGroup: -1", ["fsGroup", "runAsUser", "runAsGroup"]),
        ("supplementalGroups: [1, -1]", ["supplementalGroups[1]"]),
        ("fsGroupChangePolicy: Always, supplementalGroupsPolicy: Strict", []),
        (
            "fsGroupChangePolicy: '', supplementalGroupsPolicy: x",
            ["fsGroupChangePolicy", "supplementalGroupsPolicy"],
        ),
        ("seLinuxChangePolicy: MountOption", []),
        ("seLinuxChangePolicy: x", ["seLinuxChangePolicy"]),
        ("seccompProfile: {type: Localhost, localhostProfile: a/b}", []),
        ("seccompProfile: {type: Localhost, localhostProfile: /a}", ["seccompProfile.localhostProfile"]),
        ("seccompProfile: {}", ["seccompProfile.type"]),
        ("appArmorProfile: {type: Localhost}", ["appArmorProfile.localhostProfile"]),
        ("windowsOptions: {runAsUserName: ''}", ["windowsOptions.runAsUserName"]),
        ("sysctls: [{name: net.ipv4.tcp_syncookies, value: '1'}, {name: net/ipv4, value: '1'}]", []),
        ("sysctls: [{}, {name: A}, {name: a}, {name: a}]", [f"sysctls[{i}].name" for i in (0, 1, 3)]),
        (f"sysctls: [{{name: {'a' * 254}}}]", ["sysctls[0].name"]),
    ],
)
def test_security_context(context: str, expected: list[str]) -> None:
    assert faults(f"securityContext: {{{context}}}") == [f"securityContext.{path}" for path in expected]


def test_mount_option_needs_1_37() -> None:
    assert faults("securityContext: {seLinuxChangePolicy: MountOption}", 36) == [
        "securityContext.seLinuxChangePolicy"
    ]


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("net.x", "hostNetwork"),
        ("net/x", "hostNetwork"),
        ("kernel.sem", "hostIPC"),
        ("kernel/shm_rmid_forced", "hostIPC"),
        ("fs.mqueue.x", "hostIPC"),
    ],
)
def test_a_sysctl_of_the_hosts_namespace_is_refused(name: str, host: str) -> None:
    sysctl = f"securityContext: {{sysctls: [{{name: {name}, value: '1'}}]}}"
    other = "hostIPC" if host == "hostNetwork" else "hostNetwork"
    assert faults(f"{sysctl}\n{host}: true") == ["securityContext.sysctls[0].name"]
    assert faults(f"{sysctl}\n{other}: true") == []


def test_a_namespace_of_users_excludes_those_of_the_host() -> None:
    hosts = "hostNetwork: true\nhostPID: true\nhostIPC: true"
    assert faults(f"hostUsers: false\n{hosts}") == ["hostNetwork", "HostPID", "HostIPC"]
    assert faults(f"hostUsers: true\n{hosts}") == []


def test_one_process_namespace_at_a_time() -> None:
    text = "shareProcessNamespace: true\nhostPID: true"
    assert faults(text) == ["shareProcessNamespace"]
    assert faults(text, 36) == ["securityContext.shareProcessNamespace"]
    assert faults("shareProcessNamespace: false\nhostPID: true") == []


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("{name: linux}", []),
        ("null", []),
        ("{}", ["os.name"]),
        ("{name: Linux}", ["os"]),
        ("{name: mac}", ["os"]),
    ],
)
def test_systems(system: str, expected: list[str]) -> None:
    assert faults(f"os: {system}") == expected


def test_windows_has_no_settings_of_linux() -> None:
    text = """
os: {name: windows}
hostUsers: true
hostPID: true
hostIPC: false
shareProcessNamespace: false
securityContext: {fsGroup: 1, runAsUser: 1, supplementalGroups: [], sysctls: [], seLinuxOptions: {}}
"""
    found = faults(text)
    context = [
        f"securityContext.{key}" for key in ("seLinuxOptions", "fsGroup", "runAsUser", "supplementalGroups")
    ]
    assert sorted(found) == sorted([*context, "hostUsers", "hostPID", "shareProcessNamespace"])


def test_linux_has_no_options_of_windows() -> None:
    text = "os: {name: linux}\nsecurityContext: {windowsOptions: {}}"
    assert faults(text) == ["securityContext.windowsOptions"]


HOST_PROCESS = "securityContext: {windowsOptions: {hostProcess: true}}"


def test_host_process_containers_are_all_or_none_and_in_the_hosts_network() -> None:
    mixed = f"containers: [{{name: a, image: i, {HOST_PROCESS}}}, {{name: b, image: i}}]"
    assert faults(mixed) == ["", "hostNetwork"]
    assert faults(f"{mixed}\n{HOST_PROCESS}") == ["hostNetwork"]
    assert faults(f"{mixed}\n{HOST_PROCESS}\nhostNetwork: true") == []
