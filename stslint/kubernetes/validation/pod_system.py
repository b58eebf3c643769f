"""The operating system of a pod: ``os``, what it forbids, and HostProcess pods on Windows.

Source: https://kubernetes.io/docs/concepts/workloads/pods/#pod-os and
https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.pod_annotations import containers_of
from stslint.model import Node, Problem

SYSTEMS = ("linux", "windows")

LINUX_ONLY_CONTEXT = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
)
LINUX_ONLY = ("hostUsers", "shareProcessNamespace")
LINUX_ONLY_IF_TRUE = ("hostPID", "hostIPC")


def validate_system(system: Node, spec: Node) -> Iterator[Problem]:
    """Yields the problems of ``os``, and the fields of the pod (not its containers) that it forbids."""
    node = system.get("name")
    name = node.string()
    if not name:
        yield fields.missing(node, f"use {fields.any_of(SYSTEMS)}")
    elif name not in SYSTEMS:
        # The API server's path is that of the whole field.
        yield fields.not_one_of(node, name, SYSTEMS, field=system.path)
    elif name == "windows":
        yield from _not_in_windows(spec)
    else:
        options = spec.get("securityContext").get("windowsOptions")
        if options:
            yield fields.forbidden(options, "cannot be set in a Linux pod")


def validate_host_process(spec: Node) -> Iterator[Problem]:
    """Yields the problems of a pod with HostProcess containers: all must be, on the host's network."""
    pod_wide = _host_process(spec, default=False)
    own = [_host_process(container, default=pod_wide) for container in containers_of(spec)]
    if not any(own):
        return
    if not all(own):
        message = "either all containers are HostProcess containers, or none is"
        yield Problem(spec, message, rule="forbidden-field")
    network = spec.get("hostNetwork")
    if not network.boolean():
        message = "HostProcess containers need `hostNetwork: true`"
        yield Problem(network, message, rule="required-field-missing")


def _host_process(owner: Node, *, default: bool) -> bool:
    context = owner.entries().get("securityContext")
    options = context.entries().get("windowsOptions") if context is not None else None
    return default if options is None else options.get("hostProcess").boolean(default)


def _not_in_windows(spec: Node) -> Iterator[Problem]:
    context = spec.get("securityContext")
    nodes = [context.get(key) for key in LINUX_ONLY_CONTEXT] + [spec.get(key) for key in LINUX_ONLY]
    nodes += [node for node in (spec.get(key) for key in LINUX_ONLY_IF_TRUE) if node.boolean()]
    if context.get("sysctls").elements():
        nodes.append(context.get("sysctls"))
    for node in nodes:
        if node:
            yield fields.forbidden(node, "cannot be set in a Windows pod")
