"""The variables that Kubernetes adds to a pod for each Service of its namespace.

Source: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def injected(service: str, port: int = 1) -> list[str]:
    """Returns the names of the variables of a Service; the ones of a port stand for all ports."""
    stem = service.upper().replace("-", "_")
    of_port = [f"{stem}_PORT_{port}_TCP{part}" for part in ("", "_ADDR", "_PORT", "_PROTO")]
    return [f"{stem}_PORT", f"{stem}_SERVICE_HOST", f"{stem}_SERVICE_PORT", *of_port]


def misread_variable(service: str, forms: Iterable[str]) -> str:
    """Returns the first variable of a Service that has one of the forms (``KAFKA_*``), or an empty string."""
    names = injected(service)
    return next((name for form in forms for name in names if fnmatchcase(name, form)), "")
