"""Probes of containers, and the handlers that probes and lifecycle hooks share.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.ports import valid_port_number, valid_port_reference
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

PROBE_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
TIMINGS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
SCHEMES = ("HTTP", "HTTPS")
DEFAULT_SCHEME = "HTTP"


def validate_liveness_probe(probe: Node) -> Iterator[Problem]:
    """Yields the problems of a liveness or startup probe."""
    yield from _validate_probe(probe)
    threshold = probe.get("successThreshold")
    # The default for zero is one; a negative number is already refused.
    if threshold.integer() > 1:
        message = f"`successThreshold` of a `{fields.label(probe)}` must be 1"
        yield Problem(threshold, message, rule="out-of-range", help="remove it")


def validate_readiness_probe(probe: Node) -> Iterator[Problem]:
    """Yields the problems of a readiness probe, which restarts nothing and has no grace period."""
    yield from _validate_probe(probe)
    grace = probe.get("terminationGracePeriodSeconds")
    if grace:
        yield fields.forbidden(
            grace, "cannot be set in a `readinessProbe`", help="a readiness probe never stops the container"
        )


def _validate_probe(probe: Node) -> Iterator[Problem]:
    yield from validate_handler(probe, PROBE_HANDLERS)
    entries = probe.entries()
    for timing in TIMINGS:
        if timing in entries:
            yield from fields.non_negative(entries[timing])
    if "terminationGracePeriodSeconds" in entries:
        yield from fields.positive(entries["terminationGracePeriodSeconds"])


def validate_handler(parent: Node, allowed: tuple[str, ...]) -> Iterator[Problem]:
    """Yields a problem unless there is exactly one handler, and the problems of the first.

    The order of ``allowed`` is the API server's: it refuses the later one of two handlers. A hook's
    ``sleep`` is checked by its caller, who knows the grace period.
    """
    entries = parent.entries()
    present = [entries[name] for name in allowed if entries.get(name)]
    if not present:
        yield _without_handler(parent, allowed)
        return
    first, *others = present
    check = _HANDLERS.get(str(first.key))
    if check is not None:
        yield from check(first)
    for other in others:
        yield fields.forbidden(other, f"cannot be combined with `{first.key}`", help="keep one of them")


def _without_handler(parent: Node, allowed: tuple[str, ...]) -> Problem:
    message = f"`{fields.label(parent)}` has no handler"
    return Problem(parent, message, rule="required-field-missing", help=f"use {fields.any_of(allowed)}")


def _exec(action: Node) -> Iterator[Problem]:
    yield from fields.required(action.get("command"))


def _http_get(action: Node) -> Iterator[Problem]:
    yield from valid_port_reference(action.get("port"))
    yield from fields.enum(action.get("scheme"), SCHEMES, default=DEFAULT_SCHEME)
    headers = action.get("httpHeaders")
    for header in headers.elements():
        node = header.get("name")
        fault = names.http_header(node.string())
        if fault:
            message = f"`{fields.shorten(node.string())}` is not a valid header name: {fault}"
            yield Problem(node, message, rule="invalid-name", field=headers.path)


def _tcp_socket(action: Node) -> Iterator[Problem]:
    yield from valid_port_reference(action.get("port"))


def _grpc(action: Node) -> Iterator[Problem]:
    port = action.get("port")
    if port:
        yield from valid_port_number(port)
    else:
        yield fields.missing(port)


_HANDLERS = {"exec": _exec, "httpGet": _http_get, "tcpSocket": _tcp_socket, "grpc": _grpc}
