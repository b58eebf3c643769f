"""The PersistentVolumeClaims of one ordinal, as the controller creates them and sets their owner.

The controller never deletes a claim. It writes an owner into it, and the garbage collector deletes claims
whose owner no longer exists:

    whenDeleted  whenScaled   owner in range   owner once condemned
    Retain       Retain       none             none
    Delete       Retain       StatefulSet      StatefulSet
    Retain       Delete       none             the pod
    Delete       Delete       StatefulSet      the pod

Source: https://github.com/kubernetes/enhancements/issues/1847 (KEP-1847).
"""

from __future__ import annotations

from stslint.planner.state import Claim, ClaimOwner, ClusterAction, Slot, Spec
from stslint.runtime.namedtuple import NamedTuple

OWNERS: dict[tuple[str, str], tuple[ClaimOwner, ClaimOwner]] = {
    ("Retain", "Retain"): ("", ""),
    ("Delete", "Retain"): ("set", "set"),
    ("Retain", "Delete"): ("", "pod"),
    ("Delete", "Delete"): ("set", "pod"),
}


class ClaimsResult(NamedTuple):
    """A slot after a change of its claims, what was written, and why the change is not complete."""

    slot: Slot
    actions: tuple[ClusterAction, ...] = ()
    error: str = ""


def owner_wanted(spec: Spec, in_range: bool) -> ClaimOwner:
    """Returns the owner that the retention policy gives to a claim."""
    kept, condemned = OWNERS[spec.when_deleted, spec.when_scaled]
    return kept if in_range else condemned


def own(slot: Slot, spec: Spec, in_range: bool) -> ClaimsResult:
    """Returns the slot with the owner of each claim as the retention policy requires it.

    A claim whose owner is a deleted StatefulSet or pod is left to the garbage collector.
    """
    if not slot.claims:
        return ClaimsResult(slot)
    owner, there = owner_wanted(spec, in_range), slot.claims_by_template
    changed: dict[str, Claim] = {}
    actions = []
    for template in spec.claims:
        claim = there.get(template)
        if claim is None or claim.former or claim.held or claim.owner == owner or template in changed:
            continue
        changed[template] = claim._replace(owner=owner)
        actions.append(ClusterAction("update-pvc", _why_owner(owner), template=template, owner=owner))
    return ClaimsResult(slot.with_claims(changed), tuple(actions))


def create(slot: Slot, spec: Spec) -> ClaimsResult:
    """Returns the slot with the missing claims created; a claim that is still being deleted is an error."""
    there = slot.claims_by_template
    missing = {template: Claim(template) for template in spec.claims if template not in there}
    actions = tuple(ClusterAction("create-pvc", "claim-missing", template=template) for template in missing)
    dying = [template for template in spec.claims if template in there and there[template].terminating]
    error = f"the claim of template `{dying[0]}` is still being deleted" if dying else ""
    return ClaimsResult(slot.with_claims(missing), actions, error)


def complete(slot: Slot, spec: Spec, in_range: bool) -> ClaimsResult:
    """Returns the slot with the missing claims created and, if there was no error, the owners set."""
    made = create(slot, spec)
    if made.error:
        return made
    owned = own(made.slot, spec, in_range)
    return ClaimsResult(owned.slot, made.actions + owned.actions)


def stale(slot: Slot, spec: Spec) -> bool:
    """Returns whether a claim is still owned by another pod of this name, so that it will be deleted.

    Asked about an ordinal without its pod: even if a pod of a former StatefulSet still has the name, the pod
    to create has another UID. With whenScaled Delete the controller creates no pod for such a claim.
    """
    if spec.when_scaled == "Retain":
        return False
    return any(claim.owner == "pod" and claim.template in spec.claims for claim in slot.claims)


def _why_owner(owner: ClaimOwner) -> str:
    return f"owner-{owner or 'nobody'}"
