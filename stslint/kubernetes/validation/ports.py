"""Ports of containers.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Edit, Fix, Node, Problem, Related

LOWEST_PORT = 1
HIGHEST_PORT = 65535
PROTOCOLS = ("TCP", "UDP", "SCTP")
DEFAULT_PROTOCOL = "TCP"


def validate_ports(ports: Node) -> Iterator[Problem]:
    """Yields the problems of one container's ports, each port, and duplicate names."""
    seen: dict[str, Node] = {}
    for port in ports.elements():
        entries = port.entries()
        if "name" in entries:
            yield from _port_name(entries["name"], seen)
        container_port = port.get("containerPort")
        if container_port.integer() == 0:
            yield fields.missing(container_port)
        else:
            yield from valid_port_number(container_port)
        if host_port_of(port) != 0:
            yield from valid_port_number(entries["hostPort"])
        if "protocol" in entries:
            yield from fields.enum(entries["protocol"], PROTOCOLS, default=DEFAULT_PROTOCOL)


def _port_name(node: Node, seen: dict[str, Node]) -> Iterator[Problem]:
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
    """Yields a problem if a number (zero when it is absent) is not a port number."""
    if not LOWEST_PORT <= node.integer() <= HIGHEST_PORT:
        message = f"`{fields.label(node)}` must be between {LOWEST_PORT} and {HIGHEST_PORT}"
        yield Problem(node, message, rule="out-of-range")


def valid_port_reference(node: Node) -> Iterator[Problem]:
    """Yields a problem if a probe's or a hook's port is neither a port's number nor a port's name."""
    if not node:
        yield fields.missing(node, help="use a port number or a port name")
    elif isinstance(node.value, str):
        fault = names.port_name(node.value)
        if fault:
            yield _bad_reference(node, node.value, fault)
    else:
        yield from valid_port_number(node)


def _bad_reference(node: Node, value: str, fault: str) -> Problem:
    if not _is_port_number(value):
        return fields.bad_name(node, value, fault)
    message = f"`{value}` in quotes is read as a port's name, which needs at least one letter"
    help = f"use {value} without quotes"
    fix = Fix(help, (Edit(node.span, value),))
    return Problem(node, message, rule="invalid-name", help=help, fix=fix)


def _is_port_number(text: str) -> bool:
    plain = text.isascii() and text.isdigit() and len(text) <= 5 and not text.startswith("0")
    return plain and int(text) <= HIGHEST_PORT


def host_port_conflicts(containers: Iterable[Node]) -> Iterator[Problem]:
    """Yields the host ports that these containers request more than once."""
    taken: dict[tuple[str, str, int], Node] = {}
    for container in containers:
        for port in container.get("ports").elements():
            number = host_port_of(port)
            if number == 0:
                continue
            node = port.get("hostPort")
            address = (protocol_of(port), host_address_of(port), number)
            first = taken.setdefault(address, node)
            if first is not node:
                yield _conflict(node, first, address)


def _conflict(node: Node, first: Node, address: tuple[str, str, int]) -> Problem:
    protocol, _, number = address
    return Problem(
        node,
        f"host port {number}/{protocol} is requested twice in this pod",
        rule="duplicate-entry",
        help="give each port a different `hostPort`, or none",
        related=(Related(first, "the first request"),),
    )


def host_network_ports(container: Node) -> Iterator[Problem]:
    """Yields the host ports that differ from the container's port although they use the host's network."""
    for port in container.get("ports").elements():
        if host_port_of(port) not in (0, port.get("containerPort").integer()):
            message = "`hostPort` must equal `containerPort` in a pod with `hostNetwork`"
            yield Problem(port.get("hostPort"), message, rule="out-of-range", help="remove `hostPort`")


def protocol_of(port: Node) -> str:
    """Returns a port's protocol, after defaulting."""
    node = port.entries().get("protocol")
    return (node.string() if node is not None else "") or DEFAULT_PROTOCOL


def host_port_of(port: Node) -> int:
    """Returns the host port that a port requests, or zero."""
    node = port.entries().get("hostPort")
    return node.integer() if node is not None else 0


def host_address_of(port: Node) -> str:
    """Returns the host address that a port is bound to; empty means all."""
    node = port.entries().get("hostIP")
    return node.string() if node is not None else ""
