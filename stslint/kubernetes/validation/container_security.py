"""Security contexts of containers, and the profiles that pods have too.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context-1
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.mounts import valid_relative_path
from stslint.kubernetes.validation.windows_options import validate_windows_options
from stslint.model import Node, Problem

LARGEST_ID = 2**31 - 1
PROC_MOUNTS = ("Default", "Unmasked")
PROFILE_TYPES = ("RuntimeDefault", "Localhost", "Unconfined")
LONGEST_PROFILE = 4095

LINUX_ONLY = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
)

# What Go trims from a text.
_BLANKS = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def validate_container_security(context: Node, *, host_users: bool, system: str) -> Iterator[Problem]:
    """Yields the problems of a container's ``securityContext``.

    ``host_users`` says whether the pod uses the host's user namespace, ``system`` is the pod's
    ``os.name`` or empty.
    """
    entries = context.entries()
    for name in ("runAsUser", "runAsGroup"):
        if name in entries:
            yield from fields.in_range(entries[name], 0, LARGEST_ID)
    if "procMount" in entries:
        yield from _proc_mount(entries["procMount"], host_users=host_users)
    yield from _escalation(context)
    for name, check in _PARTS.items():
        if name in entries:
            yield from check(entries[name])
    if system:
        yield from _foreign_system(context, system)


def _proc_mount(node: Node, *, host_users: bool) -> Iterator[Problem]:
    yield from fields.enum(node, PROC_MOUNTS)
    if host_users and node.string() == "Unmasked":
        message = "`procMount` can be `Unmasked` only in a pod with `hostUsers: false`"
        yield Problem(node, message, rule="forbidden-field", help="set `hostUsers: false`, or remove it")


def _escalation(context: Node) -> Iterator[Problem]:
    """Yields what contradicts ``allowPrivilegeEscalation: false``; it is reported at the context."""
    if context.get("allowPrivilegeEscalation").boolean(True):
        return
    privileged = context.get("privileged")
    if privileged.boolean():
        message = "`privileged: true` cannot be combined with `allowPrivilegeEscalation: false`"
        help = "a privileged container can always escalate; remove one of them"
        yield Problem(privileged, message, rule="forbidden-field", help=help, field=context.path)
    for capability in context.at("capabilities.add").elements():
        if capability.string() == "CAP_SYS_ADMIN":
            message = "`CAP_SYS_ADMIN` cannot be combined with `allowPrivilegeEscalation: false`"
            yield Problem(capability, message, rule="forbidden-field", field=context.path)


def validate_seccomp_profile(profile: Node) -> Iterator[Problem]:
    """Yields the problems of a seccomp profile, of a pod or a container."""
    if not profile:
        return
    kind, file = profile.get("type"), profile.get("localhostProfile")
    yield from _profile_type(kind)
    if kind.string() != "Localhost":
        if file:
            yield _profile_without_localhost(file)
    elif file:
        yield from valid_relative_path(file)
    else:
        yield fields.missing(file, help="name the profile's file, or choose another `type`")


def validate_app_armor_profile(profile: Node) -> Iterator[Problem]:
    """Yields the problems of an AppArmor profile, of a pod or a container."""
    if not profile:
        return
    kind, loaded = profile.get("type"), profile.get("localhostProfile")
    yield from _profile_type(kind)
    if kind.string() == "Localhost":
        yield from _loaded_profile(loaded)
    elif loaded and kind.string() in PROFILE_TYPES:
        yield _profile_without_localhost(loaded)


def _profile_type(kind: Node) -> Iterator[Problem]:
    if kind.string():
        yield from fields.enum(kind, PROFILE_TYPES)
    else:
        yield fields.missing(kind, help=f"use {fields.any_of(PROFILE_TYPES)}")


def _profile_without_localhost(node: Node) -> Problem:
    return fields.forbidden(node, "needs the type `Localhost`", help="remove it, or set `type: Localhost`")


def _loaded_profile(node: Node) -> Iterator[Problem]:
    name = node.string()
    if not name:
        yield fields.missing(node, help="name the profile, or choose another `type`")
    elif name.strip(_BLANKS) != name:
        message = "`localhostProfile` cannot begin or end with whitespace"
        yield Problem(node, message, rule="invalid-format")
    elif len(name.encode()) > LONGEST_PROFILE:
        message = f"`localhostProfile` can have at most {LONGEST_PROFILE} bytes"
        yield Problem(node, message, rule="too-long")


def _foreign_system(context: Node, system: str) -> Iterator[Problem]:
    if system == "linux" and context.get("windowsOptions"):
        yield fields.forbidden(context.get("windowsOptions"), "cannot be set in a Linux pod")
    elif system == "windows":
        for name in LINUX_ONLY:
            if context.get(name):
                yield fields.forbidden(context.get(name), "cannot be set in a Windows pod")


_PARTS: dict[str, Callable[[Node], Iterator[Problem]]] = {
    "seccompProfile": validate_seccomp_profile,
    "appArmorProfile": validate_app_armor_profile,
    "windowsOptions": validate_windows_options,
}
