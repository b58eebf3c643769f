"""How many pods one run plans: each of them is in its answer, so the time grows with their number.

The largest clusters that Kubernetes supports run 150,000 pods of all kinds
(https://kubernetes.io/docs/setup/best-practices/cluster-large/), and nearly all of them exist already.
"""

from __future__ import annotations

from collections.abc import Iterable

from stslint.planner.api_server import MOST_REPLICAS

MOST_PODS = 25_000
"""Pods that a run plans for several StatefulSets together. One alone can have ``MOST_REPLICAS``."""


def too_many(pods: Iterable[int]) -> str:
    """Returns that StatefulSets have too many pods to plan them in one run, or an empty string.

    ``pods`` are those of each. One that has more than ``MOST_REPLICAS`` is not planned and does not count.
    """
    counted = [number for number in pods if 0 < number <= MOST_REPLICAS]
    if len(counted) < 2 or sum(counted) <= MOST_PODS:
        return ""
    return (
        f"{len(counted)} StatefulSets have {sum(counted):,} pods to plan, and one run plans at most "
        f"{MOST_PODS:,}: name fewer files, or one StatefulSet with --name"
    )
