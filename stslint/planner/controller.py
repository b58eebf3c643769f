"""The StatefulSet controller: one sync, as a function of what it reads.

A sync looks at the set, its pods and its claims once, and goes through the phases of ``PHASES`` in this
order. Each may write, and each may end the sync; the next event brings the next sync.

    phase              OrderedReady                                Parallel
    adopt              orphans that match become the set's own     the same
    recreate           type Recreate: all pods of another revision go first; it ends until they are gone
    fill               by rising ordinal, to the first that is     every ordinal at once
                       missing (create it) or not Available
    release claims     the claims of condemned pods get their owner
    scale in           the highest condemned pod only              all condemned pods
    update             old pods from the top, at or above the      the same; first those not Available
                       partition, within maxUnavailable

"Condemned" is an own pod out of range. "Old" is a pod of another revision than the update revision. In
OrderedReady so nothing at all happens above the lowest ordinal that is not Available: no creation, no
scale-in, no update and no rollback. Creation comes before deletion, scaling before updating.

The decisions of a sync are taken on what it saw when it began (``Sync.replicas``, ``Sync.condemned``); what
it wrote stands in ``Progress.cluster``.

Source: pkg/controller/statefulset of Kubernetes 1.25 to 1.37 (``releases`` names what differs), and
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
"""

from __future__ import annotations

from collections.abc import Callable

from stslint.planner import claims
from stslint.planner.releases import ANY_STRATEGY_COMPLETES, COMPLETES_AT_REPLICAS
from stslint.planner.replica import turn
from stslint.planner.rolling_update import choose
from stslint.planner.state import Cluster, Deed, Slot
from stslint.planner.sync import Progress, Replica, Sync, begin

LARGEST_BATCH = 500


def sync(cluster: Cluster) -> Progress:
    """Returns what one sync of the set writes, and the cluster after it.

    ``actions`` is empty and ``cluster`` the same when there is nothing to do.
    """
    if cluster.set is None:
        return Progress(cluster)
    seen = begin(cluster)
    progress = Progress(cluster)
    for phase in PHASES:
        progress = phase(seen, progress)
        if progress.ended:
            break
    return record(seen, progress)


def adopt(seen: Sync, progress: Progress) -> Progress:
    """Makes orphans that the selector matches the set's own."""
    for replica in seen.adopted:
        progress = progress.write(
            replica.first, replica.last, Slot.adopt, Deed("adopt-pod", "orphan", replica.revision)
        )
    return progress


def recreate(seen: Sync, progress: Progress) -> Progress:
    """Type Recreate (alpha, KEP-3541): deletes every old pod at once, and waits until all are gone."""
    if seen.spec.strategy != "Recreate":
        return progress
    in_range = [(replica, False) for replica in seen.replicas]
    condemned = [(replica, True) for replica in seen.condemned]
    old = [
        (replica, falling) for replica, falling in in_range + condemned if replica.pod and seen.old(replica)
    ]
    for replica, falling in old:
        if not replica.terminating:
            progress = delete(seen, progress, replica, "recreate", falling=falling)
    return progress._replace(ended=bool(old))


def fill(seen: Sync, progress: Progress) -> Progress:
    """Goes through the ordinals in range: creates what is missing and waits for what is not Available."""
    return _in_order(seen, progress) if seen.spec.ordered else _in_batches(seen, progress)


def _in_order(seen: Sync, progress: Progress) -> Progress:
    for replica in seen.replicas:
        done = turn(seen, replica)
        last = replica.first if done.ends else replica.last
        progress = progress.become(replica.first, last, done.slot, done.deeds)
        if done.ends:
            return progress.end(replica.first, done.waiting, done.error)
    return progress


def _in_batches(seen: Sync, progress: Progress) -> Progress:
    """Parallel runs batches of 1, 2, 4 ... ordinals; an error lets its batch finish and ends the sync."""
    turns = [(replica, turn(seen, replica)) for replica in seen.replicas]
    failed = next(((replica, done.error) for replica, done in turns if done.error), None)
    stop = seen.spec.end
    if failed:
        stop = seen.spec.start + end_of_batch(failed[0].first - seen.spec.start)
    for replica, done in turns:
        if replica.first <= stop:
            progress = progress.become(replica.first, min(replica.last, stop), done.slot, done.deeds)
    return progress.end(None, "", failed[1]) if failed else progress


