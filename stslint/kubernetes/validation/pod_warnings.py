"""What the API server warns about in a pod template that it accepts, except for its containers and volumes.

Source: https://kubernetes.io/blog/2020/09/03/warnings/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.addresses import address_warning
from stslint.kubernetes.validation.affinity import PREFERRED, REQUIRED, pod_affinity_terms
from stslint.kubernetes.validation.container_warnings import warn_of_containers
from stslint.kubernetes.validation.pod_annotations import (
    APP_ARMOR_CONTAINER,
    APP_ARMOR_VALUES,
    LOCALHOST,
    SECCOMP_CONTAINER,
    SECCOMP_POD,
    containers_of,
)
from stslint.kubernetes.validation.volume_warnings import api_warning, warn_of_volumes
from stslint.kubernetes.values import names, quantity
from stslint.model import Node, Problem

# The first minor that warns about it; without an entry here, every minor since 1.25 does.
GRACE_PERIOD_MINOR = 27
NULL_SELECTOR_MINOR = 28
APP_ARMOR_MINOR = 30
MORE_NODE_LABELS_MINOR = 31
ADDRESS_MINOR = 33
PREFERRED_VALUES_MINOR = 33
APP_ARMOR_COMPARED_MINOR = 34

# The replacement of a node label, if there is one.
# https://kubernetes.io/docs/reference/labels-annotations-taints/
NODE_LABELS = {
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
}
MORE_NODE_LABELS = {
    "app.kubernetes.io/created-by": "",
    "scheduler.alpha.kubernetes.io/preferAvoidPods": "",
    "node-role.kubernetes.io/master": "node-role.kubernetes.io/control-plane",
}
ANNOTATIONS = {
    "scheduler.alpha.kubernetes.io/critical-pod": "priorityClassName",
    "security.alpha.kubernetes.io/sysctls": "securityContext.sysctls",
    "security.alpha.kubernetes.io/unsafe-sysctls": "securityContext.sysctls",
}


def warn_of_pod_template(template: Node, minor: int) -> Iterator[Problem]:
    """Yields the API server's warnings about a pod template, one problem each; none for a refused one."""
    spec = template.get("spec")
    annotations = template.get("metadata").get("annotations")
    if annotations:
        yield from _annotations(annotations, spec, minor)
    for key, node in spec.entries().items():
        check = _CHECKS.get(key)
        if check is not None and node:
            yield from check(node, minor)
    yield from warn_of_containers(spec, minor)


def _deprecated_label(key: str, minor: int) -> str:
    """Returns the warning about a node label, or an empty string if it is not deprecated."""
    if key in NODE_LABELS:
        return f"use `{NODE_LABELS[key]}` instead"
    if key in MORE_NODE_LABELS and minor >= MORE_NODE_LABELS_MINOR:
        instead = MORE_NODE_LABELS[key]
        return f"use `{instead}` instead" if instead else "remove it"
    return ""


def _node_label(node: Node, key: str, minor: int, *, field: str = "") -> Iterator[Problem]:
    help = _deprecated_label(key, minor)
    if help:
        yield api_warning(node, f"the node label `{key}` is deprecated", help, field=field)


def _node_selector(selector: Node, minor: int) -> Iterator[Problem]:
    for key, node in selector.entries().items():
        yield from _node_label(node, key, minor, field=f"{selector.path}[{key}]")


def _affinity(affinity: Node, minor: int) -> Iterator[Problem]:
    node_affinity = affinity.get("nodeAffinity")
    for term in node_affinity.get(REQUIRED).get("nodeSelectorTerms").elements():
        yield from _node_selector_term(term, minor, values=False)
    for preferred in node_affinity.get(PREFERRED).elements():
        values = minor >= PREFERRED_VALUES_MINOR
        yield from _node_selector_term(preferred.get("preference"), minor, values=values)
    for term in pod_affinity_terms(affinity):
        yield from _null_selector(term, minor)


def _node_selector_term(term: Node, minor: int, *, values: bool) -> Iterator[Problem]:
    for expression in term.get("matchExpressions").elements():
        key = expression.get("key")
        yield from _node_label(key, key.string(), minor)
        for value in expression.get("values").elements() if values else ():
            fault = names.label_value(value.string())
            if fault:
                message = f"no node can have the label value `{fields.shorten(value.string())}`: {fault}"
                yield api_warning(value, message)


def _null_selector(owner: Node, minor: int) -> Iterator[Problem]:
    selector = owner.get("labelSelector")
    if minor >= NULL_SELECTOR_MINOR and not selector:
        help = "set `labelSelector` to the labels of the intended pods"
        yield api_warning(selector, "without `labelSelector` the constraint matches no pod", help)


