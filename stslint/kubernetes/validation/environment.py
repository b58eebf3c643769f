"""Environment variables of containers.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names, quantity
from stslint.kubernetes.values.spellings import nearest_value
from stslint.model import Node, Problem

# https://kep.k8s.io/4369 and https://kep.k8s.io/3721, by the release that turned their gates on.
RELAXED_NAMES_SINCE = 32
FILE_KEYS_SINCE = 35

FIELD_PATHS = frozenset(
    (
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    )
)
# Accepted as spec.nodeName, but never suggested.
OLD_FIELD_PATH = "spec.host"
SUBSCRIPTED = ("metadata.annotations", "metadata.labels")
RESOURCES = frozenset(
    f"{kind}.{name}" for kind in ("limits", "requests") for name in ("cpu", "memory", "ephemeral-storage")
)
HUGE_PAGES = ("limits.hugepages-", "requests.hugepages-")
CPU_DIVISORS = ("1m", "1")
BYTE_DIVISORS = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")
SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef")
FILE_KEY = "fileKeyRef"
COLLECTIONS = ("configMapRef", "secretRef")


def validate_environment(variables: Node, minor: int, volumes: Mapping[str, str]) -> Iterator[Problem]:
    """Yields the problems of ``env``; ``volumes`` are all of the pod, by name, with their source's field."""
    form = _name_form(minor)
    for variable in variables.elements():
        name = variable.get("name")
        if form(name.string()):
            yield from fields.required_name(name, form)
        source = variable.entries().get("valueFrom")
        if source:
            yield from _value_from(source, variable.get("value"), minor, volumes)


