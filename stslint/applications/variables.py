"""The variables of a container with their places, and what their values hold for each pod.

Source: https://kubernetes.io/docs/tasks/inject-data-application/environment-variable-expose-pod-information/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from stslint.kubernetes.queries.container_env import EnvEntry, env_entries, key_references
from stslint.kubernetes.queries.objects import NEAR, namespace
from stslint.kubernetes.queries.secrets import keys
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_OF_THE_POD = pattern(
    r"metadata\.(?:name|uid)\Z|status\.podIPs?\Z|metadata\.labels\['(?:apps\.kubernetes\.io/pod-index"
    r"|statefulset\.kubernetes\.io/pod-name)'\]"
)
_KUBERNETES = pattern(r"\$\(([A-Za-z_][\w.-]*)\)")
_SHELL = pattern(r"\$\{?([A-Za-z_]\w*)\}?")


class Variable(NamedTuple):
    """A variable; ``text`` is None where its value comes from a place that is not seen."""

    node: Node
    text: str | None
    per_pod: bool


def variables(container: Node, root: Node, bundle: Bundle | None) -> Mapping[str, Variable]:
    """Returns the variables that a container is given; ``env`` overrides ``envFrom``."""
    if bundle is not None and _names_objects(container):
        return bundle.derived(_given, container, root)
    return _written(container)


def _given(bundle: Bundle | None, container: Node, root: Node) -> Mapping[str, Variable]:
    known: dict[str, Variable] = {}
    for source in container.get("envFrom").elements():
        known |= dict(_of_source(source, root, bundle))
    for entry in env_entries(container):
        if entry.name:
            known[entry.name] = _variable(entry, root, bundle, known)
    return known


@lru_cache(maxsize=NEAR)
def _written(container: Node) -> Mapping[str, Variable]:
    """Returns the variables of a container that refers to no other object."""
    return _given(None, container, container)


@lru_cache(maxsize=NEAR)
def _names_objects(container: Node) -> bool:
    """Returns whether other objects decide variables of a container."""
    if container.get("envFrom").elements():
        return True
    return any(used.kind == "ConfigMap" for used in key_references(container))


def is_per_pod(text: str, known: Mapping[str, Variable], *, shell: bool) -> tuple[str | None, bool]:
    """Returns a value with its variables filled in, and whether each pod has a value of its own.

    What a shell computes is not known, and counts as each pod's own: most of it reads the pod's name.
    """
    if "$" not in text and "`" not in text:
        return text, False
    per_pod = False

    def filled(name: str, written: str) -> str:
        nonlocal per_pod
        variable = known.get(name)
        if variable is None or variable.text is None:
            per_pod = per_pod or shell or (variable is not None and variable.per_pod)
            return written
        return variable.text

    result = _KUBERNETES.sub(lambda found: filled(found.group(1), found.group()), text)
    if shell:
        result = _SHELL.sub(lambda found: filled(found.group(1), found.group()), result)
    unclear = bool(_KUBERNETES.search(result)) or (shell and ("$" in result or "`" in result))
    return (None if unclear else result), per_pod or (shell and unclear)


def _of_source(source: Node, root: Node, bundle: Bundle | None) -> Iterator[tuple[str, Variable]]:
    name, prefix = source.at("configMapRef.name"), source.get("prefix").string()
    for key, value in _data(name.string(), root, bundle).items():
        yield prefix + key, Variable(name, value, False)
    secret = source.at("secretRef.name")
    found = bundle.find("Secret", namespace(root), secret.string()) if bundle is not None and secret else None
    for key in keys(found) if found is not None else ():  # values of Secrets are compared only, never shown
        yield prefix + key, Variable(secret, None, False)


def _variable(entry: EnvEntry, root: Node, bundle: Bundle | None, known: Mapping[str, Variable]) -> Variable:
    source = entry.source
    if not source:
        text, per_pod = is_per_pod(entry.text, known, shell=False)
        return Variable(entry.value if entry.value else entry.node, text, per_pod)
    field = source.at("fieldRef.fieldPath")
    if field:
        return Variable(field, None, bool(_OF_THE_POD.match(field.string())))
    reference = source.get("configMapKeyRef")
    found = _data(reference.get("name").string(), root, bundle).get(reference.get("key").string())
    return Variable(source, found, False)


def _data(name: str, root: Node, bundle: Bundle | None) -> Mapping[str, str]:
    found = bundle.find("ConfigMap", namespace(root), name) if bundle is not None and name else None
    return found.root.get("data").strings() if found is not None else {}
