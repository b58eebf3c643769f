"""What the API server warns about in containers that it accepts.

Source: https://kubernetes.io/blog/2020/09/03/warnings/ and the issues that each warning answers:
https://github.com/kubernetes/kubernetes/issues/79950 (fractions), /58477 (repeated entries).
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.pod_annotations import containers_of
from stslint.kubernetes.validation.ports import host_address_of, host_port_of, protocol_of
from stslint.kubernetes.values import quantity
from stslint.model import Node, Problem, Related

RULE = "api-warning"
BYTES = ("memory", "ephemeral-storage")
# Releases that added a warning: about ports in general, and about port names that two containers share.
PORTS_SINCE = 28
PORT_NAMES_SINCE = 33
# Up to 1.27 even a variable that is built from its earlier value has a warning, at its name.
EXTENDED_VARIABLES_SINCE = 28
MOST_COMPARED = 16
"""So many ports of one number are compared in pairs, as the server does. Its answer has no room for more."""


def warn_of_containers(pod_spec: Node, minor: int) -> Iterator[Problem]:
    """Yields the API server's warnings about fields of containers; it gives them for accepted objects only.

    One problem for each warning, at the field that the warning begins with. The template's own checks yield
    the warnings about its annotations.
    """
    containers = list(containers_of(pod_spec))
    for container in containers:
        entries = container.entries()
        if "resources" in entries:
            yield from _fractions(entries["resources"])
        if "env" in entries:
            yield from _hidden_variables(entries["env"].elements(), minor)
    ports = [port for container in containers for port in container.get("ports").elements()]
    if minor >= PORTS_SINCE:
        yield from _overlapping_ports(ports)
    if minor >= PORT_NAMES_SINCE:
        yield from _repeated_port_names(ports)


def _fractions(resources: Node) -> Iterator[Problem]:
    for resource in BYTES:
        for kind in ("limits", "requests"):
            node = resources.get(kind).entries().get(resource)
            amount = quantity.read(node.value) if node else None
            if node is not None and amount is not None and amount.fractional:
                yield _fraction(node, amount, f"{resources.path}.{kind}[{resource}]")


def _fraction(node: Node, amount: quantity.Quantity, field: str) -> Problem:
    message = f"`{node.text}` is not a whole number of bytes"
    help = f"did you mean `{amount.nanos // 1_000_000}M` or `{amount.nanos // 1_000_000}Mi`?"
    milli = node.text.endswith("m")
    return Problem(
        node,
        message,
        rule=RULE,
        help=help if milli else "use a whole number of bytes",
        field=field,
        severity="warning",
    )


def _hidden_variables(variables: list[Node], minor: int) -> Iterator[Problem]:
    seen: dict[str, Node] = {}
    for variable in variables:
        name = variable.get("name").string()
        first = seen.setdefault(name, variable)
        if first is variable or (minor >= EXTENDED_VARIABLES_SINCE and _extends(variable, name)):
            continue
        yield Problem(
            variable if minor >= EXTENDED_VARIABLES_SINCE else variable.get("name"),
            f"`{fields.shorten(name)}` overrides the earlier definition; a later `kubectl apply` can lose it",
            rule=RULE,
            help="remove one of the two",
            severity="warning",
            related=(Related(first, "the earlier definition"),),
        )


def _extends(variable: Node, name: str) -> bool:
    """Returns whether a variable is built from its own earlier value and more, as ``$(PATH):/bin`` is."""
    reference = f"$({name})"
    value = variable.get("value").string()
    return not variable.get("valueFrom") and reference in value and value != reference


def _overlapping_ports(ports: list[Node]) -> Iterator[Problem]:
    earlier: dict[tuple[int, str], list[Node]] = {}
    equal: dict[tuple[int, str, int, str], Node] = {}
    for port in ports:
        number = (port.get("containerPort").integer(), protocol_of(port))
        host = (host_port_of(port), host_address_of(port))
        if host[1] and host[0] == 0:
            yield _port_warning(port, "`hostIP` has no effect without `hostPort`", None)
        same = earlier.setdefault(number, [])
        first = equal.setdefault((*number, *host), port)
        for other in same if len(same) < MOST_COMPARED else [] if first is port else [first]:
            message = _overlap(port, other)
            if message:
                yield _port_warning(port, message, other)
        same.append(port)


def _overlap(port: Node, other: Node) -> str:
    """Returns what is wrong with two ports of the same number and protocol, or an empty string."""
    host_port, other_host_port = host_port_of(port), host_port_of(other)
    address, other_address = host_address_of(port), host_address_of(other)
    number = f"port {port.get('containerPort').integer()}/{protocol_of(port)}"
    if (host_port, address) == (other_host_port, other_address):
        return f"{number} is defined twice in this pod"
    if host_port == 0 or other_host_port == 0:
        return f"{number} is defined twice in this pod, once without `hostPort`"
    if host_port == other_host_port and bool(address) != bool(other_address):
        return f"{number} is defined twice in this pod, once for all addresses and once for a single one"
    return ""


def _repeated_port_names(ports: list[Node]) -> Iterator[Problem]:
    seen: dict[str, Node] = {}
    for port in ports:
        node = port.entries().get("name")
        name = node.string() if node is not None else ""
        if not name:
            continue
        first = seen.setdefault(name, port)
        if first is not port:
            message = (
                f"port name `{name}` is used twice in this pod: Services and probes find only the first one"
            )
            yield _port_warning(port, message, first)


def _port_warning(port: Node, message: str, other: Node | None) -> Problem:
    related = (Related(other, "the other one"),) if other is not None else ()
    return Problem(port, message, rule=RULE, severity="warning", related=related)
