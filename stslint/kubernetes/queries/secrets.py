"""The values of variables as the checked files show them, with those of Secrets.

A Secret's value is compared only, and is never part of a message.
Source: https://kubernetes.io/docs/concepts/configuration/secret/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.kubernetes.queries.container_env import EnvEntry, env_entries
from stslint.kubernetes.queries.objects import namespace
from stslint.model import Bundle, Document, Node
from stslint.runtime.namedtuple import NamedTuple


class Value(NamedTuple):
    """A variable's value and its place; ``text`` is None where the checked files do not show it."""

    node: Node
    text: str | None


def visible_values(container: Node, bundle: Bundle) -> dict[str, Value]:
    """Returns the variables of a container with their values; ``env`` overrides ``envFrom``."""
    found: dict[str, Value] = {}
    for source in container.get("envFrom").elements():
        prefix = source.get("prefix").string()
        for key, node in (
            ("configMapRef", source.get("configMapRef")),
            ("secretRef", source.get("secretRef")),
        ):
            document = _find(key, node, container, bundle)
            for name, text in content(document).items():
                found[prefix + name] = Value(node, text)
    for entry in env_entries(container):
        found[entry.name] = _value(entry, container, bundle)
    return found


def content(document: Document | None) -> Mapping[str, str]:
    """Returns the keys of a ConfigMap or Secret with their values as text or, if binary, as base64."""
    if document is None:
        return {}
    root = document.root
    if document.kind == "ConfigMap":
        return root.get("binaryData").strings() | root.get("data").strings()
    decoded = {key: _decoded(text) for key, text in root.get("data").strings().items()}
    return decoded | root.get("stringData").strings()


def keys(document: Document) -> frozenset[str]:
    """Returns the keys of a ConfigMap or Secret, whatever their values."""
    root = document.root
    parts = ("data", "binaryData") if document.kind == "ConfigMap" else ("data", "stringData")
    return frozenset(key for part in parts for key in root.get(part).entries())


def sources(container: Node) -> Iterator[tuple[str, Node]]:
    """Yields the kind and the reference of each ConfigMap and Secret from which all keys become variables."""
    for source in container.get("envFrom").elements():
        for kind, key in (("ConfigMap", "configMapRef"), ("Secret", "secretRef")):
            if source.get(key):
                yield kind, source.get(key)


def _value(entry: EnvEntry, container: Node, bundle: Bundle) -> Value:
    reference = entry.source
    if not reference:
        return Value(entry.value if entry.value else entry.node, entry.text)
    for key in ("configMapKeyRef", "secretKeyRef"):
        node = reference.get(key)
        if node:
            text = content(_find(key, node, container, bundle)).get(node.get("key").string())
            return Value(node, text)
    return Value(reference, None)


def _find(key: str, reference: Node, container: Node, bundle: Bundle) -> Document | None:
    kind = "ConfigMap" if key.startswith("configMap") else "Secret"
    wanted = reference.get("name").string()
    return bundle.find(kind, namespace(container.root), wanted) if wanted else None


def _decoded(text: str) -> str:
    import base64  # few manifests hold a Secret

    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return text
