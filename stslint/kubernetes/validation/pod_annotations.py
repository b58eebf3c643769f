"""Annotations of pods that Kubernetes reads, most of them older than the field that replaced them.

Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.paths import relative_path_fault
from stslint.kubernetes.validation.tolerations import Toleration, toleration_faults
from stslint.model import Node, Problem

_DIGITS_OF_32_BITS = 10

MIRROR = "kubernetes.io/config.mirror"
TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations"
DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"
APP_ARMOR_CONTAINER = "container.apparmor.security.beta.kubernetes.io/"

CONTAINER_LISTS = ("initContainers", "containers", "ephemeralContainers")
LOCALHOST = "localhost/"

# What the value of an annotation is for each type of a profile but Localhost.
SECCOMP_VALUES = {"Unconfined": ("unconfined",), "RuntimeDefault": ("runtime/default", "docker/default")}
APP_ARMOR_VALUES = {"Unconfined": ("unconfined",), "RuntimeDefault": ("runtime/default",)}

Values = Mapping[str, tuple[str, ...]]


def validate_pod_annotations(template: Node) -> Iterator[Problem]:
    """Yields the problems of the annotations of a pod template that have a meaning for Kubernetes.

    The form of their keys is not checked here. The API server's paths are those of the template, not its
    metadata.
    """
    annotations = template.get("metadata").get("annotations")
    for key, node in annotations.entries().items():
        # None of them is in another domain.
        if "kubernetes.io/" in key:
            yield from _annotation(key, node, template)


def validate_profile_annotations(template: Node) -> Iterator[Problem]:
    """Yields a problem where an annotation and the field that replaced it name different profiles."""
    annotations = template.get("metadata").get("annotations").entries()
    if not any(key.startswith((SECCOMP_POD, SECCOMP_CONTAINER, APP_ARMOR_CONTAINER)) for key in annotations):
        return
    spec = template.get("spec")
    context = spec.get("securityContext")
    if SECCOMP_POD in annotations:
        profile = context.get("seccompProfile")
        yield from _same_profile(annotations[SECCOMP_POD], profile, profile.path, SECCOMP_VALUES)
    windows = spec.at("os.name").string() == "windows"
    for container in containers_of(spec):
        name, own = container.get("name").string(), container.get("securityContext")
        profile = own.get("seccompProfile")
        seccomp = annotations.get(SECCOMP_CONTAINER + name)
        if seccomp is not None:
            yield from _same_profile(seccomp, profile, profile.path, SECCOMP_VALUES)
        armor = annotations.get(APP_ARMOR_CONTAINER + name)
        if armor is not None and not windows:
            path = f"{container.path}.securityContext.appArmorProfile"
            profile = own.get("appArmorProfile") or context.get("appArmorProfile")
            yield from _same_profile(armor, profile, path, APP_ARMOR_VALUES)


def containers_of(spec: Node) -> Iterator[Node]:
    """Yields all containers of a pod's spec, in the API server's order."""
    entries = spec.entries()
    for kind in CONTAINER_LISTS:
        if kind in entries:
            yield from entries[kind].elements()


def _annotation(key: str, node: Node, template: Node) -> Iterator[Problem]:
    where, value = f"{template.path}.annotations", node.string()
    if key == MIRROR and not template.at("spec.nodeName").string():
        message = "only mirror pods of a kubelet can have this annotation, and they have a `nodeName`"
        yield Problem(node, message, rule="forbidden-field", on="key", field=f"{where}[{key}]")
    elif key == TOLERATIONS and value:
        yield from _tolerations(node, where)
    elif key == DELETION_COST:
        yield from _deletion_cost(node, f"{where}[{key}]")
    elif key == SECCOMP_POD or key.startswith(SECCOMP_CONTAINER):
        yield from _seccomp(node, f"{where}.{key}")
    elif key.startswith(APP_ARMOR_CONTAINER):
        yield from _app_armor(node, key, template, f"{where}[{key}]")


def _tolerations(node: Node, where: str) -> Iterator[Problem]:
    tolerations = _parsed_tolerations(node.string())
    if tolerations is None:
        message = "the annotation is not a JSON list of tolerations"
        help = "use `tolerations` in the pod's spec"
        yield Problem(node, message, rule="invalid-format", help=help, field=where)
        return
    for index, toleration in enumerate(tolerations):
        for step, message, rule in toleration_faults(toleration):
            step = "operator" if step == "value" else step
            text = message or f"`{step}` of a toleration is not one of the allowed values"
            yield Problem(node, text, rule=rule, field=f"{where}.{TOLERATIONS}[{index}].{step}")


def _parsed_tolerations(text: str) -> list[Toleration] | None:
    """Returns the tolerations of a JSON list, or nothing if it is not one. Keys are read in any case."""
    # Imported late: the annotation is one of Kubernetes 1.5.
    import json

    try:
        read = json.loads(text)
        if not isinstance(read, list | None):
            return None
        return [_toleration(item) for item in read or ()]
    except (ValueError, TypeError, RecursionError):
        return None


def _toleration(item: object) -> Toleration:
    """Returns a toleration that was written as JSON. Raises TypeError where a type is wrong."""
    if not isinstance(item, dict | None):
        raise TypeError
    lower = {key.lower(): value for key, value in (item or {}).items() if value is not None}
    texts = [lower.get(key, "") for key in ("key", "operator", "value", "effect")]
    seconds = lower.get("tolerationseconds", 0)
    if not all(isinstance(text, str) for text in texts) or type(seconds) is not int:
        raise TypeError
    key, operator, value, effect = map(str, texts)
    return Toleration(key, operator, value, effect, "tolerationseconds" in lower)


def _deletion_cost(node: Node, field: str) -> Iterator[Problem]:
    text = node.string()
    digits = text.removeprefix("-")
    plain = digits.isascii() and digits.isdigit() and not (text.startswith("0") and text != "0")
    if not plain or len(digits) > _DIGITS_OF_32_BITS or not -(2**31) <= int(text) < 2**31:
        message = "the deletion cost must be a whole number of 32 bits, without `+` and leading zeros"
        yield Problem(node, message, rule="invalid-format", field=field)


def _seccomp(node: Node, field: str) -> Iterator[Problem]:
    value = node.string()
    if value in ("runtime/default", "docker/default", "unconfined"):
        return
    fault = "use `runtime/default`, `unconfined` or `localhost/` and a path"
    if value.startswith(LOCALHOST):
        fault = relative_path_fault(value[len(LOCALHOST) :])
    if fault:
        message = f"`{fields.shorten(value)}` is not a seccomp profile: {fault}"
        yield Problem(node, message, rule="invalid-format", field=field)


def _app_armor(node: Node, key: str, template: Node, field: str) -> Iterator[Problem]:
    name, value = key[len(APP_ARMOR_CONTAINER) :], node.string()
    if all(container.get("name").string() != name for container in containers_of(template.get("spec"))):
        message = f"this pod has no container `{fields.shorten(name)}`"
        yield Problem(node, message, rule="mount-without-volume", on="key", field=field)
    if value not in ("", "runtime/default", "unconfined") and not value.startswith(LOCALHOST):
        message = f"`{fields.shorten(value)}` is not an AppArmor profile"
        help = "use `runtime/default`, `unconfined` or `localhost/` and a profile's name"
        yield Problem(node, message, rule="invalid-format", help=help, field=field)


def _same_profile(annotation: Node, profile: Node, path: str, values: Values) -> Iterator[Problem]:
    kind, text = profile.get("type").string(), annotation.string()
    message = "the annotation and the field that replaced it name different profiles"
    if (kind in values and text not in values[kind]) or (
        kind == "Localhost" and not text.startswith(LOCALHOST)
    ):
        yield Problem(annotation, message, rule="forbidden-field", field=f"{path}.type")
    elif kind == "Localhost":
        node = profile.get("localhostProfile")
        if not node or node.string() != text[len(LOCALHOST) :]:
            yield Problem(annotation, message, rule="forbidden-field", field=f"{path}.localhostProfile")
