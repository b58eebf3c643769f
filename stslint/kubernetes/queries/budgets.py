"""What a PodDisruptionBudget covers, and how many pods it allows to be evicted at once.

Percentages are rounded up, of the desired replicas of the owners of all covered pods.
Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from stslint.kubernetes.queries.autoscaling import fewest_pods
from stslint.kubernetes.queries.indexes import CONTEXT, IN_SCOPE
from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import replicas
from stslint.kubernetes.queries.scopes import Scope, scope_of
from stslint.kubernetes.queries.selection import ENOUGH, selecting_objects, workloads_selected
from stslint.kubernetes.values.digits import number_of
from stslint.kubernetes.values.labels import Selector
from stslint.model import Bundle, Node
from stslint.runtime.namedtuple import NamedTuple

BUDGET = "PodDisruptionBudget"
_COUNTED = ("StatefulSet", "Deployment", "ReplicaSet")


class _Covered(NamedTuple):
    """The StatefulSets that a selector matches, and the desired pods of all its workloads if known."""

    sets: list[Node]
    pods: int | None


def budgets_of(stateful_set: Node, bundle: Bundle) -> Iterator[Node]:
    """Yields the PodDisruptionBudgets that cover the pods of a StatefulSet."""
    return (chooser.root for chooser in selecting_objects(stateful_set, bundle, (BUDGET,)))


def is_covered(stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether any budget covers the pods of a StatefulSet."""
    return next(budgets_of(stateful_set, bundle), None) is not None


def has_budgets(stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether there is any budget where one of the StatefulSet would be."""
    return any(bundle.found(IN_SCOPE, (BUDGET, scope_of(stateful_set, bundle))))


def covered_sets(budget: Node, bundle: Bundle) -> list[Node]:
    """Returns the StatefulSets whose pods a budget covers; if there are very many, the first ones."""
    found = _covered(budget, bundle)
    return found.sets if found else []


def pods_covered(budget: Node, bundle: Bundle) -> int | None:
    """Returns the minimum number of pods that a budget counts, or nothing if a workload has no number."""
    found = _covered(budget, bundle)
    return found.pods if found else 0


def checked_pairs(root: Node, bundle: Bundle) -> Iterator[tuple[Node, Node]]:
    """Yields the pairs of a StatefulSet and a budget that a rule reports when it is called for ``root``.

    A rule about both is called for both. The numbers are changed in the budget, so the rule reports there,
    unless the budget is only context.
    """
    if root.get("kind").value == BUDGET:
        yield from ((stateful_set, root) for stateful_set in covered_sets(root, bundle))
        return
    for budget in islice(budgets_of(root, bundle), ENOUGH if any_is_context(bundle) else 0):
        if bundle.document_of(budget).context:
            yield root, budget


def budget_field(budget: Node) -> Node:
    """Returns the number that a budget states, ``maxUnavailable`` or ``minAvailable``."""
    spec = budget.get("spec")
    return spec.get("maxUnavailable") if spec.get("maxUnavailable") else spec.get("minAvailable")


def wanted(workload: Node, bundle: Bundle) -> int:
    """Returns the minimum number of pods of a workload, as stated or as set by an autoscaler."""
    fewest = fewest_pods(workload, bundle)
    return replicas(workload) if fewest is None else fewest


def evictable(budget: Node, pods: int) -> int | None:
    """Returns how many of ``pods`` a budget allows to be evicted at once, or nothing if it sets no number."""
    field = budget_field(budget)
    share = _share(field, pods)
    if share is None:
        return None
    return min(share, pods) if field.key == "maxUnavailable" else max(pods - share, 0)


def _share(field: Node, pods: int) -> int | None:
    if field.kind == "integer":
        return field.integer()
    digits, percent, rest = field.string().partition("%")
    if not percent or rest or not (digits.isascii() and digits.isdigit()):
        return None
    return -(-number_of(digits) * pods // 100)


def _is_set(workload: Node) -> bool:
    return workload.get("kind").value == "StatefulSet"


def _covered(budget: Node, bundle: Bundle) -> _Covered | None:
    """Returns what a budget covers; budgets of one selector share it."""
    selector = selector_of_object(budget)
    if selector is None or bundle.document_of(budget).fragment:
        return None
    return bundle.derived(_covered_by, selector, scope_of(budget, bundle))


def _covered_by(bundle: Bundle, selector: Selector, scope: Scope) -> _Covered:
    workloads = [workload.root for workload in workloads_selected(selector, scope, bundle)]
    sets = [workload for workload in workloads if _is_set(workload)][:ENOUGH]
    if any(workload.get("kind").value not in _COUNTED for workload in workloads):
        return _Covered(sets, None)
    return _Covered(sets, sum(wanted(workload, bundle) for workload in workloads))


def any_is_context(bundle: Bundle) -> bool:
    """Returns whether any budget is context only."""
    return any(bundle.found(CONTEXT, BUDGET))
