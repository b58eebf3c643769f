"""Whether a live object has the form that the planner reads. Only an edit by hand can break it.

The API server stores no object in which a field has another type, so what is wrong here is said, not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from stslint.planner import manifest_fields as fields
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at

Check = tuple[str, Callable[[Any], bool], str]
"""A dotted path, a test of the value there, and what it must be."""


def _whole(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _mappings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _policy(value: Any) -> bool:
    return value in ("Retain", "Delete")


_METADATA: tuple[Check, ...] = (
    ("metadata.name", _text, "a string"),
    ("metadata.namespace", _text, "a string"),
    ("metadata.labels", _texts, "a mapping of strings"),
)


def _requirements(value: Any) -> bool:
    if not _mappings(value):
        return False
    lists = [each.get("values") or [] for each in value]
    return all(isinstance(values, list) and all(map(_text, values)) for values in lists)


def _terms(value: Any) -> bool:
    return _mappings(value) and all(_requirements(term.get("matchExpressions") or []) for term in value)


def _selector(path: str) -> tuple[Check, ...]:
    return (
        (path, _mapping, "a mapping"),
        (f"{path}.matchLabels", _texts, "a mapping of strings"),
        (f"{path}.matchExpressions", _requirements, "a list of requirements"),
    )


def _template(path: str) -> tuple[Check, ...]:
    return (
        (path, _mapping, "a mapping"),
        (f"{path}.metadata", _mapping, "a mapping"),
        (f"{path}.metadata.labels", _texts, "a mapping of strings"),
        (f"{path}.metadata.annotations", _texts, "a mapping of strings"),
        (f"{path}.spec", _mapping, "a mapping"),
        (f"{path}.spec.containers", _mappings, "a list of mappings"),
        (f"{path}.spec.terminationGracePeriodSeconds", _whole, "a whole number"),
    )


_CHECKS: dict[str, tuple[Check, ...]] = {
    "StatefulSet": (
        *_METADATA,
        *(
            (path, _whole, "a whole number")
            for path in (
                fields.REPLICAS,
                fields.START,
                fields.MIN_READY,
                fields.HISTORY_LIMIT,
                fields.PARTITION,
            )
        ),
        (fields.UPDATE_TYPE, _text, "a string"),
        (fields.WHEN_DELETED, _policy, "Retain or Delete"),
        (fields.WHEN_SCALED, _policy, "Retain or Delete"),
        *_selector("spec.selector"),
        ("spec.volumeClaimTemplates", _mappings, "a list of mappings"),
        *_template("spec.template"),
    ),
    "ControllerRevision": (*_METADATA, *_template("data.spec.template")),
    "Pod": (
        *_METADATA,
        ("spec", _mapping, "a mapping"),
        ("spec.containers", _mappings, "a list of mappings"),
        ("spec.terminationGracePeriodSeconds", _whole, "a whole number"),
    ),
    "Node": _METADATA,
    "PodDisruptionBudget": (*_METADATA, *_selector("spec.selector")),
    "PersistentVolume": (
        *_METADATA,
        ("spec.nodeAffinity.required.nodeSelectorTerms", _terms, "a list of terms"),
    ),
    "PersistentVolumeClaim": _METADATA,
    "Event": (("involvedObject", _mapping, "a mapping"), ("regarding", _mapping, "a mapping")),
}


def form_error(item: LiveObject) -> str:
    """Returns what is wrong with the form of a live object, or an empty string."""
    return next(_errors(item), "")


def _errors(item: LiveObject) -> Iterator[str]:
    kind = item.get("kind")
    for path, fits, wanted in _CHECKS.get(kind, ()) if isinstance(kind, str) else ():
        value = at(item, path)
        if value is not None and not fits(value):
            yield f"`{path}` must be {wanted}"
