"""The StatefulSet controller: one sync, as a function of what it reads.

A sync reads the StatefulSet, its pods and its claims once, and runs the phases of ``PHASES`` in this order.
Each can write, and each can end the sync; the next event starts the next sync.

    phase              OrderedReady                                Parallel
    adopt              adopts orphans that the selector matches    the same
    recreate           type Recreate: deletes all pods of other revisions; ends until they are deleted
    fill               by rising ordinal, to the first that is     every ordinal at once
                       missing (create it) or not Available
    release claims     sets the owner of the claims of condemned pods
    scale in           the highest condemned pod only              all condemned pods
    update             old pods from the top, at or above the      the same; first those not Available
                       partition, within maxUnavailable

"Condemned" is an own pod out of range. "Old" is a pod of another revision than the update revision. So in
OrderedReady nothing happens above the lowest ordinal that is not Available: no creation, no scale-in, no
update and no rollback. Creation comes before deletion, scaling before updating.

A sync decides by what it observed when it began (``ObservedState``); what it has written so far is in
``SyncProgress.cluster``.

Source: pkg/controller/statefulset of Kubernetes 1.25 to 1.37 (``releases`` names what differs), and
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
"""

from __future__ import annotations

from collections.abc import Callable

from stslint.planner import claims
from stslint.planner.releases import ANY_STRATEGY_COMPLETES, COMPLETES_AT_REPLICAS
from stslint.planner.replica import sync_replica
from stslint.planner.rolling_update import choose
from stslint.planner.state import Cluster, ClusterAction, Slot
from stslint.planner.sync import ObservedState, Replica, SyncProgress, begin

LARGEST_BATCH = 500


def sync(cluster: Cluster) -> SyncProgress:
    """Returns what one sync of the StatefulSet writes, and the cluster after it.

    ``actions`` is empty and ``cluster`` unchanged if there is nothing to do.
    """
    if cluster.set is None:
        return SyncProgress(cluster)
    observed = begin(cluster)
    progress = SyncProgress(cluster)
    for phase in PHASES:
        progress = phase(observed, progress)
        if progress.ended:
            break
    return record(observed, progress)


