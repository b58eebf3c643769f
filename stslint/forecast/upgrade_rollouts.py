"""Rollouts of one StatefulSet that two Kubernetes versions perform differently, played in both."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from stslint.forecast.manifests import Manifests
from stslint.forecast.moves import names
from stslint.kubernetes.schema.versions import SUPPORTED, number
from stslint.planner.api_server import Api, Decode, Refuse, store
from stslint.planner.manifest_fields import MAX_UNAVAILABLE, at, mapping_at
from stslint.planner.plan_steps import stuck_at
from stslint.planner.resting_state import pod_name
from stslint.planner.scenario import beginning, last_rollout
from stslint.planner.simulation_loop import Rollout
from stslint.planner.state import Cluster, Manifest

PROBES = ("a rolling update", "a rollback of pods that never become Ready", "scaling to 0", "its creation")
"""What is played in both versions, by the name that the report gives it."""

_MOST_WAVES = 6
_MARK = "stslint/upgrade"
_NAME = "web"
_CREATED, _CHANGED = "created", "changed"


class Rollouts:
    """Finds rollouts that two versions perform differently.

    Most StatefulSets of a repository differ in nothing that decides on the order of their pods, so it is
    remembered which rollouts differ, by all that does decide on it.
    """

    def __init__(self) -> None:
        self._courses: dict[Hashable, str] = {}

    def changes(self, manifest: object, old: str, new: str) -> Iterator[tuple[str, str]]:
        """Yields the first version of each difference, and the difference in words."""
        if not isinstance(manifest, dict):
            return
        manifests = Manifests()
        before, after = (_created(manifest, version, manifests) for version in (old, new))
        if before is None or after is None:
            return
        for probe in PROBES:
            if self._outline(probe, manifest, old, before) != self._outline(probe, manifest, new, after):
                yield from _difference(probe, manifest, old, new, manifests)

    def _outline(self, probe: str, manifest: Manifest, version: str, created: Cluster) -> str:
        """Returns the course of a probe as that of a StatefulSet of another name."""
        key = probe, version, _decides(manifest, created)
        if key not in self._courses:
            named = {**manifest, "metadata": {**manifest["metadata"], "name": _NAME}}
            texts = {_CREATED: named, _CHANGED: _marked(named)}
            asked = {"kubernetes": version, "manifest": _CREATED, "steps": _steps(probe, _CREATED, _CHANGED)}
            self._courses[key] = _course(probe, asked, texts.__getitem__, _refuse_nothing)
        return self._courses[key]


def _created(manifest: Manifest, version: str, manifests: Manifests) -> Cluster | None:
    """Returns the cluster after the creation of a StatefulSet, None if a version refuses it."""
    text = json.dumps(manifest)
    api = Api(version, manifests.decode, manifests.refuse, text)
    empty = beginning({"kubernetes": version, "manifest": text, "steps": ()}, manifests.decode)
    outcome = store(api, empty, manifests.decode(text))
    return None if outcome.refused else outcome.cluster


def _decides(manifest: Manifest, created: Cluster) -> Hashable:
    """Returns all that decides on the course of a probe in one version, except the name.

    No pod is an orphan, so it does not matter what the selector is.
    """
    assert created.set is not None
    revision, stored = created.revision(1), created.set
    decisive = [value for field, value in stored.spec._asdict().items() if field != "selector"]
    is_marked = _MARK in mapping_at(manifest, "spec.template.metadata.annotations")
    return *decisive, at(stored.manifest, MAX_UNAVAILABLE), revision.grace, revision.startup, is_marked


def _refuse_nothing(old: Manifest | None, new: Manifest, version: str) -> list[str]:
    return []


def _difference(
    probe: str, manifest: Manifest, old: str, new: str, manifests: Manifests
) -> Iterator[tuple[str, str]]:
    before, after = (_in_version(probe, manifest, version, manifests) for version in (old, new))
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
        if _in_version(probe, manifest, version, manifests) != after:
            break
        first = version
    return first


def _in_version(probe: str, manifest: Manifest, version: str, manifests: Manifests) -> str:
    """Returns what a probe does in a version, in words; nothing if the version refuses the manifest."""
    text = json.dumps(manifest)
    steps = _steps(probe, text, json.dumps(_marked(manifest)))
    asked = {"kubernetes": version, "manifest": text, "steps": steps}
    return _course(probe, asked, manifests.decode, manifests.refuse)


def _course(probe: str, scenario: Mapping[str, Any], decode: Decode, refuse: Refuse) -> str:
    rollout = last_rollout(scenario, decode, refuse)
    return "" if rollout is None else _in_words(rollout, "create-pod" if probe == PROBES[3] else "delete-pod")


def _steps(probe: str, text: str, changed: str) -> list[Mapping[str, Any]]:
    created: Mapping[str, Any] = {"op": "create"}
    change = {"op": "apply", "manifest": changed}
    if probe == PROBES[0]:
        return [created, change]
    if probe == PROBES[1]:
        return [created, {**change, "broken": True}, {"op": "apply", "manifest": text}]
    return [created, {"op": "scale", "replicas": 0}] if probe == PROBES[2] else [created]


def _marked(manifest: Manifest) -> Manifest:
    """Returns the manifest with another pod template."""
    spec = manifest["spec"]
    template = spec["template"]
    metadata = template.get("metadata") or {}
    annotations = {**(metadata.get("annotations") or {}), _MARK: "probe"}
    changed = {**template, "metadata": {**metadata, "annotations": annotations}}
    return {**manifest, "spec": {**spec, "template": changed}}


def _in_words(rollout: Rollout, action: str) -> str:
    """Returns which pods are created or deleted together, one wave after the other, and how it ends."""
    waves = [[ordinal for ordinal, deed in deeds if deed.kind == action] for _, deeds in rollout.waves]
    waited = rollout.waited + sum(seconds for seconds, _ in rollout.waves)
    words = _listed([wave for wave in waves if wave], rollout.cluster) or "nothing happens"
    words += f", {waited} s of minReadySeconds in between" if waited else ""
    stuck = stuck_at(rollout)
    return words + (f", then it is stuck at {names(stuck)}" if stuck else "")


def _listed(waves: Sequence[Sequence[int]], cluster: Cluster) -> str:
    shown = [*waves[: _MOST_WAVES - 1], waves[-1]] if len(waves) > _MOST_WAVES else waves
    words = [names([pod_name(cluster, ordinal) for ordinal in wave]) for wave in shown]
    return ", then ".join([*words[:-1], "...", words[-1]] if len(waves) > _MOST_WAVES else words)
