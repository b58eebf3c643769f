"""How many pods one run plays for an upgrade or a diagnosis: the time grows with their number.

The largest clusters that Kubernetes supports run 150,000 pods of all kinds
(https://kubernetes.io/docs/setup/best-practices/cluster-large/), and nearly all of them exist already.
"""

from __future__ import annotations

from collections.abc import Iterable

from stslint.planner.api_server import MOST_REPLICAS
from stslint.planner.plan_size import TEXT

MOST_PODS = 25_000
"""Pods of all StatefulSets together, in each ``TEXT`` characters."""


def most_for(characters: int) -> int:
    """Returns how many pods the StatefulSets of a text of that length may have together."""
    return MOST_PODS * max(characters, TEXT) // TEXT


def too_many(pods: Iterable[int], characters: int = 0) -> str:
    """Returns that StatefulSets of a text have too many pods for one run, or an empty string.

    ``pods`` are those of each. One that has more than ``MOST_REPLICAS`` is not played and does not count.
    """
    most = most_for(characters)
    counted = [number for number in pods if 0 < number <= MOST_REPLICAS]
    if sum(counted) <= most:
        return ""
    if len(counted) == 1:
        have, less = "a StatefulSet has", "try it with fewer replicas, or omit its file"
    else:
        have, less = f"{len(counted)} StatefulSets have", "name fewer files, or one StatefulSet with --name"
    return f"{have} {sum(counted):,} pods to plan, and one run plans at most {most:,}: {less}"
