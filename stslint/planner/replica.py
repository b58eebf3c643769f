"""What the controller does with one ordinal in range. The first line that applies decides:

the ordinal                                 what is done                        OrderedReady
missing, its claim is a former pod's        nothing yet                         ends the sync
missing, its name is taken                  make the claims; then an error      ends the sync
missing                                     make the claims, the pod; owners    ends the sync
Pending                                     make missing claims, set owners     goes on below
Terminating, not Ready or not Available     (Parallel: goes on below)           ends the sync
claims' owners or volumes not as wanted     put them right, write the pod       goes on to the next
all is well                                 nothing                             goes on to the next
"""

from __future__ import annotations

from stslint.planner import claims
from stslint.planner.releases import CLAIMS_OF_PENDING
from stslint.planner.state import Deed, Pod, Slot
from stslint.planner.sync import Replica, Sync
from stslint.runtime.namedtuple import NamedTuple


class Turn(NamedTuple):
    """The slot after its turn, what was written, and whether OrderedReady stops here and why."""

    slot: Slot
    deeds: tuple[Deed, ...] = ()
    ends: bool = False
    waiting: str = ""
    error: str = ""


def turn(seen: Sync, replica: Replica) -> Turn:
    """Returns what a sync does with one ordinal of a run; every ordinal of the run gets the same."""
    if replica.pod is None:
        return _create(seen, replica)
    slot = replica.slot
    deeds: tuple[Deed, ...] = ()
    if not replica.pod.running and seen.cluster.release >= CLAIMS_OF_PENDING:
        made = claims.complete(slot, seen.spec, in_range=True)
        slot, deeds = made.slot, made.deeds
        if made.error:
            return Turn(slot, deeds, ends=True, error=made.error)
    if seen.spec.ordered and replica.unavailable:
        return Turn(slot, deeds, ends=True, waiting=_waiting(replica))
    kept = _keep(seen, replica, slot)
    return kept._replace(deeds=deeds + kept.deeds) if deeds else kept


def _waiting(replica: Replica) -> str:
    if replica.terminating:
        return "to terminate"
    return "to be Available" if replica.pod and replica.pod.ready else "to be Running and Ready"


def _create(seen: Sync, replica: Replica) -> Turn:
    slot, spec = replica.slot, seen.spec
    if claims.stale(slot, spec):
        return Turn(slot, ends=True)
    made = claims.create(slot, spec)
    if made.error:
        return Turn(made.slot, made.deeds, ends=True, error=made.error)
    if slot.pod is not None:
        return Turn(made.slot, made.deeds, ends=True, error="its name is taken by a pod of another owner")
    pod = Pod(replica.revision, mounts=tuple(sorted(spec.claims)))
    owned = claims.own(made.slot._replace(pod=pod), spec, in_range=True)
    created = Deed("create-pod", _why_created(seen, replica), replica.revision)
    return Turn(owned.slot, (*made.deeds, created, *owned.deeds), ends=True)


def _why_created(seen: Sync, replica: Replica) -> str:
    if replica.first > seen.spec.start and seen.spec.ordered:
        return "missing-next"
    return "missing-first" if seen.spec.ordered else "missing"


def _keep(seen: Sync, replica: Replica, slot: Slot) -> Turn:
    """Puts the claims of a pod right and then writes the pod.

    A pod adopted in this very sync is written from an outdated copy: the try after that finds only the
    claims that the pod does not mount yet still wrong, and writes nothing if there are none.
    """
    pod = slot.pod
    if pod is None or not seen.spec.claims:
        return Turn(slot)
    unmounted = [template for template in seen.spec.claims if template not in pod.mounts]
    made = claims.create(slot, seen.spec) if unmounted else claims.Claims(slot)
    if made.error:
        return Turn(made.slot, made.deeds, ends=True, error=made.error)
    owned = claims.own(made.slot, seen.spec, in_range=True)
    deeds = (*made.deeds, *owned.deeds)
    if not deeds and not unmounted:
        return Turn(slot)
    if unmounted or not replica.adopted:
        deeds = (*deeds, Deed("update-pod", "claims-changed", pod.revision))
    mounted = pod._replace(mounts=tuple(sorted({*pod.mounts, *seen.spec.claims})))
    return Turn(owned.slot._replace(pod=mounted), deeds)
