"""From a snapshot to the planner's cluster: the StatefulSet with its status, its revisions, pods and claims.

pods         by name; their owner by UID, their revision by label
claims       by name, TEMPLATE-SET-ORDINAL; their owner by UID
revisions    see ``live_revisions``
the spec     as stored, with a number for its template even if the controller has not seen it yet
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.kubernetes.values.labels import selector_from
from stslint.planner import live_objects as live
from stslint.planner.api_server import equal_revision, with_new_revision
from stslint.planner.live_claims import ClaimReader
from stslint.planner.live_objects import LiveObject
from stslint.planner.live_revisions import LiveRevisions, live_revisions
from stslint.planner.live_set import stored_manifest, stored_status
from stslint.planner.manifest_fields import at, mapping_at
from stslint.planner.ordinals import Ordinals
from stslint.planner.snapshot_scenario import Snapshot
from stslint.planner.spec import read_revision, read_spec
from stslint.planner.state import EMPTY, Claim, Cluster, Foreseen, Pod, PodOwner, Slot, StatefulSet
from stslint.planner.template_of_pod import REVISION_LABEL


def starting_state(snapshot: Snapshot, empty: Cluster) -> Cluster:
    """Returns the cluster of a snapshot; ``empty`` has the gates, the release and the patience."""
    found = live_set(snapshot)
    revisions = live_revisions(snapshot, found)
    cluster = empty._replace(
        name=snapshot.name,
        now=snapshot.now,
        revisions=revisions.numbered,
        foreseen=_foreseen(snapshot, found, revisions),
    )
    if found is not None:
        cluster = _with_set(cluster, found, revisions)
    else:
        cluster = cluster._replace(forgotten=_forgotten(snapshot, revisions))
    return cluster._replace(slots=_slots(snapshot, cluster, found, revisions))


def live_set(snapshot: Snapshot) -> LiveObject | None:
    """Returns the StatefulSet of a snapshot, or None.

    One that is being deleted counts as gone: the controller only writes its status, and its pods go with it.
    """
    sets = [item for item in snapshot.of_kind("StatefulSet") if live.name_of(item) == snapshot.name]
    return sets[0] if sets and not live.is_deleted(sets[0]) else None


def _forgotten(snapshot: Snapshot, revisions: LiveRevisions) -> frozenset[int]:
    """Returns the revisions that a new StatefulSet does not find: all but orphaned ControllerRevisions."""
    stored = snapshot.of_kind("ControllerRevision")
    orphans = {live.name_of(item) for item in stored if live.controller_reference(item) is None}
    return frozenset(number for name, number in revisions.names.items() if name not in orphans)


def _foreseen(snapshot: Snapshot, found: LiveObject | None, revisions: LiveRevisions) -> Foreseen:
    """Returns what is assumed of revisions that nothing in the snapshot carries."""
    pending = frozenset(snapshot.assume.pending_revisions) - set(revisions.names)
    unready = frozenset(snapshot.assume.not_ready_revisions) - set(revisions.names)
    return Foreseen(pending, unready, live.number_at(found or {}, "status.collisionCount"))


def _with_set(cluster: Cluster, found: LiveObject, revisions: LiveRevisions) -> Cluster:
    manifest = stored_manifest(found)
    template = read_revision(manifest)
    number = equal_revision(cluster.revisions, template)
    if not number:
        cluster = with_new_revision(cluster, template)
        number = len(cluster.revisions)
    generation = live.number_at(found, "metadata.generation") or 1
    status = stored_status(found, revisions)
    spec = read_spec(manifest, number)
    return cluster._replace(set=StatefulSet(cluster.name, manifest, spec, generation, status))


def _slots(
    snapshot: Snapshot, cluster: Cluster, found: LiveObject | None, revisions: LiveRevisions
) -> Ordinals[Slot]:
    pods = _pods_by_ordinal(snapshot)
    claims = ClaimReader(snapshot, found, pods.values()).by_ordinal()
    broken = set(snapshot.assume.not_ready_ordinals)
    places = [live.ordinal_name(pod) for pod in snapshot.assume.lost]
    lost = {place[1] for place in places if place and place[0] == snapshot.name}
    reader = _PodReader(snapshot, cluster, found, revisions)
    runs = []
    for ordinal in sorted({*pods, *claims, *broken, *lost}):
        pod = pods.get(ordinal)
        slot = Slot(
            reader.pod(pod) if pod else None,
            _sorted(claims.get(ordinal, ())),
            ordinal in lost,
            ordinal in broken,
        )
        runs.append((ordinal, ordinal, slot))
    return Ordinals.of(runs, EMPTY)


def _sorted(claims: tuple[Claim, ...] | list[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims))


def _pods_by_ordinal(snapshot: Snapshot) -> Mapping[int, LiveObject]:
    pods: dict[int, LiveObject] = {}
    for pod in snapshot.of_kind("Pod"):
        found = live.ordinal_name(live.name_of(pod))
        if found and found[0] == snapshot.name:
            pods[found[1]] = pod
    return pods


class _PodReader:
    """Reads the pods of one snapshot."""

    def __init__(
        self, snapshot: Snapshot, cluster: Cluster, found: LiveObject | None, revisions: LiveRevisions
    ) -> None:
        self._name = snapshot.name
        self._uid = live.uid_of(found) if found else None
        self._selector = selector_from(cluster.set.spec.selector) if cluster.set else None
        self._since = cluster.now - cluster.patience if cluster.patience else None
        self._revisions = revisions

    def pod(self, pod: LiveObject) -> Pod:
        """Returns a pod as the planner knows it."""
        phase = at(pod, "status.phase")
        ready = live.conditions_of(pod).get("Ready", {})
        return Pod(
            self._revisions.number(str(live.labels_of(pod).get(REVISION_LABEL) or "")),
            self._owner(pod),
            self._mounts(pod),
            scheduled=bool(at(pod, "spec.nodeName")),
            running=phase == "Running",
            ready=phase == "Running" and ready.get("status") == "True",
            terminating=live.is_deleted(pod),
            failed=phase in ("Failed", "Succeeded"),
            since=self._changed(ready),
        )

    def _owner(self, pod: LiveObject) -> PodOwner:
        """Returns whose pod it is; one that the selector does not match is not, or no longer, the set's."""
        controller = live.controller_reference(pod)
        matches = self._selector is None or self._selector.matches(live.labels_of(pod))
        if controller is None:
            return "" if matches else "other"
        if controller.get("kind") != "StatefulSet" or controller.get("name") != self._name:
            return "other"
        if self._uid is None or controller.get("uid") != self._uid:
            return "former"
        return "set" if matches else "other"

    def _mounts(self, pod: LiveObject) -> tuple[str, ...]:
        found = live.ordinal_name(live.name_of(pod))
        end = f"-{self._name}-{found[1]}" if found else ""
        names = (at(volume, "persistentVolumeClaim.claimName") for volume in _volumes(pod))
        return tuple(sorted(str(name).removesuffix(end) for name in names if str(name or "").endswith(end)))

    def _changed(self, ready: Mapping[str, object]) -> int:
        """Returns when the readiness changed; 0 for long ago, which all later plans treat alike."""
        moment = live.seconds(ready.get("lastTransitionTime")) or 0
        return moment if self._since is not None and moment > self._since else 0


def _volumes(pod: LiveObject) -> list[Mapping[str, object]]:
    volumes = live.sequence(mapping_at(pod, "spec").get("volumes"))
    return [volume for volume in volumes if isinstance(volume, Mapping)]
