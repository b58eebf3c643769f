"""The JSON Schema of a scenario, made from the tables that play it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stslint.json_schema.quick import fits
from stslint.kubernetes.schema.versions import NEWEST
from stslint.planner.events import EVENTS, NUMBERS
from stslint.planner.feature_gates import GATES
from stslint.planner.snapshot_scenario import Assumptions

_MANIFEST = {
    "type": ["string", "object", "null"],
    "description": "A StatefulSet: the text of a manifest, or the manifest itself.",
}
_STATE = {
    "type": ["object", "array", "null"],
    "description": "What `kubectl get statefulset,controllerrevision,pod,pvc -o json` prints.",
}
_CHANGES = {
    "type": ["object", "null"],
    "description": "Fields to change in the manifest in force: values by their path, with dots.",
}
_STORES: dict[str, Any] = {
    "manifest": _MANIFEST,
    "set": _CHANGES,
    "broken": {"type": ["boolean", "null"], "description": "True: the new pods never become Ready."},
}
_FIELDS: dict[str, dict[str, Any]] = {
    "create": _STORES,
    "apply": _STORES,
    "delete-claim": {
        "template": {
            "type": ["string", "null"],
            "description": "The name of the claim template; all claims of the ordinal when absent.",
        }
    },
    "delete": {
        "cascade": {
            "enum": ["background", "orphan", None],
            "description": "`orphan` deletes the StatefulSet and leaves its pods.",
        }
    },
}
"""What a step can hold next to its ``op`` and its whole number."""


def scenario_schema(described: Iterable[str] = tuple(sorted(EVENTS))) -> dict[str, Any]:
    """Returns the JSON Schema (draft 7) of a scenario in a file for ``stslint plan --scenario``.

    All operations are known; what can be next to an ``op`` is in it for those that are ``described``.
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "stslint scenario",
        "description": "What happens to a StatefulSet, step by step",
        "type": "object",
        "additionalProperties": False,
        "required": ["steps"],
        "properties": {
            "id": {"description": "A name that the answer repeats."},
            "kubernetes": _version(),
            "gates": _gates(),
            "manifest": _MANIFEST,
            "state": _STATE,
            "now": {"type": ["string", "null"], "description": "The time of `state`, in RFC 3339."},
            "assume": _assume(),
            "steps": {
                "type": "array",
                "items": _step(described),
                "description": "What happens, in order. The page on plans says how many it can be.",
            },
            "result": {"description": "A recorded answer; it is not read."},
        },
    }


def fits_schema(scenario: Mapping[str, Any]) -> bool:
    """Returns whether a scenario whose steps are all mappings fits its schema.

    Each step is compared with what its own ``op`` accepts, and steps that are equal as text only once: the
    schema can only list all operations, one after the other.
    """
    steps = scenario.get("steps")
    if not isinstance(steps, list):
        return fits(scenario, scenario_schema())
    return fits({**scenario, "steps": []}, scenario_schema()) and not wrong_steps(steps)


def wrong_steps(steps: Iterable[Any]) -> dict[str, Any]:
    """Returns the steps that do not fit the schema, those that are equal once, by their texts."""
    accepted = {name: _fields_of(name)["then"] for name in EVENTS}
    different = {repr(step): step for step in steps}
    return {text: step for text, step in different.items() if not _is_step(step, accepted)}


def _is_step(step: Any, accepted: Mapping[str, Any]) -> bool:
    name = operation_of(step)
    return bool(name) and fits(step, accepted[name])


def operation_of(step: Any) -> str:
    """Returns the operation of a step, empty if it has none that is known."""
    name = step.get("op") if isinstance(step, dict) else None
    return name if isinstance(name, str) and name in EVENTS else ""


def _version() -> dict[str, Any]:
    # A plain 1.34 is a number in YAML.
    return {
        "type": ["string", "number", "null"],
        "pattern": r"^\d+\.\d+(\.\d+)?$",
        "examples": [NEWEST],
        "description": "The Kubernetes version; the newest when absent.",
    }


def _gates() -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {gate: {"type": "boolean"} for gate in GATES},
        "description": "Feature gates that are on or off against the default.",
    }


def _assume() -> dict[str, Any]:
    names = {"type": "array", "items": {"type": "string"}}
    ordinals = {"type": "array", "items": {"type": "integer"}}
    fields = {name: ordinals if name == "not_ready_ordinals" else names for name in Assumptions._fields}
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": fields,
        "description": "What `state` cannot show: pods that never get Ready or are on lost nodes.",
    }


def _step(described: Iterable[str]) -> dict[str, Any]:
    """Returns the schema of a step: a mapping with ``op``, or the bare name of a step without fields."""
    return {
        "type": ["object", "string"],
        "required": ["op"],
        "if": {"type": "object"},
        "then": {
            "properties": {"op": {"enum": sorted(EVENTS)}},
            "allOf": [_fields_of(name) for name in described],
        },
        "else": {"enum": _bare_steps()},
    }


def _bare_steps() -> list[str]:
    return sorted(name for name, event in EVENTS.items() if event not in NUMBERS)


def _fields_of(name: str) -> dict[str, Any]:
    number = NUMBERS.get(EVENTS[name])
    fields = {"op": {}, **_FIELDS.get(name, {}), **({number: {"type": "integer"}} if number else {})}
    return {
        "if": {"properties": {"op": {"const": name}}, "required": ["op"]},
        "then": {
            "required": [number] if number else [],
            "properties": fields,
            "additionalProperties": False,
        },
    }