def adopt(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Returns the progress after adopting the orphans that the selector matches."""
    for replica in observed.adopted:
        progress = progress.write(
            replica.first, replica.last, Slot.adopt, ClusterAction("adopt-pod", "orphan", replica.revision)
        )
    return progress


def recreate(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Returns the progress after deleting every old pod at once; ended until all are deleted.

    Only type Recreate does that (alpha, KEP-3541).
    """
    if observed.spec.strategy != "Recreate":
        return progress
    in_range = [(replica, False) for replica in observed.replicas]
    condemned = [(replica, True) for replica in observed.condemned]
    old = [
        (replica, falling)
        for replica, falling in in_range + condemned
        if replica.pod and observed.old(replica)
    ]
    for replica, falling in old:
        if not replica.terminating:
            progress = delete(observed, progress, replica, "recreate", falling=falling)
    return progress._replace(ended=bool(old))


def fill(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Returns the progress after creating what is missing in range, up to what it has to wait for."""
    return _in_order(observed, progress) if observed.spec.ordered else _in_batches(observed, progress)


def _in_order(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    for replica in observed.replicas:
        done = sync_replica(observed, replica)
        last = replica.first if done.ends else replica.last
        progress = progress.become(replica.first, last, done.slot, done.actions)
        if done.ends:
            return progress.end(replica.first, done.waiting, done.error)
    return progress


def _in_batches(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Parallel works in batches of 1, 2, 4 ... ordinals; an error ends the sync after its batch."""
    turns = [(replica, sync_replica(observed, replica)) for replica in observed.replicas]
    failed = next(((replica, done.error) for replica, done in turns if done.error), None)
    stop = observed.spec.end
    if failed:
        stop = observed.spec.start + end_of_batch(failed[0].first - observed.spec.start)
    for replica, done in turns:
        if replica.first <= stop:
            progress = progress.become(replica.first, min(replica.last, stop), done.slot, done.actions)
    return progress.end(None, "", failed[1]) if failed else progress


def end_of_batch(index: int) -> int:
    """Returns the last index of the batch of 1, 2, 4 ... at most 500 that holds ``index``."""
    end, size = 0, 1
    while end < index:
        size = min(2 * size, LARGEST_BATCH)
        end += size
    return end


def release_claims(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Returns the progress after giving the claims of condemned pods the owner of the retention policy."""
    for replica in observed.condemned:
        owned = claims.own(replica.slot, observed.spec, in_range=False)
        if owned.actions:
            progress = progress.become(replica.first, replica.last, owned.slot, owned.actions, falling=True)
    return progress


def scale_in(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Returns the progress after deleting condemned pods: OrderedReady only the highest, Parallel all."""
    if not observed.condemned:
        return progress
    if observed.spec.ordered:
        return _scale_in_order(observed, progress, observed.condemned[0])
    for replica in observed.condemned:
        if not replica.terminating:
            progress = delete(observed, progress, replica, "condemned", falling=True)
    return progress


def _scale_in_order(observed: ObservedState, progress: SyncProgress, top: Replica) -> SyncProgress:
    """Deletes the highest if it is Available or the lowest unavailable: two unavailable block each other."""
    if top.terminating:
        return progress.end(top.last, "to terminate before scaling in")
    lowest = observed.lowest_unhealthy()
    if not top.available and top.last != lowest:
        return progress.end(lowest, "to be Available before scaling in")
    return delete(observed, progress, top._replace(first=top.last), "condemned-highest").end()


def update(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Returns the progress after deleting old pods, which are recreated on the update revision."""
    if observed.spec.strategy != "RollingUpdate":
        return progress
    choice = choose(observed)
    for replica, why in choice.deletions:
        progress = delete(observed, progress, replica, why, falling=True)
        progress = progress._replace(updating=progress.updating + replica.size)
    if choice.waits_for is None:
        return progress
    return progress.end(choice.waits_for, choice.waiting)


PHASES: tuple[Callable[[ObservedState, SyncProgress], SyncProgress], ...] = (
    adopt,
    recreate,
    fill,
    release_claims,
    scale_in,
    update,
)


def delete(
    observed: ObservedState, progress: SyncProgress, replica: Replica, why: str, *, falling: bool = False
) -> SyncProgress:
    """Returns the progress after deleting the pods of a run; unchanged if none was created yet."""
    if progress.cluster.slots.at(replica.first).pod is None:
        return progress
    action = ClusterAction("delete-pod", why, replica.revision)
    return progress.write(replica.first, replica.last, observed.cluster.terminate, action, falling=falling)


def record(observed: ObservedState, progress: SyncProgress) -> SyncProgress:
    """Returns the progress with the status; a complete update makes the update revision the current one.

    The API server refuses a negative currentReplicas: then the status stays unchanged.
    """
    status, release = observed.status(progress.updating), observed.cluster.release
    complete = status.updated == status.ready == status.replicas
    if release >= COMPLETES_AT_REPLICAS:
        complete = complete and status.replicas == observed.spec.replicas
    any_strategy = release >= ANY_STRATEGY_COMPLETES
    if complete and (any_strategy or observed.spec.strategy == "RollingUpdate"):
        status = status._replace(current=status.updated, current_revision=status.update_revision)
    if observed.spec.strategy == "Recreate":
        status = status._replace(progress=_progress(observed, complete))
    if status.current < 0:
        return progress._replace(error="status.currentReplicas: must not be negative")
    return progress.with_status(status)


def _progress(observed: ObservedState, complete: bool) -> str:
    """Returns the message of the Progressing condition, which only the strategy Recreate writes."""
    message = observed.stored.progress
    if any(observed.old(replica) for replica in (*observed.replicas, *observed.condemned) if replica.pod):
        message = "deleting"
    elif observed.current != observed.update:
        message = "creating"
    return "complete" if complete and message else message
