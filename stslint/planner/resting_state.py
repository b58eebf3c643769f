"""The state at the end of a step: what exists, what is still missing, and what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.planner.collector import in_order_of_name
from stslint.planner.state import Cluster, Pod
from stslint.planner.sync import SyncProgress
from stslint.planner.timeline import ClaimEnd, End, PodEnd, Remaining

_STALE_CLAIM = "a claim still belongs to a deleted pod"


def end(cluster: Cluster, last: SyncProgress) -> End:
    """Returns the state at the end of a step. ``last`` is the sync that found nothing more to do."""
    state = End(tuple(_pods(cluster)), tuple(_claims(cluster)))
    if cluster.set is None:
        return state
    status, remaining = cluster.set.status, _remaining(cluster)
    blocked, reason = _blocked(cluster, last, remaining)
    return state._replace(
        current_revision=status.current_revision,
        update_revision=status.update_revision,
        current_replicas=status.current,
        updated_replicas=status.updated,
        remaining=remaining,
        blocked_on=blocked,
        reason=reason,
    )


def blocked_on(cluster: Cluster, last: SyncProgress) -> tuple[str, ...]:
    """Returns what the pods that remain to be created, deleted or updated wait for."""
    remaining = Remaining() if cluster.set is None else _remaining(cluster)
    return _blocked(cluster, last, remaining)[0] if any(remaining) else ()


def pod_name(cluster: Cluster, ordinal: int) -> str:
    """Returns the name of the pod of an ordinal."""
    return f"{cluster.name}-{ordinal}"


def _pod_names(cluster: Cluster, first: int, last: int) -> list[str]:
    stem = f"{cluster.name}-"
    return [f"{stem}{ordinal}" for ordinal in range(first, last + 1)]


def claim_name(cluster: Cluster, template: str, ordinal: int) -> str:
    """Returns the name of the claim of a template and an ordinal."""
    return f"{template}-{cluster.name}-{ordinal}"


def _own(cluster: Cluster, pod: Pod) -> bool:
    return cluster.set is not None and pod.owner == "set"


def _pods(cluster: Cluster) -> Iterator[PodEnd]:
    for first, last, slot in cluster.slots.runs:
        if pod := slot.pod:
            like = pod.revision, pod.ready, pod.terminating, not _own(cluster, pod)
            for name in _pod_names(cluster, first, last):
                yield PodEnd(name, *like)


def _claims(cluster: Cluster) -> Iterator[ClaimEnd]:
    for first, last, slot in cluster.slots.runs:
        claims = [
            (f"{claim.template}-{cluster.name}-", claim.owner or None, claim.terminating)
            for claim in in_order_of_name(cluster, slot)
        ]
        for ordinal in range(first, last + 1) if claims else ():
            for stem, owner, terminating in claims:
                yield ClaimEnd(f"{stem}{ordinal}", owner, terminating)


def _remaining(cluster: Cluster) -> Remaining:
    assert cluster.set is not None
    spec, update = cluster.set.spec, cluster.set.status.update_revision
    lowest = spec.end + 1 if spec.strategy == "OnDelete" else spec.start + (spec.partition or 0)
    create: list[int] = []
    late: list[int] = []
    for first, last, slot in cluster.slots.within(spec.start, spec.end):
        if slot.pod is None or not _own(cluster, slot.pod):
            create.extend(range(first, last + 1))
        elif slot.pod.revision != update:
            late.extend(range(max(first, lowest), last + 1))
    condemned = [
        ordinal
        for first, last, slot in cluster.slots.outside(spec.start, spec.end)
        if slot.pod and _own(cluster, slot.pod)
        for ordinal in range(first, last + 1)
    ]
    names = (tuple(pod_name(cluster, ordinal) for ordinal in group) for group in (create, condemned, late))
    return Remaining(*names)


def _blocked(cluster: Cluster, last: SyncProgress, remaining: Remaining) -> tuple[tuple[str, ...], str]:
    """Returns the names that the rollout waits for, and why; nothing when it is finished and healthy."""
    unhealthy = _named(cluster, lambda pod: _own(cluster, pod) and _unhealthy(cluster, pod))
    if not any(remaining) and not unhealthy:
        return (), ""
    if last.error:
        return (*unhealthy, *_in_the_way(cluster)), last.error
    if last.waits_for is not None:
        reason = f"waiting for it {last.waiting}" if last.waiting else _STALE_CLAIM
        return (pod_name(cluster, last.waits_for),), reason
    if unhealthy:
        return unhealthy, "waiting for pods that are not Available"
    return _in_the_way(cluster), _STALE_CLAIM


def _unhealthy(cluster: Cluster, pod: Pod) -> bool:
    return pod.terminating or not cluster.available(pod)


def _named(cluster: Cluster, wanted: Callable[[Pod], bool]) -> tuple[str, ...]:
    return tuple(
        name
        for first, last, slot in cluster.slots.runs
        if slot.pod and wanted(slot.pod)
        for name in _pod_names(cluster, first, last)
    )


def _in_the_way(cluster: Cluster) -> tuple[str, ...]:
    """Returns the pods of other owners and the claims that are being deleted."""
    strangers = _named(cluster, lambda pod: not _own(cluster, pod))
    dying = [claim.name for claim in _claims(cluster) if claim.terminating]
    return (*strangers, *dying)