def validate_environment_from(sources: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``envFrom``. The API server reports a wrong number of sources at the list."""
    form = _name_form(minor)
    for source in sources.elements():
        yield from fields.name(source.get("prefix"), form)
        present = [source.get(name) for name in COLLECTIONS if source.get(name)]
        for reference in present:
            yield from fields.required_name(reference.get("name"), names.generated_subdomain)
        if not present:
            message = "an entry of `envFrom` has no source"
            help = f"use {fields.any_of(COLLECTIONS)}"
            yield Problem(source, message, rule="required-field-missing", help=help, field=sources.path)
        for other in present[1:]:
            yield _second_source(other, present[0], sources)


def _name_form(minor: int) -> fields.Form:
    return names.relaxed_environment_name if minor >= RELAXED_NAMES_SINCE else names.environment_name


def _value_from(source: Node, value: Node, minor: int, volumes: Mapping[str, str]) -> Iterator[Problem]:
    known = (*SOURCES, FILE_KEY) if minor >= FILE_KEYS_SINCE else SOURCES
    entries = source.entries()
    present = [entries[name] for name in known if entries.get(name)]
    for reference in present:
        if reference.key == FILE_KEY:
            yield from _file_key(reference, volumes)
        else:
            yield from _CHECKS[str(reference.key)](reference)
    if not present:
        message = "`valueFrom` has no source"
        yield Problem(source, message, rule="required-field-missing", help=f"use {fields.any_of(known)}")
    elif value.string():
        message = "`valueFrom` cannot be combined with `value`"
        yield Problem(source, message, rule="forbidden-field", help="keep one of them", on="key")
    else:
        for other in present[1:]:
            yield _second_source(other, present[0], source)


def _second_source(other: Node, first: Node, reported_at: Node) -> Problem:
    message = f"`{other.key}` cannot be combined with `{first.key}`"
    help = "keep one of them, or split the entry in two"
    return Problem(other, message, rule="forbidden-field", help=help, on="key", field=reported_at.path)


def _field_reference(reference: Node) -> Iterator[Problem]:
    return validate_field_reference(reference, FIELD_PATHS | {OLD_FIELD_PATH}, "variable")


def validate_field_reference(reference: Node, allowed: frozenset[str], taker: str) -> Iterator[Problem]:
    """Yields the problems of a field of the pod: one of ``allowed``, or a key of its labels or annotations.

    ``taker`` is what uses it: a variable or a file.
    """
    node, version = reference.get("fieldPath"), reference.get("apiVersion")
    path = node.string()
    base, subscript = split_subscript(path)
    if not path:
        yield fields.missing(node, help="use a field of the pod, such as `metadata.name`")
    elif version.string() not in ("", "v1"):
        message = f"`apiVersion` cannot be `{fields.shorten(version.string())}`"
        help = "remove it, or use `v1`"
        yield Problem(version, message, rule="invalid-enum", help=help, field=node.path)
    elif subscript is not None:
        yield from _subscript(node, base, subscript, reference)
    elif path not in allowed:
        yield unknown_choice(
            node, path, allowed - {OLD_FIELD_PATH}, f"not a field of the pod that a {taker} can hold"
        )


def _subscript(node: Node, base: str, subscript: str, reference: Node) -> Iterator[Problem]:
    if base not in SUBSCRIPTED:
        message = f"`{fields.shorten(base)}` does not accept a key in brackets"
        help = f"only {fields.any_of(SUBSCRIPTED)} do"
        yield Problem(node, message, rule="invalid-format", help=help)
        return
    fault = names.qualified_name(subscript if base == "metadata.labels" else subscript.lower())
    if fault:
        message = f"`{fields.shorten(subscript)}` is not a valid key of `{base}`: {fault}"
        yield Problem(node, message, rule="invalid-label", field=reference.path)


def split_subscript(path: str) -> tuple[str, str | None]:
    """Returns the base of a field path and its key (``base['key']``), or nothing if it has no key."""
    base, bracket, rest = path.partition("['")
    if not path.endswith("']") or not bracket or not base or len(rest) < 2:
        return path, None
    return base, rest[:-2]


def _resource_reference(reference: Node) -> Iterator[Problem]:
    node = reference.get("resource")
    resource = node.string()
    if not resource:
        yield fields.missing(node, help="use a resource such as `limits.memory`")
    elif resource not in RESOURCES and not resource.startswith(HUGE_PAGES):
        yield unknown_choice(node, resource, RESOURCES, "not a resource that a variable can hold")
    else:
        yield from valid_divisor(reference.get("divisor"), resource)


def valid_divisor(node: Node, resource: str) -> Iterator[Problem]:
    """Yields a problem if the resource (``limits.cpu``) cannot be divided by a divisor."""
    divisor = quantity.read(node.value) if node else None
    if divisor is None or divisor.nanos == 0:
        return
    allowed = CPU_DIVISORS if resource.endswith(".cpu") else BYTE_DIVISORS
    if str(divisor) not in allowed:
        message = f"`{fields.shorten(node.text)}` cannot be the divisor of `{fields.shorten(resource)}`"
        yield Problem(node, message, rule="invalid-enum", help=f"use {fields.any_of(allowed)}")


def unknown_choice(node: Node, value: str, allowed: frozenset[str], fault: str) -> Problem:
    """Returns the problem of a value that is not one of the allowed ones."""
    near = nearest_value(value, allowed)
    help = f"did you mean `{near}`?" if near else f"use {fields.any_of(sorted(allowed))}"
    fix = fields.replacement(node, near, safe=fields.is_spelling_of(value, near)) if near else None
    return Problem(node, f"`{fields.shorten(value)}` is {fault}", rule="invalid-enum", help=help, fix=fix)


def _key_reference(reference: Node) -> Iterator[Problem]:
    yield from fields.required_name(reference.get("name"), names.dns_subdomain)
    yield from fields.required_name(reference.get("key"), names.config_key)


def _file_key(reference: Node, volumes: Mapping[str, str]) -> Iterator[Problem]:
    yield from fields.required_name(reference.get("key"), names.relaxed_environment_name)
    path = reference.get("path")
    if not path.string():
        yield fields.missing(path)
    elif ".." in path.string().split("/"):
        message = "`path` cannot lead out of the volume with `..`"
        yield Problem(path, message, rule="invalid-format")
    yield from _file_key_volume(reference.get("volumeName"), volumes)


def _file_key_volume(node: Node, volumes: Mapping[str, str]) -> Iterator[Problem]:
    name = node.string()
    if not name:
        yield fields.missing(node)
    elif name not in volumes:
        message = f"this pod has no volume `{fields.shorten(name)}`"
        yield Problem(node, message, rule="mount-without-volume")
    elif volumes[name] != "emptyDir":
        message = (
            f"volume `{name}` is not an `emptyDir`, the only volume that files of variables can come from"
        )
        yield Problem(node, message, rule="invalid-enum")
    else:
        yield from fields.name(node, names.dns_label)


_CHECKS = {
    "fieldRef": _field_reference,
    "resourceFieldRef": _resource_reference,
    "configMapKeyRef": _key_reference,
    "secretKeyRef": _key_reference,
}
