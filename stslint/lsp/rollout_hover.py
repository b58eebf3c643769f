"""The rollout of a set in one line: how its pods are created, and in which order an update replaces them."""

from __future__ import annotations

from typing import Any

from stslint.forecast.manifests import Manifests
from stslint.model import Node
from stslint.planner.scenario import plan
from stslint.planner.timeline import StepPlan

_CHANGED = "changed"
_MOST_NAMED = 3
_MOST_PLANNED = 200
"""A set with more pods is not played through under a pointer."""


def rollout(root: Node, version: str) -> str:
    """Returns what happens when a StatefulSet is created and its template is changed; empty if unknown."""
    manifest = root.plain()
    if not isinstance(manifest, dict) or root.at("spec.replicas").integer(1) > _MOST_PLANNED:
        return ""
    scenario = {
        "kubernetes": version,
        "manifest": "first",
        "steps": [{"op": "create"}, {"op": "apply", "manifest": _CHANGED}],
    }

    def decode(text: str) -> dict[str, Any]:
        return _with_new_template(manifest) if text == _CHANGED else manifest

    try:
        made = plan(scenario, decode, Manifests().refuse)
    except (ValueError, KeyError, TypeError, AttributeError):
        # What the planner can't read has findings of its own.
        return ""
    if made.error or len(made.steps) != 2 or any(step.refused for step in made.steps):
        return ""
    policy = root.at("spec.podManagementPolicy").string("OrderedReady")
    return f"{policy}: {_created(made.steps[0])}; {_updated(made.steps[1], root)}"


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


def _created(step: StepPlan) -> str:
    waves = _waves(step, "create-pod")
    names = [name for wave in waves for name in wave]
    if not names:
        return "no pod is created"
    if len(names) == 1:
        return f"{names[0]} is created"
    pace = (
        "at once" if len(waves) == 1 else "one after the other" if len(waves) == len(names) else "in groups"
    )
    return f"{_listed(names)} {pace}"


def _updated(step: StepPlan, root: Node) -> str:
    waves = _waves(step, "delete-pod")
    names = [name for wave in waves for name in wave]
    if not names:
        if root.at("spec.updateStrategy.type").string() == "OnDelete":
            return "an update reaches a pod when you delete it"
        return "an update reaches no pod"
    order = names[0] if len(names) == 1 else f"{names[0]} down to {names[-1]}"
    widest = max(map(len, waves))
    pace = f", {widest} at a time" if widest > 1 else ""
    kept = _kept(step, names)
    return f"an update replaces {order}{pace}{f' and leaves {kept} as they are' if kept else ''}"


def _kept(step: StepPlan, replaced: list[str]) -> str:
    kept = [pod.name for pod in step.end.pods if pod.name not in replaced]
    return _listed(kept)


def _listed(names: list[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    return f"{names[0]} ... {names[-1]}"
