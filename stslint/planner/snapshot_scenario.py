"""The ``state``, ``now`` and ``assume`` of a scenario, which begin it in the middle of something.

state    what ``kubectl get statefulset,controllerrevision,pod,persistentvolumeclaim -o json`` shows
now      the time of the snapshot; the latest time in it when absent
assume   what cannot be seen: see ``Assumptions``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stslint.planner.live_form import form_error
from stslint.planner.live_objects import (
    LiveObject,
    kind_of,
    latest_time,
    name_of,
    number_at,
    seconds,
    sequence,
)
from stslint.planner.manifest_fields import MIN_READY
from stslint.planner.set_name import name_of_set
from stslint.runtime.namedtuple import NamedTuple


class Assumptions(NamedTuple):
    """What a snapshot cannot show.

    ``not_ready_ordinals``: pods of these ordinals run and never get Ready, nor do their successors;
    ``not_ready_revisions``: the same for all pods of these revisions, by name; ``pending_revisions``: pods of
    them that have not started never start; ``lost``: these pods are on a lost node.
    """

    not_ready_ordinals: tuple[int, ...] = ()
    not_ready_revisions: tuple[str, ...] = ()
    pending_revisions: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def as_json(self) -> dict[str, list[Any]]:
        """Returns the assumptions as a scenario has them."""
        return {key: list(value) for key, value in self._asdict().items() if value}


NO_ASSUMPTIONS = Assumptions()


class Snapshot(NamedTuple):
    """The objects around one StatefulSet, all of one namespace, at the second ``now``.

    ``name`` is the StatefulSet's name, which it may have lost to a deletion.
    """

    name: str
    items: Sequence[LiveObject]
    now: int
    assume: Assumptions = NO_ASSUMPTIONS

    def of_kind(self, kind: str) -> list[LiveObject]:
        """Returns the objects of a kind."""
        return [item for item in self.items if kind_of(item) == kind]


def snapshot_of(scenario: Mapping[str, Any]) -> Snapshot:
    """Returns the snapshot that a scenario without mistakes begins with."""
    items = [item for item in _items(scenario["state"]) if isinstance(item, Mapping)]
    now = seconds(scenario.get("now"))
    return Snapshot(
        name_of_set(items), items, latest_time(items) if now is None else now, _assumptions(scenario)
    )


def snapshot_error(scenario: Mapping[str, Any]) -> str:
    """Returns what is wrong with the ``state``, ``now`` or ``assume`` of a scenario, or nothing."""
    state = scenario.get("state")
    if state is None:
        return "`now` and `assume` need a `state`" if scenario.get("now") or scenario.get("assume") else ""
    items = _items(state)
    if items is None or not all(isinstance(item, Mapping) for item in items):
        return "`state` must be what `kubectl get -o json` prints: a List with `items`"
    wrong = next(filter(None, map(form_error, items)), "")
    if wrong:
        return f"`state` holds an object in which {wrong}"
    names = sorted({name_of(item) for item in items if kind_of(item) == "StatefulSet"})
    if len(names) > 1:
        return f"`state` holds the StatefulSets {', '.join(names)}: a scenario is about one"
    if scenario.get("now") is not None and seconds(scenario["now"]) is None:
        return f"`now` must be a time such as 2030-01-01T12:00:00Z, not `{scenario['now']}`"
    return _assumption_error(scenario.get("assume"))


def longest_min_ready(scenario: Mapping[str, Any]) -> int:
    """Returns the longest minReadySeconds of the StatefulSets in the ``state`` of a scenario."""
    items = [item for item in _items(scenario.get("state")) or () if isinstance(item, Mapping)]
    return max((number_at(item, MIN_READY) for item in items if kind_of(item) == "StatefulSet"), default=0)


def _items(state: Any) -> Any:
    if isinstance(state, Mapping):
        return sequence(state.get("items")) if "items" in state else [state]
    return state if isinstance(state, list) else None


def _assumptions(scenario: Mapping[str, Any]) -> Assumptions:
    assume = scenario.get("assume") or {}
    return Assumptions(*(tuple(assume.get(field) or ()) for field in Assumptions._fields))


def _assumption_error(assume: Any) -> str:
    if assume is None:
        return ""
    if not isinstance(assume, Mapping):
        return f"`assume` must be a mapping of {', '.join(Assumptions._fields)}"
    for key, value in assume.items():
        if key not in Assumptions._fields:
            return f"`assume` has no `{key}`: use {', '.join(Assumptions._fields)}"
        wanted: type = int if key == "not_ready_ordinals" else str
        if not isinstance(value, list) or not all(type(each) is wanted for each in value):
            return f"`assume.{key}` must be a list of {'ordinals' if wanted is int else 'names'}"
    return ""
