"""A pod's own security: its securityContext, sysctls, and the namespaces that it shares with its host.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.container_security import (
    LARGEST_ID,
    validate_app_armor_profile,
    validate_seccomp_profile,
)
from stslint.kubernetes.validation.windows_options import validate_windows_options
from stslint.model import Node, Problem
from stslint.runtime.lazy_regex import pattern

FS_GROUP_CHANGE_POLICIES = ("Always", "OnRootMismatch")
SUPPLEMENTAL_GROUPS_POLICIES = ("Merge", "Strict")
SELINUX_CHANGE_POLICIES = ("MountOption", "Recursive")
MAXIMUM_SYSCTL = 253

# The gate SELinuxMount is on from this minor; before it only Recursive is accepted.
SELINUX_MOUNT_MINOR = 37
# Before it, the path of shareProcessNamespace is in the securityContext, where it is stored internally.
PROCESS_NAMESPACE_MINOR = 37

# Two of the API server's paths have the Go name of the field.
_HOST_NAMESPACES = {"hostNetwork": "hostNetwork", "hostPID": "HostPID", "hostIPC": "HostIPC"}

_SEGMENT = r"[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"
_SYSCTL = pattern(rf"(?:{_SEGMENT}[./])*{_SEGMENT}\Z")

# The sysctls that belong to the IPC namespace: https://man7.org/linux/man-pages/man7/ipc_namespaces.7.html
_IPC_SYSCTLS = frozenset(
    f"kernel.{name}"
    for name in (
        "sem",
        "shmall",
        "shmmax",
        "shmmni",
        "shm_rmid_forced",
        "shm",
        "msgmax",
        "msgmnb",
        "msgmni",
        "msg",
    )
)


def validate_pod_security_context(context: Node, spec: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of the pod's ``securityContext``."""
    for key, node in context.entries().items():
        check = _CHECKS.get(key)
        if check is not None and node:
            yield from check(node)
        elif key == "seLinuxChangePolicy" and node:
            yield from _selinux_change_policy(node, minor)
        elif key == "sysctls":
            yield from _sysctls(node, spec)


def validate_share_process_namespace(node: Node, spec: Node, minor: int) -> Iterator[Problem]:
    """Yields a problem if a pod shares its own and its host's process namespace."""
    if node.boolean() and spec.get("hostPID").boolean():
        above = "" if minor >= PROCESS_NAMESPACE_MINOR else ".securityContext"
        field = f"{spec.path}{above}.shareProcessNamespace"
        message = "`shareProcessNamespace` and `hostPID` cannot both be true"
        yield Problem(node, message, rule="forbidden-field", on="key", field=field)


def validate_host_users(node: Node, spec: Node) -> Iterator[Problem]:
    """Yields the host namespaces that a pod cannot use with ``hostUsers: false``.

    Source: https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/#limitations
    """
    if node.boolean(True):
        return
    for key, reported in _HOST_NAMESPACES.items():
        other = spec.get(key)
        if other.boolean():
            message = f"`{key}` cannot be true with `hostUsers: false`"
            yield Problem(other, message, rule="forbidden-field", field=f"{spec.path}.{reported}")


def _selinux_change_policy(node: Node, minor: int) -> Iterator[Problem]:
    allowed = SELINUX_CHANGE_POLICIES if minor >= SELINUX_MOUNT_MINOR else ("Recursive",)
    yield from fields.enum(node, allowed)


def _id(node: Node) -> Iterator[Problem]:
    yield from fields.in_range(node, 0, LARGEST_ID)


def _fs_group_change_policy(node: Node) -> Iterator[Problem]:
    yield from fields.enum(node, FS_GROUP_CHANGE_POLICIES)


def _supplemental_groups_policy(node: Node) -> Iterator[Problem]:
    yield from fields.enum(node, SUPPLEMENTAL_GROUPS_POLICIES)


def _supplemental_groups(node: Node) -> Iterator[Problem]:
    for element in node.elements():
        yield from _id(element)


def _sysctls(sysctls: Node, spec: Node) -> Iterator[Problem]:
    seen: dict[str, Node] = {}
    for element in sysctls.elements():
        node = element.get("name")
        name = node.string()
        if not name:
            yield fields.missing(node)
        elif len(name) > MAXIMUM_SYSCTL or not _SYSCTL.match(name):
            fault = "lower-case letters, digits, `-` and `_` are allowed in parts joined by `.` or `/`"
            yield fields.bad_name(node, name, fault)
        elif name in seen:
            yield fields.duplicate(node, seen[name], name, what="sysctl")
        host = _shared_with_host(name, spec)
        if host:
            message = (
                f"`{fields.shorten(name)}` cannot be set with `{host}: true`: it then belongs to the host"
            )
            yield Problem(node, message, rule="forbidden-field")
        seen.setdefault(name, node)


def _shared_with_host(name: str, spec: Node) -> str:
    """Returns the field that shares the namespace of a sysctl with the host, or an empty string."""
    dotted = _dotted(name).partition("*")[0]
    if dotted.startswith("net.") and spec.get("hostNetwork").boolean():
        return "hostNetwork"
    if (dotted in _IPC_SYSCTLS or dotted.startswith("fs.mqueue.")) and spec.get("hostIPC").boolean():
        return "hostIPC"
    return ""


def _dotted(name: str) -> str:
    """Returns a sysctl's name with dots between its parts; a name uses slashes if a slash comes first.

    Source: https://man7.org/linux/man-pages/man5/sysctl.d.5.html
    """
    first = next((character for character in name if character in "./"), ".")
    if first == ".":
        return name
    return name.translate(str.maketrans("./", "/."))


_CHECKS: dict[str, Callable[[Node], Iterator[Problem]]] = {
    "fsGroup": _id,
    "runAsUser": _id,
    "runAsGroup": _id,
    "supplementalGroups": _supplemental_groups,
    "fsGroupChangePolicy": _fs_group_change_policy,
    "supplementalGroupsPolicy": _supplemental_groups_policy,
    "seccompProfile": validate_seccomp_profile,
    "appArmorProfile": validate_app_armor_profile,
    "windowsOptions": validate_windows_options,
}
