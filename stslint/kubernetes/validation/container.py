"""Containers of a pod template: the lists as a whole, and each container.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.container_security import validate_container_security
from stslint.kubernetes.validation.environment import validate_environment, validate_environment_from
from stslint.kubernetes.validation.image_volumes import dropped_volumes, without_mounts
from stslint.kubernetes.validation.lifecycle import has_lifecycle, validate_lifecycle
from stslint.kubernetes.validation.mounts import VolumeNames as VolumeNames
from stslint.kubernetes.validation.mounts import validate_volume_devices, validate_volume_mounts
from stslint.kubernetes.validation.ports import host_network_ports, host_port_conflicts, validate_ports
from stslint.kubernetes.validation.probe import validate_liveness_probe, validate_readiness_probe
from stslint.kubernetes.validation.resize_policy import no_restart_of_init_container, validate_resize_policy
from stslint.kubernetes.validation.resources import validate_resources
from stslint.kubernetes.validation.restart_policy import is_sidecar, validate_restart_policy
from stslint.kubernetes.values import names
from stslint.model import Node, Problem, Related
from stslint.runtime.namedtuple import NamedTuple

PULL_POLICIES = ("Always", "IfNotPresent", "Never")
MESSAGE_POLICIES = ("File", "FallbackToLogsOnError")
DEFAULT_GRACE_PERIOD = 30


class _Pod(NamedTuple):
    """What a container's checks need to know of the pod around it, after defaulting."""

    minor: int
    volumes: VolumeNames
    claims: frozenset[str]
    grace_period: int
    restart_policy: str
    system: str
    host_users: bool
    host_process: Node


def validate_containers(pod_spec: Node, minor: int, volumes: VolumeNames) -> Iterator[Problem]:
    """Yields what the API server refuses in the three lists of containers of a pod's ``spec``.

    Includes what depends on the pod (its system, host network, host users, grace period, resource claims) and
    is reported at a container. The pod's own checks report ephemeral containers in a template, and every
    field outside the three lists.
    """
    pod = _pod(pod_spec, minor, volumes)
    dropped = dropped_volumes(pod_spec, minor)
    containers = _without_mounts(pod_spec.get("containers"), dropped)
    if not containers:
        yield fields.missing(pod_spec.get("containers"), help="a pod needs at least one container")
    used: dict[str, Node] = {}
    for container in containers:
        yield from _container(container, pod, used)
    yield from host_port_conflicts(containers)
    if pod_spec.get("hostNetwork").boolean():
        for container in containers:
            yield from host_network_ports(container)
    init_containers = pod_spec.get("initContainers")
    for container in _without_mounts(init_containers, dropped):
        yield from _init_container(container, pod, used, init_containers)
    for container in _without_mounts(pod_spec.get("ephemeralContainers"), dropped):
        yield from _ephemeral_container(container, pod, used)


def _without_mounts(containers: Node, dropped: frozenset[str]) -> list[Node]:
    """Returns the containers of a list as the API server validates them."""
    elements = containers.elements()
    return [without_mounts(container, dropped) for container in elements] if dropped else elements


def _pod(spec: Node, minor: int, volumes: VolumeNames) -> _Pod:
    grace_period = spec.get("terminationGracePeriodSeconds")
    return _Pod(
        minor=minor,
        volumes=volumes,
        claims=frozenset(claim.get("name").string() for claim in spec.get("resourceClaims").elements()),
        grace_period=grace_period.integer() if grace_period else DEFAULT_GRACE_PERIOD,
        restart_policy=spec.get("restartPolicy").string(),
        system=spec.at("os.name").string(),
        host_users=spec.get("hostUsers").boolean(True),
        host_process=spec.at("securityContext.windowsOptions.hostProcess"),
    )


def _container(container: Node, pod: _Pod, used: dict[str, Node]) -> Iterator[Problem]:
    yield from _unique_name(container, used)
    yield from _common(container, pod)
    yield from _long_running(container, pod)
    yield from validate_restart_policy(container, pod.minor, init=False)


def _init_container(
    container: Node, pod: _Pod, used: dict[str, Node], init_containers: Node
) -> Iterator[Problem]:
    yield from _unique_name(container, used)
    yield from _common(container, pod)
    yield from validate_restart_policy(container, pod.minor, init=True)
    yield from _own_host_ports(container, init_containers)
    if is_sidecar(container):
        yield from _long_running(container, pod)
    else:
        yield from _run_once(container)
        yield from no_restart_of_init_container(container.get("resizePolicy"), pod.minor)