def end_of_batch(index: int) -> int:
    """Returns the last index of the batch of 1, 2, 4 ... at most 500 that holds ``index``."""
    end, size = 0, 1
    while end < index:
        size = min(2 * size, LARGEST_BATCH)
        end += size
    return end


def release_claims(seen: Sync, progress: Progress) -> Progress:
    """Gives the claims of condemned pods the owner that the retention policy wants for them."""
    for replica in seen.condemned:
        owned = claims.own(replica.slot, seen.spec, in_range=False)
        if owned.deeds:
            progress = progress.become(replica.first, replica.last, owned.slot, owned.deeds, falling=True)
    return progress


def scale_in(seen: Sync, progress: Progress) -> Progress:
    """Deletes condemned pods: OrderedReady one at a time from the top, Parallel all at once."""
    if not seen.condemned:
        return progress
    if seen.spec.ordered:
        return _scale_in_order(seen, progress, seen.condemned[0])
    for replica in seen.condemned:
        if not replica.terminating:
            progress = delete(seen, progress, replica, "condemned", falling=True)
    return progress


def _scale_in_order(seen: Sync, progress: Progress, top: Replica) -> Progress:
    """Deletes the highest. Not Available, it must be the lowest unavailable: two such block each other."""
    if top.terminating:
        return progress.end(top.last, "to terminate before scaling in")
    lowest = seen.lowest_unhealthy()
    if not top.available and top.last != lowest:
        return progress.end(lowest, "to be Available before scaling in")
    return delete(seen, progress, top._replace(first=top.last), "condemned-highest").end()


def update(seen: Sync, progress: Progress) -> Progress:
    """Deletes old pods for the rolling update; they come back at the update revision."""
    if seen.spec.strategy != "RollingUpdate":
        return progress
    choice = choose(seen)
    for replica, why in choice.deletions:
        progress = delete(seen, progress, replica, why, falling=True)
        progress = progress._replace(updating=progress.updating + replica.size)
    if choice.waits_for is None:
        return progress
    return progress.end(choice.waits_for, choice.waiting)


PHASES: tuple[Callable[[Sync, Progress], Progress], ...] = (
    adopt,
    recreate,
    fill,
    release_claims,
    scale_in,
    update,
)


def delete(seen: Sync, progress: Progress, replica: Replica, why: str, *, falling: bool = False) -> Progress:
    """Deletes the pods of a run; where there is none (its creation had to wait) nothing is written."""
    if progress.cluster.slots.at(replica.first).pod is None:
        return progress
    deed = Deed("delete-pod", why, replica.revision)
    return progress.write(replica.first, replica.last, seen.cluster.terminate, deed, falling=falling)


def record(seen: Sync, progress: Progress) -> Progress:
    """Writes the status, and makes the update revision the current one where the update is complete.

    The API server refuses a negative currentReplicas, and then the status stays as it was.
    """
    status = seen.status(progress.updating)
    complete = status.updated == status.ready == status.replicas
    if seen.cluster.release >= COMPLETES_AT_REPLICAS:
        complete = complete and status.replicas == seen.spec.replicas
    if complete and (seen.spec.strategy == "RollingUpdate" or seen.cluster.release >= ANY_STRATEGY_COMPLETES):
        status = status._replace(current=status.updated, current_revision=status.update_revision)
    if seen.spec.strategy == "Recreate":
        status = status._replace(progress=_progress(seen, complete))
    if status.current < 0:
        return progress._replace(error="status.currentReplicas: must not be negative")
    return progress.with_status(status)


def _progress(seen: Sync, complete: bool) -> str:
    """Returns how far a recreation is: the Progressing condition, which only the strategy Recreate writes."""
    message = seen.stored.progress
    if any(seen.old(replica) for replica in (*seen.replicas, *seen.condemned) if replica.pod):
        message = "deleting"
    elif seen.current != seen.update:
        message = "creating"
    return "complete" if complete and message else message