def _topology_spread_constraints(constraints: Node, minor: int) -> Iterator[Problem]:
    for constraint in constraints.elements():
        key = constraint.get("topologyKey")
        yield from _node_label(key, key.string(), minor)
        yield from _null_selector(constraint, minor)


def _host_aliases(aliases: Node, minor: int) -> Iterator[Problem]:
    yield from _repeated([alias.get("ip") for alias in aliases.elements()], "the address")
    for alias in aliases.elements():
        yield from _address(alias.get("ip"), minor)


def _dns_config(config: Node, minor: int) -> Iterator[Problem]:
    for nameserver in config.get("nameservers").elements():
        yield from _address(nameserver, minor)


def _address(node: Node, minor: int) -> Iterator[Problem]:
    warning = address_warning(node.string()) if minor >= ADDRESS_MINOR else ""
    if warning:
        yield api_warning(node, f"`{fields.shorten(node.string())}`: {warning}")


def _image_pull_secrets(secrets: Node, minor: int) -> Iterator[Problem]:
    names = [secret.get("name") for secret in secrets.elements()]
    yield from _repeated(names, "the Secret")
    for name in names:
        if not name.string():
            yield api_warning(name, "an image pull secret without a name has no effect", "set its `name`")


def _repeated(nodes: list[Node], what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in nodes:
        text = node.string()
        if text in seen:
            yield api_warning(node, f"{what} `{fields.shorten(text)}` is a duplicate")
        seen.add(text)


def _overhead(overhead: Node, minor: int) -> Iterator[Problem]:
    for resource in ("memory", "ephemeral-storage"):
        node = overhead.get(resource)
        amount = quantity.read(node.value) if node else None
        if amount is not None and amount.fractional:
            message = f"`{resource}: {node.text}` is not a whole number of bytes"
            yield api_warning(node, message, field=f"{overhead.path}[{resource}]")


def _grace_period(node: Node, minor: int) -> Iterator[Problem]:
    if minor >= GRACE_PERIOD_MINOR and node.integer() < 0:
        message = "a negative `terminationGracePeriodSeconds` counts as 1"
        yield api_warning(
            node, message, "set the number of seconds that the pod needs to stop; the default is 30"
        )


def _annotations(annotations: Node, spec: Node, minor: int) -> Iterator[Problem]:
    for key, field in ANNOTATIONS.items():
        yield from _replaced(annotations, key, field)
    context = spec.get("securityContext")
    if not context.get("seccompProfile"):
        yield from _replaced(annotations, SECCOMP_POD, "securityContext.seccompProfile")
    for container in containers_of(spec):
        name, own = container.get("name").string(), container.get("securityContext")
        if not own.get("seccompProfile"):
            yield from _replaced(annotations, SECCOMP_CONTAINER + name, "securityContext.seccompProfile")
        if minor >= APP_ARMOR_MINOR and not own.get("appArmorProfile"):
            key = APP_ARMOR_CONTAINER + name
            if not _in_pod_profile(annotations.get(key), context.get("appArmorProfile"), minor):
                yield from _replaced(annotations, key, "securityContext.appArmorProfile")


def _replaced(annotations: Node, key: str, field: str) -> Iterator[Problem]:
    node = annotations.get(key)
    if node.present:
        message = f"the annotation `{key}` is deprecated or no longer read"
        help = f"use the field `{field}` instead"
        yield api_warning(node, message, help, field=f"{annotations.path}[{key}]", on="key")


def _in_pod_profile(annotation: Node, profile: Node, minor: int) -> bool:
    """Returns whether the pod's AppArmor profile makes the annotation of a container redundant."""
    if not profile or minor < APP_ARMOR_COMPARED_MINOR:
        return bool(profile)
    kind, text = profile.get("type").string(), annotation.string()
    if kind == "Localhost":
        loaded = profile.get("localhostProfile").string()
        return bool(loaded) and text == LOCALHOST + loaded
    return text in APP_ARMOR_VALUES.get(kind, ())


_CHECKS: dict[str, Callable[[Node, int], Iterator[Problem]]] = {
    "affinity": _affinity,
    "dnsConfig": _dns_config,
    "hostAliases": _host_aliases,
    "imagePullSecrets": _image_pull_secrets,
    "nodeSelector": _node_selector,
    "overhead": _overhead,
    "terminationGracePeriodSeconds": _grace_period,
    "topologySpreadConstraints": _topology_spread_constraints,
    "volumes": warn_of_volumes,
}
