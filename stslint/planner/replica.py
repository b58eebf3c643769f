"""What the controller does with one ordinal in range. The first line that applies decides:

the ordinal                                 what is done                        OrderedReady
phase Failed or Succeeded                   delete it                           ends the sync
missing, its claim is of a deleted pod      nothing yet                         ends the sync
missing, another pod has its name           create the claims; then an error    ends the sync
missing                                     create claims, pod; set owners      ends the sync
Pending                                     create missing claims, set owners   goes on below
Terminating, not Ready or not Available     (Parallel: goes on below)           ends the sync
claims' owners or volumes not as required   fix them, update the pod            goes on to the next
anything else                               nothing                             goes on to the next
"""

from __future__ import annotations

from stslint.planner import claims
from stslint.planner.releases import CLAIMS_OF_PENDING
from stslint.planner.state import ClusterAction, Pod, Slot
from stslint.planner.sync import ObservedState, Replica
from stslint.runtime.namedtuple import NamedTuple


class ReplicaResult(NamedTuple):
    """The slot after the sync, what was written, and whether OrderedReady stops here and why."""

    slot: Slot
    actions: tuple[ClusterAction, ...] = ()
    ends: bool = False
    waiting: str = ""
    error: str = ""


def sync_replica(observed: ObservedState, replica: Replica) -> ReplicaResult:
    """Returns what a sync does with one ordinal of a run; every ordinal of the run gets the same."""
    if replica.pod is None:
        return _create(observed, replica)
    if replica.pod.failed:
        return _replace_failed(observed, replica)
    slot = replica.slot
    actions: tuple[ClusterAction, ...] = ()
    if not replica.pod.running and observed.cluster.release >= CLAIMS_OF_PENDING:
        made = claims.complete(slot, observed.spec, in_range=True)
        slot, actions = made.slot, made.actions
        if made.error:
            return ReplicaResult(slot, actions, ends=True, error=made.error)
    if observed.spec.ordered and replica.unavailable:
        return ReplicaResult(slot, actions, ends=True, waiting=_waiting(replica))
    fixed = _fix_claims(observed, replica, slot)
    return fixed._replace(actions=actions + fixed.actions) if actions else fixed


def _replace_failed(observed: ObservedState, replica: Replica) -> ReplicaResult:
    """Deletes a pod that has ended (evicted, for example): the next sync creates another."""
    if replica.terminating:
        return ReplicaResult(replica.slot, ends=True, waiting=_waiting(replica))
    deleted = ClusterAction("delete-pod", "failed", replica.revision)
    return ReplicaResult(observed.cluster.terminate(replica.slot), (deleted,), ends=True)


def _waiting(replica: Replica) -> str:
    if replica.terminating:
        return "to terminate"
    return "to be Available" if replica.pod and replica.pod.ready else "to be Running and Ready"


def _create(observed: ObservedState, replica: Replica) -> ReplicaResult:
    slot, spec = replica.slot, observed.spec
    if claims.stale(slot, spec):
        return ReplicaResult(slot, ends=True)
    made = claims.create(slot, spec)
    if made.error:
        return ReplicaResult(made.slot, made.actions, ends=True, error=made.error)
    if slot.pod is not None:
        return ReplicaResult(made.slot, made.actions, ends=True, error="a pod of another owner has its name")
    pod = Pod(replica.revision, mounts=tuple(sorted(spec.claims)))
    owned = claims.own(made.slot._replace(pod=pod), spec, in_range=True)
    created = ClusterAction("create-pod", _why_created(observed, replica), replica.revision)
    return ReplicaResult(owned.slot, (*made.actions, created, *owned.actions), ends=True)


def _why_created(observed: ObservedState, replica: Replica) -> str:
    if replica.first > observed.spec.start and observed.spec.ordered:
        return "missing-next"
    return "missing-first" if observed.spec.ordered else "missing"


def _fix_claims(observed: ObservedState, replica: Replica, slot: Slot) -> ReplicaResult:
    """Fixes the claims of a pod and then updates the pod.

    A pod that was adopted in this sync is written from an outdated copy. The next try finds only those claims
    still wrong that the pod does not mount yet, and writes nothing if there are none.
    """
    pod = slot.pod
    if pod is None or not observed.spec.claims:
        return ReplicaResult(slot)
    mounts = frozenset(pod.mounts)
    unmounted = [template for template in observed.spec.claims if template not in mounts]
    made = claims.create(slot, observed.spec) if unmounted else claims.ClaimsResult(slot)
    if made.error:
        return ReplicaResult(made.slot, made.actions, ends=True, error=made.error)
    owned = claims.own(made.slot, observed.spec, in_range=True)
    actions = (*made.actions, *owned.actions)
    if not actions and not unmounted:
        return ReplicaResult(slot)
    if unmounted or not replica.adopted:
        actions = (*actions, ClusterAction("update-pod", "claims-changed", pod.revision))
    mounted = pod._replace(mounts=tuple(sorted({*pod.mounts, *observed.spec.claims})))
    return ReplicaResult(owned.slot._replace(pod=mounted), actions)
