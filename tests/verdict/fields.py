"""Every field of a kind, by its path, as the schema of a minor knows it; and what is put at a path."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from stslint.kubernetes.schema.openapi import load
from tests.verdict.neighbour_values import DELETE
from tests.verdict.seeds import SEEDS

Step = tuple[str | int, Any, str]
"""A key or an index, what to begin with if it is absent, and what it cannot be combined with."""

_ONE_OF = {
    "Volume": "emptyDir",
    "Probe": "tcpSocket",
    "EnvVarSource": "fieldRef",
    "EnvFromSource": "configMapRef",
    "LifecycleHandler": "exec",
    "VolumeProjection": "configMap",
    "DownwardAPIVolumeFile": "fieldRef",
    "PersistentVolumeSpec": "nfs",
}
"""The field that the smallest object has, if only one of several fields of objects can be set."""

_LEFT_OUT = frozenset(("status", "managedFields", "apiVersion", "kind"))


class Field(NamedTuple):
    """A field: the steps to it, the definition that has it, its name, its form and its elements'."""

    steps: tuple[Step, ...]
    owner: str
    name: str
    form: str
    element: str

    @property
    def parent(self) -> tuple[str | int, ...]:
        """Returns the path of the object that has this field."""
        return tuple(step for step, _, _ in self.steps[:-1])


def fields_of(version: str, kind: str) -> list[Field]:
    """Returns all fields of a kind, those of the second element of a list as well as those of the first."""
    definitions = load(version).document["definitions"]
    return list(_fields(definitions, kind, (), frozenset((kind,))))


def _fields(
    definitions: dict[str, Any], owner: str, steps: tuple[Step, ...], above: frozenset[str]
) -> Iterator[Field]:
    for name, schema in definitions[owner].get("properties", {}).items():
        if name in _LEFT_OUT and owner != "ObjectFieldSelector":
            continue
        inner, listed = _target(schema)
        element = schema.get("items", {}) or schema.get("additionalProperties", {}) or {}
        form = "array" if listed else "object" if inner else schema.get("format", schema.get("type", "any"))
        own = inner if inner else element.get("format", element.get("type", ""))
        rival = _ONE_OF.get(owner, "") if inner and not listed else ""
        rival = rival if rival != name else ""
        yield Field((*steps, (name, None, rival)), owner, name, form, own)
        if inner and inner not in above:
            seed = SEEDS.get(inner, {})
            further: tuple[Step, ...] = (
                ((name, [seed], ""), (0, seed, "")) if listed else ((name, seed, rival),)
            )
            yield from _fields(definitions, inner, (*steps, *further), above | {inner})


def _target(schema: dict[str, Any]) -> tuple[str, bool]:
    """Returns the name of the definition that a field holds, and whether it holds a list of them."""
    listed = "items" in schema
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return reference.rpartition("/")[2], listed


def placed(manifest: dict[str, Any], steps: tuple[Step, ...], value: Any) -> dict[str, Any]:
    """Returns a copy of a manifest with a value at the end of the steps; ``DELETE`` takes it away."""
    made: dict[str, Any] = copy.deepcopy(manifest)
    place: Any = made
    for step, seed, rival in steps[:-1]:
        if isinstance(place, list):
            if not place or not isinstance(place[0], dict | list):
                place[:1] = [copy.deepcopy(seed)]
            place = place[0]
            continue
        place.pop(rival, None)
        if not isinstance(place.get(step), dict | list):
            place[step] = copy.deepcopy(seed)
        place = place[step]
    key, _, rival = steps[-1]
    if isinstance(place, dict) and value is not None and value != DELETE:
        place.pop(rival, None)
    _put(place, key, value)
    return made


def _put(place: Any, key: str | int, value: Any) -> None:
    if isinstance(place, list):
        place[:1] = [value]
    elif value is DELETE or value == DELETE:
        place.pop(key, None)
    else:
        place[key] = copy.deepcopy(value)
