"""Validation of a Service's ports.

Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.service_spec import ServiceSpec
from stslint.kubernetes.values import names
from stslint.model import Node, Problem, Related

PROTOCOLS = ("TCP", "UDP", "SCTP")
LOWEST_PORT, HIGHEST_PORT = 1, 65535

# Up to 1.32 a load balancer could not expose the kubelet's port.
KUBELET_PORT = 10250
KUBELET_PORT_FREE_MINOR = 33


def validate_service_ports(spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``spec.ports``: each port, and what two of them share."""
    listed = spec.node.get("ports")
    ports = listed.elements()
    if not ports:
        if not spec.headless and spec.type != "ExternalName":
            yield fields.missing(listed, "add at least one port, or `clusterIP: None`")
        return
    for port in ports:
        yield from _port(port, named=len(ports) > 1)
        yield from _of_its_type(port, spec, minor)
    yield from _shared(ports)


def _port(port: Node, named: bool) -> Iterator[Problem]:
    name = port.get("name")
    if name.string():
        yield from fields.name(name)
    elif named:
        yield fields.missing(name, "a Service with several ports needs a name for each of them")
    number, target = port.get("port"), port.get("targetPort")
    yield from _port_number(number, number.integer())
    yield from _target(target, number.integer())
    yield from fields.enum(port.get("protocol"), PROTOCOLS, default="TCP")
    app = port.get("appProtocol")
    fault = names.qualified_name(app.string()) if app else ""
    if fault:
        yield fields.bad_name(app, app.string(), fault, rule="invalid-format")


def _port_number(node: Node, number: int) -> Iterator[Problem]:
    if not node:
        yield _at_number(node, f"`{fields.label(node)}` is missing", "required-field-missing")
    elif not LOWEST_PORT <= number <= HIGHEST_PORT:
        message = f"`{fields.label(node)}` must be between {LOWEST_PORT} and {HIGHEST_PORT}"
        yield _at_number(node, message, "out-of-range")


def _at_number(node: Node, message: str, rule: str) -> Problem:
    return Problem(node, message, rule=rule, help="set the port number that the Service listens on")


def _target(target: Node, number: int) -> Iterator[Problem]:
    if isinstance(target.value, str) and target.value:
        yield from fields.name(target, names.port_name)
        return
    own = target.integer()
    if own:
        yield from fields.in_range(target, LOWEST_PORT, HIGHEST_PORT)
    elif not LOWEST_PORT <= number <= HIGHEST_PORT:
        message = "`targetPort` defaults to `port`, which is not a valid port"
        yield Problem(target, message, rule="out-of-range", help="fix `port`")


def _of_its_type(port: Node, spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    node_port = port.get("nodePort")
    if spec.type == "ClusterIP" and node_port.integer():
        help = "remove it, or set `type: NodePort`"
        yield fields.forbidden(node_port, "cannot be set on a Service of type `ClusterIP`", help=help)
    if spec.type == "LoadBalancer" and minor < KUBELET_PORT_FREE_MINOR:
        number = port.get("port")
        if number.integer() == KUBELET_PORT:
            message = f"a load balancer cannot expose {KUBELET_PORT}, the kubelet's port"
            yield Problem(number, message, rule="forbidden-field", field=port.path)


def _shared(ports: list[Node]) -> Iterator[Problem]:
    yield from fields.duplicates((port.get("name") for port in ports), what="the port name")
    seen: dict[tuple[str, str, int], Node] = {}
    for port in ports:
        protocol = port.get("protocol").string() or "TCP"
        for key in ("nodePort", "port"):
            node = port.get(key)
            number = node.integer()
            if key == "nodePort" and not number:
                continue
            first = seen.setdefault((key, protocol, number), port)
            if first is not port:
                field = port.path if key == "port" else f"{port.path}.nodePort"
                yield _twice(node, f"{key} {number} for {protocol}", first.get(key), field)


def _twice(node: Node, what: str, first: Node, field: str) -> Problem:
    message = f"{what} is used twice in this Service"
    related = (Related(first, "the first use"),)
    return Problem(node, message, rule="duplicate-entry", field=field, related=related)
