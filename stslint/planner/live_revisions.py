"""The revisions of a snapshot, numbered: ControllerRevisions by ``revision``, then what else the pods carry.

A revision is known by the data of its ControllerRevision, so that a rollback finds its old one. Of a revision
that no ControllerRevision holds any more, the pods show the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stslint.kubernetes.values.labels import selector_from
from stslint.planner import live_objects as live
from stslint.planner.api_server import equal_revision
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import mapping_at
from stslint.planner.revision_name import as_stored, revision_name
from stslint.planner.snapshot_scenario import Assumptions, Snapshot
from stslint.planner.spec import read_revision
from stslint.planner.state import UNKNOWN_REVISION, Revision
from stslint.planner.template_of_pod import REVISION_LABEL, template_of_pod
from stslint.runtime.namedtuple import NamedTuple

MOST_COLLISIONS = 8
"""How many names of one template are tried."""


class LiveRevisions(NamedTuple):
    """The revisions in the order of their numbers; ``names`` has all, ``stored`` those that still exist."""

    numbered: tuple[Revision, ...]
    names: Mapping[str, int]
    stored: frozenset[str]

    def number(self, name: str) -> int:
        """Returns the number of a revision, 0 of an unknown one."""
        return self.names.get(name, 0)

    def stored_number(self, name: str) -> int:
        """Returns the number of a revision that the StatefulSet can still see, 0 of any other."""
        return self.names[name] if name in self.stored else 0


def live_revisions(snapshot: Snapshot, found: LiveObject | None) -> LiveRevisions:
    """Returns the revisions of a snapshot; ``found`` is its StatefulSet."""
    collisions = live.number_at(found or {}, "status.collisionCount")
    numbered: list[Revision] = []
    names: dict[str, int] = {}
    stored = controller_revisions(snapshot)
    for item in stored:
        if live.name_of(item) not in names:
            numbered.append(revision_of(item))
            names[live.name_of(item)] = len(numbered)
    for name, pod in _carried(snapshot):
        if name not in names:
            numbered.append(_shown_by(pod, name, tuple(numbered), snapshot.name, collisions))
            names[name] = len(numbered)
    seen = frozenset(live.name_of(item) for item in stored if found and _is_visible(item, found))
    assumed = tuple(_assumed(each, name, snapshot.assume) for each, name in zip(numbered, names, strict=True))
    return LiveRevisions(assumed, names, seen)


def controller_revisions(snapshot: Snapshot) -> list[LiveObject]:
    """Returns the ControllerRevisions by rising ``revision``."""
    return sorted(snapshot.of_kind("ControllerRevision"), key=_revision_number)


def revision_of(item: LiveObject) -> Revision:
    """Returns the revision that a ControllerRevision holds."""
    template: dict[str, Any] = dict(mapping_at(item, "data.spec.template"))
    template.pop("$patch", None)
    return read_revision({"spec": {"template": template}})


def _revision_number(item: LiveObject) -> int:
    return live.number_at(item, "revision")


def _carried(snapshot: Snapshot) -> list[tuple[str, LiveObject]]:
    """Returns the revisions that pods carry, by rising ordinal, each with such a pod."""
    found = []
    for pod in snapshot.of_kind("Pod"):
        place = live.ordinal_name(live.name_of(pod))
        name = str(live.labels_of(pod).get(REVISION_LABEL) or "")
        if name and place and place[0] == snapshot.name:
            found.append((place[1], name, pod))
    return [(name, pod) for _, name, pod in sorted(found, key=lambda each: each[0])]


def _shown_by(
    pod: LiveObject, name: str, known: tuple[Revision, ...], set_name: str, collisions: int
) -> Revision:
    """Returns the revision that a pod shows.

    No template leads back to it if another revision has its template already, or if ``collisionCount`` has
    changed since, so that the controller now gives another name to its template.
    """
    shown = read_revision({"spec": {"template": template_of_pod(pod)}})
    names = [revision_name(set_name, as_stored(shown.template), count) for count in range(MOST_COLLISIONS)]
    renamed = name in names and names.index(name) != collisions
    if renamed or equal_revision(known, shown):
        return shown._replace(template=UNKNOWN_REVISION.template)
    return shown


def _is_visible(item: LiveObject, found: LiveObject) -> bool:
    """Returns whether the controller lists a ControllerRevision as the StatefulSet's own or an orphan."""
    controller = live.controller_reference(item)
    if controller is not None and controller.get("uid") != live.uid_of(found):
        return False
    return selector_from(mapping_at(found, "spec.selector")).matches(live.labels_of(item))


def _assumed(revision: Revision, name: str, assume: Assumptions) -> Revision:
    pending, unready = name in assume.pending_revisions, name in assume.not_ready_revisions
    return revision._replace(unstartable=pending, unready=unready, name=name)