def _own_host_ports(container: Node, init_containers: Node) -> Iterator[Problem]:
    """Yields the duplicate host ports of init containers.

    The API server reports all of them at the first init container.
    """
    for problem in host_port_conflicts([container]):
        port = problem.node.parent
        index = port.key if port is not None else 0
        field = f"{init_containers.path}[0].ports[{index}].hostPort"
        yield Problem(
            problem.node, problem.message, problem.rule, problem.help, field=field, related=problem.related
        )


def _ephemeral_container(container: Node, pod: _Pod, used: dict[str, Node]) -> Iterator[Problem]:
    from stslint.kubernetes.validation.ephemeral_container import validate_ephemeral_fields

    targets = {name for name, node in used.items() if not _is_ephemeral(node)}
    yield from _unique_name(container, used)
    yield from _common(container, pod)
    yield from validate_ephemeral_fields(container, pod.minor, targets)


def _is_ephemeral(name: Node) -> bool:
    lists = name.parent.parent if name.parent is not None else None
    return lists is not None and lists.key == "ephemeralContainers"


def _unique_name(container: Node, used: dict[str, Node]) -> Iterator[Problem]:
    node = container.get("name")
    name = node.string()
    if not name:
        yield fields.missing(node)
        return
    fault = names.dns_label(name)
    if fault:
        yield fields.bad_name(node, name, fault)
    first = used.setdefault(name, node)
    if first is not node:
        message = f"this pod already has a container `{fields.shorten(name)}`"
        related = (Related(first, "the first one"),)
        yield Problem(node, message, rule="duplicate-entry", help="give it another name", related=related)


def _common(container: Node, pod: _Pod) -> Iterator[Problem]:
    """Yields the problems of the fields that all kinds of containers have, except for their names."""
    entries = container.entries()
    if not container.get("image").string():
        yield fields.missing(container.get("image"))
    for key, child in entries.items():
        check = _CHECKS.get(key)
        if check is not None and child:
            yield from check(container, child, pod)


def _long_running(container: Node, pod: _Pod) -> Iterator[Problem]:
    """Yields the problems of hooks and probes, which only containers that run as long as the pod can have."""
    entries = container.entries()
    for key in ("livenessProbe", "startupProbe"):
        if entries.get(key):
            yield from validate_liveness_probe(entries[key])
    if entries.get("readinessProbe"):
        yield from validate_readiness_probe(entries["readinessProbe"])
    if "lifecycle" in entries:
        yield from validate_lifecycle(entries["lifecycle"], pod.grace_period)


def _run_once(container: Node) -> Iterator[Problem]:
    entries = container.entries()
    why = "cannot be set for an init container that runs once"
    help = "only a sidecar can have it: set `restartPolicy: Always`, or remove it"
    for key in ("livenessProbe", "readinessProbe", "startupProbe"):
        if entries.get(key):
            yield fields.forbidden(entries[key], why, help=help)
    if has_lifecycle(container):
        yield fields.forbidden(entries["lifecycle"], why, help=help)


def _devices(container: Node, devices: Node, pod: _Pod) -> Iterator[Problem]:
    yield from validate_volume_devices(devices, container, pod.volumes)
    if not pod.host_users and devices.elements():
        yield fields.forbidden(devices, "cannot be set in a pod with `hostUsers: false`")


def _security(context: Node, pod: _Pod) -> Iterator[Problem]:
    yield from validate_container_security(context, host_users=pod.host_users, system=pod.system)
    if "windowsOptions" not in context.entries():
        return
    host_process = context.at("windowsOptions.hostProcess")
    if host_process and pod.host_process and host_process.boolean() != pod.host_process.boolean():
        message = "`hostProcess` differs from the pod's value"
        related = (Related(pod.host_process, "the pod's"),)
        yield Problem(host_process, message, rule="forbidden-field", help="remove it here", related=related)


_Check = Callable[[Node, Node, _Pod], Iterable[Problem]]

_CHECKS: dict[str, _Check] = {
    "env": lambda _, node, pod: validate_environment(node, pod.minor, pod.volumes.written),
    "envFrom": lambda _, node, pod: validate_environment_from(node, pod.minor),
    "imagePullPolicy": lambda _, node, pod: fields.enum(node, PULL_POLICIES, default="IfNotPresent"),
    "ports": lambda _, node, pod: validate_ports(node),
    "resizePolicy": lambda _, node, pod: validate_resize_policy(node, pod.minor, pod.restart_policy),
    "resources": lambda _, node, pod: validate_resources(node, pod.minor, pod.claims),
    "securityContext": lambda _, node, pod: _security(node, pod),
    "terminationMessagePolicy": lambda _, node, pod: fields.enum(node, MESSAGE_POLICIES, default="File"),
    "volumeDevices": _devices,
    "volumeMounts": lambda container, node, pod: validate_volume_mounts(
        node, container, pod.minor, pod.volumes
    ),
}
