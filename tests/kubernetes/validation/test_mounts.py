"""Volume mounts and devices."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.mounts import VolumeNames, validate_volume_devices, validate_volume_mounts
from tests.support.trees import shown, tree

ACCEPTED = {"data": "persistentVolumeClaim", "scratch": "ephemeral", "config": "configMap", "tmp": "emptyDir"}
VOLUMES = VolumeNames(ACCEPTED, {**ACCEPTED, "broken": "hostPath"})


def faults(text: str, minor: int = 37) -> list[tuple[str, str]]:
    container = tree(text)
    mounts, devices = container.get("volumeMounts"), container.get("volumeDevices")
    return [
        *shown(validate_volume_mounts(mounts, container, minor, VOLUMES)),
        *shown(validate_volume_devices(devices, container, VOLUMES)),
    ]


@pytest.mark.parametrize(
    "mount",
    [
        "name: data, mountPath: /data",
        "name: data, mountPath: 'C:\\data'",
        "name: config, mountPath: /etc/x, subPath: a/b, readOnly: true",
        "name: data, mountPath: /data, subPath: ..a, subPathExpr: ''",
        "name: data, mountPath: /data, mountPropagation: HostToContainer",
        "name: data, mountPath: /data, readOnly: true, recursiveReadOnly: Enabled, mountPropagation: None",
        "name: data, mountPath: /data, recursiveReadOnly: Disabled",
    ],
)
def test_mounts_accepted(mount: str) -> None:
    assert not faults(f"volumeMounts: [{{{mount}}}]")


@pytest.mark.parametrize(
    ("mount", "field", "rule"),
    [
        ("mountPath: /x", "[0].name", "required-field-missing"),
        ("name: nope, mountPath: /x", "[0].name", "mount-without-volume"),
        ("name: broken, mountPath: /x", "[0].name", "mount-without-volume"),
        ("name: data", "[0].mountPath", "required-field-missing"),
        ("name: data, mountPath: /x, subPath: /a", ".subPath", "invalid-format"),
        ("name: data, mountPath: /x, subPath: a/../b", ".subPath", "invalid-format"),
        ("name: data, mountPath: /x, subPathExpr: ..", ".subPathExpr", "invalid-format"),
        ("name: data, mountPath: /x, subPath: a, subPathExpr: b", "[0].subPathExpr", "forbidden-field"),
        ("name: data, mountPath: /x, mountPropagation: none", ".mountPropagation", "invalid-enum"),
        (
            "name: data, mountPath: /x, mountPropagation: Bidirectional",
            ".mountPropagation",
            "forbidden-field",
        ),
        ("name: data, mountPath: /x, recursiveReadOnly: enabled", ".recursiveReadOnly", "invalid-enum"),
        ("name: data, mountPath: /x, recursiveReadOnly: Always", ".recursiveReadOnly", "invalid-enum"),
        ("name: data, mountPath: /x, recursiveReadOnly: ''", ".recursiveReadOnly", "required-field-missing"),
        ("name: data, mountPath: /x, recursiveReadOnly: Enabled", ".recursiveReadOnly", "forbidden-field"),
        (
            "name: data, mountPath: /x, readOnly: true, recursiveReadOnly: IfPossible,"
            " mountPropagation: HostToContainer",
            ".recursiveReadOnly",
            "forbidden-field",
        ),
    ],
)
def test_mounts_refused(mount: str, field: str, rule: str) -> None:
    assert faults(f"volumeMounts: [{{{mount}}}]") == [(f"volumeMounts{field}", rule)]


def test_only_a_privileged_container_mounts_in_both_directions() -> None:
    text = "volumeMounts: [{name: data, mountPath: /x, mountPropagation: Bidirectional}]"
    assert not faults(f"{text}\nsecurityContext: {{privileged: true}}")


def test_a_path_is_mounted_once() -> None:
    text = (
        "volumeMounts: [{name: data, mountPath: /x}, {name: data, mountPath: /y}, {name: tmp, mountPath: /x}]"
    )
    assert faults(text) == [("volumeMounts[2].mountPath", "duplicate-entry")]


def test_recursion_is_dropped_unread_at_first() -> None:
    text = "volumeMounts: [{name: data, mountPath: /x, recursiveReadOnly: no-such}]"
    assert not faults(text, minor=30)


def test_an_invalid_volume_is_distinguished_from_a_missing_one() -> None:
    container = tree("volumeMounts: [{name: broken, mountPath: /x}, {name: dta, mountPath: /y}]")
    broken, missing = validate_volume_mounts(container.get("volumeMounts"), container, 37, VOLUMES)
    assert broken.help == "fix the volume first"
    assert missing.help == "did you mean `data`?"
    assert missing.fix is not None
    assert not missing.fix.safe


@pytest.mark.parametrize("device", ["name: data, devicePath: /dev/a", "name: scratch, devicePath: b:c"])
def test_devices_accepted(device: str) -> None:
    assert not faults(f"volumeDevices: [{{{device}}}]")


@pytest.mark.parametrize(
    ("device", "field", "rule"),
    [
        ("devicePath: /dev/a", "name", "required-field-missing"),
        ("name: nope, devicePath: /dev/a", "name", "mount-without-volume"),
        ("name: tmp, devicePath: /dev/a", "name", "invalid-enum"),
        ("name: data", "devicePath", "required-field-missing"),
        ("name: data, devicePath: /dev/../a", "devicePath", "invalid-format"),
    ],
)
def test_devices_refused(device: str, field: str, rule: str) -> None:
    assert faults(f"volumeDevices: [{{{device}}}]") == [(f"volumeDevices[0].{field}", rule)]


def test_devices_are_unique() -> None:
    text = """
    volumeDevices:
    - {name: data, devicePath: /a}
    - {name: data, devicePath: /b}
    - {name: scratch, devicePath: /a}
    """
    assert faults(text) == [
        ("volumeDevices[1].name", "duplicate-entry"),
        ("volumeDevices[2].devicePath", "duplicate-entry"),
    ]


def test_a_volume_is_a_device_or_a_file_system() -> None:
    text = "volumeMounts: [{name: data, mountPath: /a}]\nvolumeDevices: [{name: data, devicePath: /a}]"
    assert faults(text) == [
        ("volumeMounts[0].name", "duplicate-entry"),
        ("volumeMounts[0].mountPath", "duplicate-entry"),
        ("volumeDevices[0].name", "duplicate-entry"),
        ("volumeDevices[0].devicePath", "duplicate-entry"),
    ]


@pytest.mark.parametrize(("others", "near"), [(28, True), (29, False)])
def test_a_name_is_not_compared_with_very_many_volumes(others: int, near: bool) -> None:
    names = dict.fromkeys(("data", "tmp", *(f"other-{each}" for each in range(others))), "emptyDir")
    container = tree("volumeMounts: [{name: dta, mountPath: /y}]")
    volumes = VolumeNames(names, names)
    (missing,) = validate_volume_mounts(container.get("volumeMounts"), container, 37, volumes)
    assert (missing.help == "did you mean `data`?") == near
