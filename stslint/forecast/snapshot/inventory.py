"""All objects of a snapshot, and those of one StatefulSet among them. It takes one pass over the objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from stslint.planner import live_objects as live
from stslint.planner.live_claims import place_of
from stslint.planner.live_form import form_error
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at
from stslint.sources.snapshot.reading import ReadObject, SnapshotError

Identity = tuple[str, str, str]
"""Kind, namespace and name."""

Key = tuple[str, str]
"""Namespace and name of a StatefulSet."""

CLUSTER_WIDE = frozenset({"Node", "PersistentVolume", "StorageClass", "Namespace"})


class Inventory:
    """The objects of a snapshot by kind, and by the StatefulSet that they belong to.

    ``characters`` is the length of the texts that they were read from.
    """

    def __init__(self, items: Sequence[LiveObject], characters: int = 0) -> None:
        self.items = items
        self.characters = characters
        self._kinds: dict[str, list[LiveObject]] = defaultdict(list)
        for item in items:
            self._kinds[live.kind_of(item)].append(item)
        self.sets: dict[Key, LiveObject] = {_key(item): item for item in self.of_kind("StatefulSet")}
        self._pods = _grouped(self.of_kind("Pod"), _set_of_pod)
        self._revisions = _grouped(self.of_kind("ControllerRevision"), _set_of_revision)
        self._templates = {key: frozenset(claim_templates(found)) for key, found in self.sets.items()}
        self._claims = _grouped(self.of_kind("PersistentVolumeClaim"), self._set_of_claim)
        self.claims_by_name = {_key(claim): claim for claim in self.of_kind("PersistentVolumeClaim")}
        self._cluster_wide = {
            (kind, live.name_of(item)): item for kind in CLUSTER_WIDE for item in self.of_kind(kind)
        }
        self.nodes = {live.name_of(item): item for item in self.of_kind("Node")}
        self._events = _grouped_events(self.of_kind("Event"))

    def of_kind(self, kind: str) -> list[LiveObject]:
        """Returns the objects of a kind."""
        return self._kinds.get(kind, [])

    def of_set(self, key: Key) -> list[LiveObject]:
        """Returns a StatefulSet, its revisions, its pods and its claims."""
        found = [self.sets[key]] if key in self.sets else []
        return [*found, *self._revisions[key], *self._pods[key], *self._claims[key]]

    def pods(self, key: Key) -> list[LiveObject]:
        """Returns the pods that have a name of the StatefulSet."""
        return self._pods[key]

    def claims(self, key: Key) -> list[LiveObject]:
        """Returns the claims that have a name of the StatefulSet."""
        return self._claims[key]

    def of_name(self, kind: str, name: str) -> LiveObject | None:
        """Returns the cluster-wide object of a kind and a name, or None."""
        return self._cluster_wide.get((kind, name))

    def set_of_pod(self, pod: LiveObject) -> Key | None:
        """Returns the StatefulSet that a pod has a name of."""
        return _set_of_pod(pod)

    def events_about(self, item: LiveObject) -> list[LiveObject]:
        """Returns the events about this very object, not about a former one of its name."""
        found = self._events.get((live.kind_of(item), live.namespace_of(item), live.name_of(item)))
        return [event for event in found if _is_about(event, item)] if found else []

    def without_set(self) -> Iterator[tuple[Key, list[LiveObject]]]:
        """Yields the pods by the StatefulSet that they name as their owner and that is not there."""
        for key, pods in self._pods.items():
            owned = [pod for pod in pods if _owner_name(pod) == key[1]]
            if key not in self.sets and owned:
                yield key, owned

    def _set_of_claim(self, claim: LiveObject) -> Key | None:
        """Returns the StatefulSet of a claim: one that has its template, else one that its name ends in."""
        namespace, name = live.namespace_of(claim), live.name_of(claim)
        found = live.ordinal_name(name)
        words = found[0].split("-") if found else []
        keys = [(namespace, "-".join(words[start:])) for start in range(1, len(words))]
        known = [key for key in keys if key in self.sets or key in self._pods]
        for key in known:
            place = place_of(name, key[1])
            if place and place[0] in self._templates.get(key, ()):
                return key
        return known[0] if known else None


def inventory_of(read: Iterable[ReadObject], characters: int = 0) -> Inventory:
    """Returns the objects of all files, of that many characters.

    Raises SnapshotError if they cannot be of one cluster at one time.
    """
    seen: dict[Identity, ReadObject] = {}
    for each in read:
        identity = _identity(each.item)
        if not identity[0] or not identity[2]:
            continue
        wrong = form_error(each.item)
        if wrong:
            what = f"{each.file}: {identity[0]} {identity[2]}"
            raise SnapshotError(f"{what}: {wrong}; save the output of kubectl again, unedited")
        if identity in seen:
            _same(identity, seen[identity], each)
        seen.setdefault(identity, each)
    return Inventory([each.item for each in seen.values()], characters)


def _same(identity: Identity, first: ReadObject, second: ReadObject) -> None:
    if first.item == second.item:
        return
    what = f"{identity[0]} {identity[2]} in {identity[1] or 'the cluster'}"
    where = f"in {first.file} and {second.file}" if first.file != second.file else f"in {first.file}"
    if live.uid_of(first.item) != live.uid_of(second.item):
        raise SnapshotError(f"{what} has two UIDs {where}: use files of one cluster, saved at one time")
    versions = [at(each.item, "metadata.resourceVersion") for each in (first, second)]
    if versions[0] != versions[1] or versions[0] is None:
        raise SnapshotError(f"{what} has two versions {where}: save all objects with one command")


def _identity(item: LiveObject) -> Identity:
    kind = live.kind_of(item)
    return kind, "" if kind in CLUSTER_WIDE else live.namespace_of(item), live.name_of(item)


def claim_templates(found: LiveObject) -> list[str]:
    """Returns the names of the claim templates of a StatefulSet."""
    templates = live.sequence(at(found, "spec.volumeClaimTemplates"))
    return [live.name_of(template) for template in templates if isinstance(template, Mapping)]


def _key(item: LiveObject) -> Key:
    return live.namespace_of(item), live.name_of(item)


def _owner_name(pod: LiveObject) -> str:
    owner = live.controller_reference(pod) or {}
    return str(owner.get("name")) if owner.get("kind") == "StatefulSet" else ""


def _set_of_pod(pod: LiveObject) -> Key | None:
    found = live.ordinal_name(live.name_of(pod))
    return (live.namespace_of(pod), found[0]) if found else None


def _set_of_revision(item: LiveObject) -> Key | None:
    owner = live.controller_reference(item)
    name = str(owner.get("name")) if owner else live.name_of(item).rpartition("-")[0]
    if owner and owner.get("kind") != "StatefulSet":
        return None
    return live.namespace_of(item), name


def _grouped(
    items: Iterable[LiveObject], key_of: Callable[[LiveObject], Key | None]
) -> dict[Key, list[LiveObject]]:
    groups: dict[Key, list[LiveObject]] = defaultdict(list)
    for item in items:
        key = key_of(item)
        if key is not None:
            groups[key].append(item)
    return groups


def _is_about(event: LiveObject, item: LiveObject) -> bool:
    uid = at(event, "involvedObject.uid") or at(event, "regarding.uid")
    return not uid or uid == live.uid_of(item)


def _grouped_events(items: Iterable[LiveObject]) -> dict[Identity, list[LiveObject]]:
    groups: dict[Identity, list[LiveObject]] = defaultdict(list)
    for item in items:
        about = at(item, "involvedObject") or at(item, "regarding") or {}
        namespace = str(about.get("namespace") or live.namespace_of(item))
        groups[str(about.get("kind")), namespace, str(about.get("name"))].append(item)
    return groups
