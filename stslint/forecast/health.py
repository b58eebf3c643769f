"""How many pods are Ready while a plan runs, and how many a PodDisruptionBudget and a quorum need.

Sources: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ (they do not
limit a rollout) and https://etcd.io/docs/v3.5/faq/ (a cluster of n members needs n/2+1 of them).
"""

from __future__ import annotations

from stslint.applications import is_quorum
from stslint.kubernetes.queries.objects import name
from stslint.kubernetes.queries.selection import selecting_objects
from stslint.kubernetes.values.digits import number_of
from stslint.model import Bundle, Node
from stslint.planner.timeline import End, StepPlan
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_PERCENT = pattern(r"([0-9]+)%\Z")


class MinReady(NamedTuple):
    """The fewest Ready pods of a step, and the pod whose deletion brought it there.

    ``lost`` says that a Ready pod was lost at all; without a loss, ``ready`` is where the step began.
    """

    ready: int
    pod: str = ""
    lost: bool = False


class Budget(NamedTuple):
    """A PodDisruptionBudget as the number of pods that it needs Ready."""

    name: str
    needs: int


def lowest(step: StepPlan, before: End) -> MinReady:
    """Returns the fewest pods that are Ready once a Ready pod is lost; ``before`` is the state before a step.

    A pod that is created is Ready from the next wave on, unless it is not Ready in the end.
    """
    ready = {pod.name for pod in before.pods if pod.ready and not pod.terminating}
    never = {pod.name for pod in step.end.pods if not pod.ready}
    low = MinReady(len(ready))
    coming: set[str] = set()
    for wave in step.waves:
        ready |= coming
        coming = set()
        for action in wave.actions:
            if action.kind == "delete-pod" and action.name in ready:
                ready.remove(action.name)
                if not low.lost or len(ready) < low.ready:
                    low = MinReady(len(ready), action.name, lost=True)
            elif action.kind == "create-pod" and action.name not in never:
                coming.add(action.name)
    return _at_the_end(step, low)


def _at_the_end(step: StepPlan, low: MinReady) -> MinReady:
    """Counts pods that lost readiness without any action, as with their node."""
    at_rest = sum(pod.ready and not pod.terminating for pod in step.end.pods)
    return MinReady(at_rest, lost=True) if at_rest < low.ready else low


def quorum(stateful_set: Node, members: int, bundle: Bundle | None = None) -> int:
    """Returns how many members must be Ready; 0 if the StatefulSet is not known to need a majority."""
    return members // 2 + 1 if is_quorum(stateful_set, bundle) and members > 1 else 0


def budgets(stateful_set: Node, bundle: Bundle, replicas: int) -> list[Budget]:
    """Returns the budgets of a bundle that select the pods, with how many pods each needs Ready."""
    selecting = []
    for owner in selecting_objects(stateful_set, bundle, ("PodDisruptionBudget",)):
        needs = _needed(owner.root.get("spec"), replicas)
        if needs is not None:
            selecting.append(Budget(name(owner.root), needs))
    return selecting


def _needed(spec: Node, replicas: int) -> int | None:
    """Returns the pods that a budget needs; percentages are rounded up, those of maxUnavailable as well."""
    least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
    if least:
        return _count(least, replicas)
    return max(replicas - _count(most, replicas), 0) if most else None


def _count(node: Node, replicas: int) -> int:
    percent = _PERCENT.match(node.string())
    return -(-replicas * number_of(percent.group(1)) // 100) if percent else node.integer()
