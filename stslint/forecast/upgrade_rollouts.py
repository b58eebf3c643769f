"""Rollouts of one StatefulSet that two Kubernetes versions perform differently, planned in both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stslint.forecast.manifests import Manifests
from stslint.forecast.moves import names
from stslint.kubernetes.schema.versions import SUPPORTED, number
from stslint.planner.scenario import plan
from stslint.planner.state import Manifest
from stslint.planner.timeline import StepPlan

PROBES = ("a rolling update", "a rollback of pods that never become Ready", "scaling to 0", "its creation")
"""What is planned in both versions, by the name that the report gives it."""

_MOST_WAVES = 6
_MARK = "stslint/upgrade"


def rollouts(manifest: object, old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yields the first version of each difference, and the difference in words."""
    if not isinstance(manifest, dict):
        return
    manifests = Manifests()
    for probe in PROBES:
        before, after = (_course(probe, manifest, version, manifests) for version in (old, new))
        if before and after and before != after:
            since = _first(probe, manifest, (old, new), after, manifests)
            yield since, f"{probe}: {after} (before the upgrade: {before})"


def _first(
    probe: str, manifest: Manifest, versions: tuple[str, str], after: str, manifests: Manifests
) -> str:
    """Returns the oldest version from which on the course is the new one."""
    old, new = map(number, versions)
    first = versions[1]
    for version in reversed([each for each in SUPPORTED if old < number(each) < new]):
        if _course(probe, manifest, version, manifests) != after:
            break
        first = version
    return first


def _course(probe: str, manifest: Manifest, version: str, manifests: Manifests) -> str:
    """Returns what a probe does in a version, in words; nothing if the version refuses the manifest."""
    steps = _steps(probe, manifest)
    asked = {"id": probe, "kubernetes": version, "manifest": json.dumps(manifest), "steps": steps}
    played = plan(asked, manifests.decode, manifests.refuse)
    if played.error or any(step.refused for step in played.steps):
        return ""
    return _in_words(played.steps[-1], "create-pod" if probe == PROBES[3] else "delete-pod")


def _steps(probe: str, manifest: Manifest) -> list[Mapping[str, Any]]:
    created: Mapping[str, Any] = {"op": "create"}
    changed = {"op": "apply", "manifest": json.dumps(_marked(manifest))}
    if probe == PROBES[0]:
        return [created, changed]
    if probe == PROBES[1]:
        return [created, {**changed, "broken": True}, {"op": "apply", "manifest": json.dumps(manifest)}]
    return [created, {"op": "scale", "replicas": 0}] if probe == PROBES[2] else [created]


def _marked(manifest: Manifest) -> Manifest:
    """Returns the manifest with another pod template."""
    spec = manifest["spec"]
    template = spec["template"]
    metadata = template.get("metadata") or {}
    annotations = {**(metadata.get("annotations") or {}), _MARK: "probe"}
    changed = {**template, "metadata": {**metadata, "annotations": annotations}}
    return {**manifest, "spec": {**spec, "template": changed}}


def _in_words(step: StepPlan, action: str) -> str:
    """Returns which pods are created or deleted together, one wave after the other, and how it ends."""
    waves = [[each.name for each in wave.actions if each.kind == action] for wave in step.waves]
    waited = step.waited + sum(wave.waited for wave in step.waves)
    words = _listed([names(wave) for wave in waves if wave]) or "nothing happens"
    words += f", {waited} s of minReadySeconds in between" if waited else ""
    stuck = step.end.blocked_on if any(step.end.remaining) or step.livelock else ()
    return words + (f", then it is stuck at {names(stuck)}" if stuck else "")


def _listed(waves: Sequence[str]) -> str:
    if len(waves) > _MOST_WAVES:
        waves = [*waves[: _MOST_WAVES - 1], "...", waves[-1]]
    return ", then ".join(waves)
