"""Ports of containers.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stslint.kubernetes import names
from stslint.kubernetes.validation import fields
from stslint.model import Edit, Fix, Node, Problem, Related

LOWEST_PORT = 1
HIGHEST_PORT = 65535
PROTOCOLS = ("TCP", "UDP", "SCTP")
DEFAULT_PROTOCOL = "TCP"


def validate_ports(ports: Node) -> Iterator[Problem]:
    """Yields the faults of one container's ports, each for itself, and names used twice."""
    seen: dict[str, Node] = {}
    for port in ports.elements():
        yield from _port_name(port, seen)
        container_port = port.get("containerPort")
        if container_port.integer() == 0:
            yield fields.missing(container_port)
        else:
            yield from valid_port_number(container_port)
        if port.get("hostPort").integer() != 0:
            yield from valid_port_number(port.get("hostPort"))
        yield from fields.enum(port.get("protocol"), PROTOCOLS, default=DEFAULT_PROTOCOL)


def _port_name(port: Node, seen: dict[str, Node]) -> Iterator[Problem]:
    node = port.get("name")
    name = node.string()
    if not name:
        return
    fault = names.port_name(name)
    if fault:
        yield fields.bad_name(node, name, fault)
    elif name in seen:
        yield fields.duplicate(node, seen[name], name, what="port name")
    else:
        seen[name] = node


def valid_port_number(node: Node) -> Iterator[Problem]:
    """Yields a problem if a number, zero when it is absent, is no port's."""
    if not LOWEST_PORT <= node.integer() <= HIGHEST_PORT:
        message = f"`{fields.label(node)}` must lie between {LOWEST_PORT} and {HIGHEST_PORT}"
        yield Problem(node, message, rule="out-of-range")


def valid_port_reference(node: Node) -> Iterator[Problem]:
    """Yields a problem if a probe's or a hook's port is neither a port's number nor a port's name."""
    if not node:
        yield fields.missing(node, help="write a port's number or name")
    elif isinstance(node.value, str):
        fault = names.port_name(node.value)
        if fault:
            yield _bad_reference(node, node.value, fault)
    else:
        yield from valid_port_number(node)


def _bad_reference(node: Node, value: str, fault: str) -> Problem:
    if not _is_number(value):
        return fields.bad_name(node, value, fault)
    message = f"`{value}` in quotes is read as a port's name, which needs at least one letter"
    help = f"write {value} without quotes"
    fix = Fix(help, (Edit(node.span, value),))
    return Problem(node, message, rule="invalid-name", help=help, fix=fix)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and str(int(text)) == text


def host_port_conflicts(containers: Iterable[Node]) -> Iterator[Problem]:
    """Yields the host ports that two of these containers, or one of them twice, ask for."""
    taken: dict[tuple[str, str, int], Node] = {}
    for container in containers:
        for port in container.get("ports").elements():
            node = port.get("hostPort")
            if node.integer() == 0:
                continue
            address = (protocol_of(port), port.get("hostIP").string(), node.integer())
            first = taken.setdefault(address, node)
            if first is not node:
                yield _conflict(node, first, address)


def _conflict(node: Node, first: Node, address: tuple[str, str, int]) -> Problem:
    protocol, _, number = address
    return Problem(
        node,
        f"host port {number}/{protocol} is asked for twice in this pod",
        rule="duplicate-entry",
        help="give each port a `hostPort` of its own, or none",
        related=(Related(first, "it is asked for here first"),),
    )


def host_network_ports(container: Node) -> Iterator[Problem]:
    """Yields the host ports that differ from the container's port though they share the host's network."""
    for port in container.get("ports").elements():
        node = port.get("hostPort")
        if node.integer() not in (0, port.get("containerPort").integer()):
            message = "`hostPort` must equal `containerPort` in a pod with `hostNetwork`"
            yield Problem(node, message, rule="out-of-range", help="leave `hostPort` out")


def protocol_of(port: Node) -> str:
    """Returns a port's protocol, after defaulting."""
    return port.get("protocol").string() or DEFAULT_PROTOCOL
