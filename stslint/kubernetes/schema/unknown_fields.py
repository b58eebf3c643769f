"""A field that Kubernetes does not know: what was meant, since when it exists, or where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from stslint.kubernetes.schema.formats import has_type
from stslint.kubernetes.schema.lineages import Lineages
from stslint.kubernetes.schema.openapi import Definition, Schemas, load, reference
from stslint.kubernetes.schema.refusal import Refusal
from stslint.kubernetes.schema.versions import newer_than
from stslint.kubernetes.values.edits import renaming
from stslint.model import Fix, Node, Problem
from stslint.text.lookalikes import named, plain
from stslint.text.suggest import FAR, NEAR, nearest_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Types: TypeAlias = "str | list[str]"
"""The JSON types of a field."""

_OWNERS = 64
"""The fields of so many objects are collected once: an unknown field is often written many times."""


def unknown_field(refusal: Refusal, lineages: Lineages, schemas: Schemas) -> Problem:
    """Returns the problem of an unknown field in an object of the schema ``refusal.schema``."""
    node, key = refusal.node, str(refusal.node.key)
    owner = schemas.name_of(refusal.schema)
    since = first_minor_with(owner, key, schemas.version)
    if since:
        message = f"`{owner}` has no field `{key}` before Kubernetes {since}; the target is {schemas.version}"
        return Problem(node, message, "unknown-field", f"remove it, or target Kubernetes {since}", on="key")
    meant = _spelled(key, refusal.schema) or nearest_name(key, refusal.schema["properties"], NEAR)
    home = None if meant else _home(refusal, lineages, schemas)
    meant = meant or (None if home else nearest_name(key, refusal.schema["properties"], FAR))
    return Problem(
        node,
        f"`{owner}` has no field `{key}`{_lookalikes(key, meant)}",
        "unknown-field",
        _advice(node, meant) if meant else home or "",
        on="key",
        field=_field(node),
        fix=_renamed(node, meant, refusal.schema, schemas) if meant else None,
    )


def _spelled(key: str, owner: Definition) -> str | None:
    """Returns the field that a key is, but for characters and quotes that only look like ASCII."""
    spelled = plain(key).strip(" \"'")
    return spelled if spelled != key and spelled in owner["properties"] else None


def _lookalikes(key: str, meant: str | None) -> str:
    names = named(key) if meant else ""
    return f": it is written with {names}" if names else ""


@lru_cache(maxsize=_OWNERS)
def first_minor_with(owner: str, key: str, version: str) -> str | None:
    """Returns the first version after ``version`` whose definition ``owner`` has a field, or nothing."""
    for newer in newer_than(version):
        if key in load(newer).references.get(reference(owner), {}).get("properties", {}):
            return newer
    return None


def _siblings(node: Node) -> dict[str, Node]:
    return node.parent.entries() if node.parent is not None else {}


def _advice(node: Node, meant: str) -> str:
    taken = meant in _siblings(node)
    return f"`{meant}` is already set here: remove one of the two" if taken else f"did you mean `{meant}`?"


def _field(node: Node) -> str:
    """Returns the path as the decoder writes it: an unknown key always follows a dot."""
    above = node.parent.path if node.parent is not None else ""
    return f"{above}.{node.key}".lstrip(".")


def _renamed(node: Node, name: str, owner: Definition, schemas: Schemas) -> Fix | None:
    """Returns the fix that renames a key, if the name is free and the value fits it."""
    field = schemas.resolve(owner["properties"][name])
    edit = renaming(node, name)
    if edit is None or name in _siblings(node) or not has_type(node.value, field.get("type", [])):
        return None
    return None if _has_rival(node, name, owner) else Fix(f"rename it to `{name}`", (edit,))


def _has_rival(node: Node, name: str, owner: Definition) -> bool:
    """Returns whether another key of the mapping is similar to a name: which one is meant is unclear."""
    repeats = node.parent.duplicates if node.parent is not None else ()
    if any(other.key == node.key for other in repeats):
        return True
    known = owner["properties"]
    strange = (key for key in _siblings(node) if key not in known and key != node.key)
    return any(nearest_name(key, known, FAR) == name for key in strange)


def _home(refusal: Refusal, lineages: Lineages, schemas: Schemas) -> str | None:
    """Returns where a field of that name belongs: in a mapping around it, or in one next to it."""
    node, key = refusal.node, str(refusal.node.key)
    if node.parent is None:
        return None
    for around, schema in reversed(lineages.above(node.parent)):
        if _takes(schema, node, schemas) and key not in around.entries():
            place = f"under `{around.path}`" if around.path else "at the top of the document"
            return f"`{key}` belongs {place}"
    inner = list(_inner(refusal.schema, node, schemas)) or list(_listed(refusal.schema, node, schemas))
    free = _FREE.get(schemas.name_of(refusal.schema))
    if len(inner) == 1:
        return f"`{key}` belongs under {inner[0]}"
    return f"`{key}` belongs under {free}" if free and node.kind == "string" and not inner else None


_FREE = {"LabelSelector": "`matchLabels`"}
"""The free mapping of an object that is meant for custom names."""


def _takes(schema: Definition, node: Node, schemas: Schemas) -> bool:
    field = schema.get("properties", {}).get(node.key)
    return field is not None and has_type(node.value, schemas.resolve(field).get("type", []))


def _inner(owner: Definition, node: Node, schemas: Schemas) -> Iterator[str]:
    """Yields the mappings that could be next to a node and have a field of its name, in backticks."""
    found = ""
    for name, deeper, types in _fields_below(schemas.name_of(owner), schemas.version).get(str(node.key), ()):
        if name != found and has_type(node.value, types):
            yield f"`{name}.{deeper}`" if deeper else f"`{name}`"
            found = found if deeper else name


@lru_cache(maxsize=_OWNERS)
def _fields_below(owner: str, version: str) -> Mapping[str, Sequence[tuple[str, str, Types]]]:
    """Returns, for each name of a field, the mappings of an object that have it, and its types.

    They are named by their own name and that of a mapping in it, or an empty string.
    """
    schemas = load(version)
    places: dict[str, list[tuple[str, str, Types]]] = {}
    for name, field in schemas.references[reference(owner)]["properties"].items():
        properties = schemas.resolve(field).get("properties", {}) if name != "status" else {}
        for key, below in properties.items():
            places.setdefault(key, []).append((name, "", schemas.resolve(below).get("type", [])))
        for deeper, mapping in properties.items():
            for key, below in schemas.resolve(mapping).get("properties", {}).items():
                places.setdefault(key, []).append((name, deeper, schemas.resolve(below).get("type", [])))
    return places


def _listed(owner: Definition, node: Node, schemas: Schemas) -> Iterator[str]:
    """Yields the lists next to a node whose entries have a field of its name."""
    beside = _siblings(node)
    for name, field in owner["properties"].items():
        if name in beside and _takes(schemas.resolve(field.get("items", {})), node, schemas):
            yield f"an entry of `{name}`"
