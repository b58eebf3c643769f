"""The garbage collector: it deletes what has lost its owner, and removes the owner of orphans.

Source: https://kubernetes.io/docs/concepts/architecture/garbage-collection/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.planner.state import Claim, Cluster, ClusterAction, OrdinalAction, Pod, Slot


def collect(cluster: Cluster) -> tuple[Cluster, tuple[OrdinalAction, ...]]:
    """Returns the cluster without what has lost its owner, and the deletions: pods first, then claims."""
    lost = [run for run in cluster.slots.runs if _lost_pod(run[2]) or any(map(_lost, run[2].claims))]
    if not lost:
        return cluster, ()
    pods = tuple(
        (ordinal, ClusterAction("delete-pod", "owner-gone", _revision(slot), by="gc"))
        for first, last, slot in lost
        if _lost_pod(slot)
        for ordinal in range(first, last + 1)
    )
    claims = tuple(
        (
            ordinal,
            ClusterAction("delete-pvc", "owner-gone", template=claim.template, owner=claim.owner, by="gc"),
        )
        for first, last, slot in lost
        for ordinal in range(first, last + 1)
        for claim in in_order_of_name(cluster, slot)
        if _lost(claim)
    )
    return cluster._replace(slots=cluster.slots.map(lambda slot: _collected(cluster, slot))), pods + claims


def orphan(cluster: Cluster) -> tuple[Cluster, tuple[OrdinalAction, ...]]:
    """Returns the cluster after a deletion with cascade orphan, and the actions: nothing has an owner."""
    pods = tuple(
        (ordinal, ClusterAction("orphan-pod", "orphaned", _revision(slot), by="gc"))
        for first, last, slot in cluster.slots.runs
        if slot.pod and slot.pod.owner == "set"
        for ordinal in range(first, last + 1)
    )
    claims = tuple(
        (ordinal, ClusterAction("orphan-pvc", "orphaned", template=claim.template, by="gc"))
        for first, last, slot in cluster.slots.runs
        for ordinal in range(first, last + 1)
        for claim in in_order_of_name(cluster, slot)
        if claim.owner == "set" and not claim.former
    )
    return cluster._replace(slots=cluster.slots.map(_without_owner)), pods + claims


def mark_owner_gone(cluster: Cluster) -> Cluster:
    """Returns the cluster after the deletion of the StatefulSet: what it owned has a deleted owner."""
    return cluster._replace(slots=cluster.slots.map(_with_deleted_owner))


def in_order_of_name(cluster: Cluster, slot: Slot) -> Iterator[Claim]:
    """Yields the claims of a slot by their full names, TEMPLATE-SET-ORDINAL."""
    if len(slot.claims) < 2:
        return iter(slot.claims)
    return iter(sorted(slot.claims, key=lambda claim: f"{claim.template}-{cluster.name}-"))


def _lost_pod(slot: Slot) -> bool:
    return slot.pod is not None and slot.pod.owner == "former" and not slot.pod.terminating


def _lost(claim: Claim) -> bool:
    return claim.former and not claim.terminating


def _revision(slot: Slot) -> int:
    return slot.pod.revision if slot.pod else 0


def _collected(cluster: Cluster, slot: Slot) -> Slot:
    ownerless = {claim.template for claim in slot.claims if _lost(claim)}
    if _lost_pod(slot):
        slot = cluster.terminate(slot)
    used = frozenset(slot.pod.mounts if slot.pod else ())
    claims = tuple(
        claim._replace(terminating=True) if claim.template in ownerless else claim
        for claim in slot.claims
        if claim.template not in ownerless or claim.template in used
    )
    return slot._replace(claims=claims)


def _without_owner(slot: Slot) -> Slot:
    pod: Pod | None = slot.pod
    if pod is not None and pod.owner == "set":
        pod = pod._replace(owner="")
    claims = tuple(
        claim._replace(owner="") if claim.owner == "set" and not claim.former else claim
        for claim in slot.claims
    )
    return slot._replace(pod=pod, claims=claims)


def _with_deleted_owner(slot: Slot) -> Slot:
    pod: Pod | None = slot.pod
    if pod is not None and pod.owner == "set":
        pod = pod._replace(owner="former")
    claims = tuple(claim._replace(former=True) if claim.owner == "set" else claim for claim in slot.claims)
    return slot._replace(pod=pod, claims=claims)
