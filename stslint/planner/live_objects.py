"""Reads live objects, as ``kubectl get -o json`` prints them: names, owners, times and conditions.

Nothing here fails: a field that is absent or of another type counts as empty, because a snapshot may have
been edited by hand. Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from stslint.planner.manifest_fields import at, mapping_at
from stslint.runtime.lazy_regex import pattern

LiveObject = Mapping[str, Any]
"""One object of a snapshot as plain data."""

_ORDINAL = pattern(r"(.+)-(0|[1-9][0-9]{0,9})\Z")
_WITHOUT_TIMES = frozenset({"spec", "data"})
"""Fields in which a time is not a moment at which something happened."""

_TIME = pattern(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.\d+)?(?:[Zz]|([+-]\d\d:\d\d))\Z")


def kind_of(item: LiveObject) -> str:
    """Returns the kind of an object."""
    return str(item.get("kind") or "")


def name_of(item: LiveObject) -> str:
    """Returns ``metadata.name``, or an empty string."""
    return str(at(item, "metadata.name") or "")


def namespace_of(item: LiveObject) -> str:
    """Returns ``metadata.namespace``; an object without one is in ``default``."""
    return str(at(item, "metadata.namespace") or "default")


def uid_of(item: LiveObject) -> str:
    """Returns ``metadata.uid``, or an empty string."""
    return str(at(item, "metadata.uid") or "")


def labels_of(item: LiveObject) -> Mapping[str, str]:
    """Returns the labels of an object."""
    return mapping_at(item, "metadata.labels")


def is_deleted(item: LiveObject) -> bool:
    """Returns whether somebody has deleted the object and it is still there."""
    return bool(at(item, "metadata.deletionTimestamp"))


def ordinal_name(name: str) -> tuple[str, int] | None:
    """Returns what ``PARENT-ORDINAL`` names, or nothing for any other name."""
    found = _ORDINAL.match(name)
    return (found[1], int(found[2])) if found else None


def owner_references(item: LiveObject) -> list[Mapping[str, Any]]:
    """Returns the owner references of an object."""
    references = at(item, "metadata.ownerReferences")
    return [each for each in sequence(references) if isinstance(each, dict)]


def controller_reference(item: LiveObject) -> Mapping[str, Any] | None:
    """Returns the owner reference of the object's controller, or nothing."""
    return next((each for each in owner_references(item) if each.get("controller") is True), None)


def conditions_of(item: LiveObject) -> dict[str, Mapping[str, Any]]:
    """Returns ``status.conditions`` by type."""
    found = [each for each in sequence(at(item, "status.conditions")) if isinstance(each, dict)]
    return {str(each.get("type")): each for each in found}


def sequence(value: Any) -> Sequence[Any]:
    """Returns a list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def number_at(item: LiveObject, path: str) -> int:
    """Returns the whole number at a dotted path; 0 where there is none."""
    value = at(item, path)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def seconds(time: Any) -> int | None:
    """Returns an RFC 3339 time in seconds since 1970, or None if it is none."""
    return _seconds(time) if isinstance(time, str) else None


@lru_cache(maxsize=4096)
def _seconds(time: str) -> int | None:
    found = _TIME.match(time)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or '+00:00'}")
    except ValueError:
        return None
    return int(moment.timestamp())


def rfc3339(moment: int) -> str:
    """Returns seconds since 1970 as Kubernetes writes a time."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def latest_time(value: Any) -> int:
    """Returns the latest time that is found anywhere in plain data; 0 if there is none."""
    return max((moment for text in _texts(value) if (moment := seconds(text)) is not None), default=0)


def _texts(value: Any) -> Iterator[str]:
    """Yields the strings that may be a time."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if len(each) >= 20 and each[4] == "-" and each[10] in "Tt":
                yield each
        elif isinstance(each, dict):
            waiting.extend(part for key, part in each.items() if key not in _WITHOUT_TIMES)
        elif isinstance(each, list):
            waiting.extend(each)
