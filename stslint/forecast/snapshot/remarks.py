"""What is around a StatefulSet and worth knowing: budgets that allow nothing, autoscalers, pods of others.

Sources: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy,
https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.forecast.moves import names
from stslint.forecast.snapshot.inventory import Inventory
from stslint.forecast.snapshot.playing import Played
from stslint.kubernetes.values.labels import selector_from
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.live_set import last_applied
from stslint.planner.manifest_fields import REPLICAS, at, mapping_at, setting


def remarks(inventory: Inventory, played: Played) -> Iterator[str]:
    """Yields what is around a StatefulSet and worth knowing, a sentence for each."""
    yield from _strangers(played)
    yield from _budgets(inventory, played)
    yield from _autoscalers(inventory, played)


def _strangers(played: Played) -> Iterator[str]:
    orphans = [pod.name for pod in played.before.pods if pod.orphan]
    if orphans:
        verb = "has its name" if len(orphans) == 1 else "have its names"
        yield f"{names(orphans)}: not of this StatefulSet, and {verb}"


def _budgets(inventory: Inventory, played: Played) -> Iterator[str]:
    key = played.observed.key
    labels = mapping_at(inventory.sets[key], "spec.template.metadata.labels")
    for budget in inventory.of_kind("PodDisruptionBudget"):
        selector = mapping_at(budget, "spec.selector")
        if live.namespace_of(budget) != key[0] or not selector or not selector_from(selector).matches(labels):
            continue
        if mapping_at(budget, "status") and live.number_at(budget, "status.disruptionsAllowed") == 0:
            yield (
                f"PodDisruptionBudget {live.name_of(budget)} allows no disruption now{_healthy(budget)}: "
                + (f"{_drain(inventory, played)}{_policy(budget, played)}")
            )


def _healthy(budget: LiveObject) -> str:
    healthy, wanted = (at(budget, f"status.{field}Healthy") for field in ("current", "desired"))
    return f" ({healthy} healthy, {wanted} needed)" if healthy is not None and wanted is not None else ""


def _drain(inventory: Inventory, played: Played) -> str:
    """Returns which drain waits: that of a cordoned node with pods of the StatefulSet, or any."""
    held: dict[str, list[str]] = {}
    for pod in inventory.pods(played.observed.key):
        node = str(at(pod, "spec.nodeName") or "")
        if at(inventory.nodes.get(node, {}), "spec.unschedulable") is True:
            held.setdefault(node, []).append(live.name_of(pod))
    waiting = [f"a drain of {node} cannot evict {names(pods)}" for node, pods in held.items()]
    return ", ".join(waiting) or "a drain cannot evict its pods"


def _policy(budget: LiveObject, played: Played) -> str:
    ill = [pod for pod in played.before.pods if not pod.ready and not pod.orphan]
    if not ill or at(budget, "spec.unhealthyPodEvictionPolicy") == "AlwaysAllow":
        return ""
    return "; `unhealthyPodEvictionPolicy: AlwaysAllow` lets it evict pods that are not Ready"


def _autoscalers(inventory: Inventory, played: Played) -> Iterator[str]:
    namespace, name = played.observed.key
    found = inventory.sets[played.observed.key]
    for scaler in inventory.of_kind("HorizontalPodAutoscaler"):
        target = mapping_at(scaler, "spec.scaleTargetRef")
        if live.namespace_of(scaler) != namespace or (target.get("kind"), target.get("name")) != (
            "StatefulSet",
            name,
        ):
            continue
        yield from _autoscaler(scaler, found)


def _autoscaler(scaler: LiveObject, found: LiveObject) -> Iterator[str]:
    who = f"HorizontalPodAutoscaler {live.name_of(scaler)}"
    replicas, wanted = setting(found, REPLICAS), live.number_at(scaler, "status.desiredReplicas")
    applied = at(last_applied(found), REPLICAS)
    if applied is not None:
        undone = f"each apply sets it back to {applied}"
        yield f"{who} sets `replicas`, and {undone}: remove `replicas` from the manifest"
    elif replicas == 0:
        yield f"{who} does nothing while `replicas` is 0"
    elif wanted and wanted != replicas:
        yield f"{who} wants {wanted} replicas and the spec has {replicas}: it changes `replicas` next"
