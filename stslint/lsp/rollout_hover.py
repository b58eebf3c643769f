"""The rollout of a StatefulSet in one line: how its pods are created and how an update replaces them."""

from __future__ import annotations

from typing import Any

from stslint.forecast.manifests import Manifests
from stslint.model import Node
from stslint.planner.scenario import plan
from stslint.planner.timeline import StepPlan

_CHANGED = "changed"
_MOST_NAMED_PODS = 3
MOST_PLANNED_PODS = 200
"""A hover text must appear at once: the rollout of more pods is not planned."""

LARGEST_PLAN = 20_000
"""Nor is a larger plan (``plan_size``): that of 200 pods with 20 claims each is smaller."""


def rollout_summary(root: Node, version: str) -> str:
    """Returns what happens when a StatefulSet is created and its template is changed; empty if unknown."""
    manifest = root.plain()
    if not isinstance(manifest, dict) or root.at("spec.replicas").integer(1) > MOST_PLANNED_PODS:
        return ""
    steps = _planned_steps(manifest, version)
    if steps is None:
        return ""
    policy = root.at("spec.podManagementPolicy").string("OrderedReady")
    on_delete = root.at("spec.updateStrategy.type").string() == "OnDelete"
    return f"{policy}: {_creation(steps[0])}; {_update(steps[1], on_delete)}"


def _planned_steps(manifest: dict[str, Any], version: str) -> tuple[StepPlan, StepPlan] | None:
    """Returns the creation and an update; None if the planner cannot read the manifest: findings say why."""
    scenario = {
        "kubernetes": version,
        "manifest": "first",
        "steps": [{"op": "create"}, {"op": "apply", "manifest": _CHANGED}],
    }

    def decode(text: str) -> dict[str, Any]:
        return _with_new_template(manifest) if text == _CHANGED else manifest

    try:
        planned = plan(scenario, decode, Manifests().refuse, LARGEST_PLAN)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if planned.error or len(planned.steps) != 2 or any(step.refused for step in planned.steps):
        return None
    return planned.steps[0], planned.steps[1]


def _with_new_template(manifest: dict[str, Any]) -> dict[str, Any]:
    spec = manifest.get("spec") or {}
    template = spec.get("template") or {}
    metadata = template.get("metadata") or {}
    annotations = {**(metadata.get("annotations") or {}), "stslint.dev/changed": "true"}
    changed = {**template, "metadata": {**metadata, "annotations": annotations}}
    return {**manifest, "spec": {**spec, "template": changed}}


def _waves(step: StepPlan, action: str) -> list[list[str]]:
    found = [[each.name for each in wave.actions if each.kind == action] for wave in step.waves]
    return [names for names in found if names]


def _creation(step: StepPlan) -> str:
    waves = _waves(step, "create-pod")
    names = [name for wave in waves for name in wave]
    if not names:
        return "creates no pods"
    if len(names) == 1:
        return f"creates {names[0]}"
    pace = "all at once" if len(waves) == 1 else "one at a time" if len(waves) == len(names) else "in groups"
    return f"creates {_listed(names)} {pace}"


def _update(step: StepPlan, on_delete: bool) -> str:
    waves = _waves(step, "delete-pod")
    names = [name for wave in waves for name in wave]
    if not names:
        return f"an update replaces {'a pod when you delete it' if on_delete else 'no pods'}"
    order = names[0] if len(names) == 1 else f"{names[0]} down to {names[-1]}"
    largest = max(map(len, waves))
    pace = f", {largest} at a time" if largest > 1 else ""
    return f"an update replaces {order}{pace}{_not_replaced(step, names)}"


def _not_replaced(step: StepPlan, replaced: list[str]) -> str:
    names = [pod.name for pod in step.end.pods if pod.name not in replaced]
    return f" and leaves {_listed(names)} unchanged" if names else ""


def _listed(names: list[str]) -> str:
    if len(names) <= _MOST_NAMED_PODS:
        return ", ".join(names)
    return f"{names[0]} ... {names[-1]}"
