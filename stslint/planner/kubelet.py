"""The kubelet and volume protection: what changes in every pod at once, and as time passes.

    the pod                              after the step
    its node is lost                     as it was
    Terminating                          deleted
    Pending, its image cannot be pulled  Pending on a node
    Failed or Succeeded                  as it was
    any other                            Running; Ready unless it, or its revision, is broken

A claim that is being deleted is removed once no pod uses it.
"""

from __future__ import annotations

from stslint.planner.state import Cluster, Pod, Slot


def step(cluster: Cluster) -> Cluster:
    """Returns the cluster after every pod changed once. It takes no time."""
    return cluster._replace(slots=cluster.slots.map(lambda slot: _moved(cluster, slot)))


def unready(cluster: Cluster) -> Cluster:
    """Returns the cluster with the pods that were just broken no longer Ready."""

    def refreshed(slot: Slot) -> Slot:
        pod = slot.pod
        if pod is None or not pod.ready or slot.lost or not _broken(cluster, slot, pod):
            return slot
        return slot._replace(pod=turned(cluster, pod, ready=False))

    return cluster._replace(slots=cluster.slots.map(refreshed))


def turned(cluster: Cluster, pod: Pod, *, ready: bool) -> Pod:
    """Returns the pod Running, and Ready or not as of now."""
    if pod.running and pod.ready == ready:
        return pod
    return pod._replace(running=True, ready=ready, since=cluster.now if cluster.patience else 0)


def until_available(cluster: Cluster) -> int:
    """Returns the seconds until the next Ready pod is Available; 0 if there is none to wait for."""
    if cluster.set is None or cluster.set.spec.min_ready == 0:
        return 0
    wanted = cluster.set.spec.min_ready
    pods = [slot.pod for _, _, slot in cluster.slots.runs if slot.pod]
    waits = [
        pod.since + wanted - cluster.now
        for pod in pods
        if pod.ready and not pod.terminating and not cluster.available(pod)
    ]
    return min(waits, default=0)


def pass_time(cluster: Cluster, seconds: int) -> Cluster:
    """Returns the cluster that many seconds later."""
    later = cluster._replace(now=cluster.now + seconds)
    if not cluster.patience:
        return later
    return later._replace(slots=later.slots.map(lambda slot: _aged(slot, later.now - later.patience)))


def _aged(slot: Slot, long_ago: int) -> Slot:
    """Forgets since when a pod is Ready once it does not matter: like pods stay one run of ordinals."""
    pod = slot.pod
    if pod is None or pod.since > long_ago or not pod.since:
        return slot
    return slot._replace(pod=pod._replace(since=0))


def _moved(cluster: Cluster, slot: Slot) -> Slot:
    pod = slot.pod
    if pod is not None and not slot.lost:
        if pod.terminating:
            slot = slot.without_pod()
        elif pod.failed:
            pass
        elif (moved := _running(cluster, slot, pod)) != pod:
            slot = slot._replace(pod=moved)
    return _released(slot)


def _running(cluster: Cluster, slot: Slot, pod: Pod) -> Pod:
    if not pod.running and cluster.revision(pod.revision).unstartable:
        return pod._replace(scheduled=True)
    if pod.running and pod.ready != _broken(cluster, slot, pod):
        return pod
    return turned(cluster, pod._replace(scheduled=True), ready=not _broken(cluster, slot, pod))


def _broken(cluster: Cluster, slot: Slot, pod: Pod) -> bool:
    return slot.broken or cluster.revision(pod.revision).unready


def _released(slot: Slot) -> Slot:
    """Removes claims that are being deleted and that no pod uses."""
    if not any(claim.terminating for claim in slot.claims):
        return slot
    used = frozenset(slot.pod.mounts if slot.pod else ())
    return slot._replace(
        claims=tuple(claim for claim in slot.claims if not claim.terminating or claim.template in used)
    )
