"""Fixes of a cause: of what is outside of the manifest, of the manifest, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator

from stslint.forecast.snapshot.act import Act, kubectl
from stslint.forecast.snapshot.containers import OUT_OF_MEMORY
from stslint.forecast.snapshot.playing import Played, Step
from stslint.forecast.snapshot.symptom import Symptom
from stslint.planner import live_objects as live
from stslint.planner.live_revisions import controller_revisions, revision_of
from stslint.planner.manifest_edits import with_value
from stslint.planner.manifest_fields import ROLLING_UPDATE, at, mapping_at
from stslint.planner.state import Manifest

FIXED = "spec.template.metadata.annotations"


def fixes(played: Played) -> Iterator[Act]:
    """Yields the fixes of what is wrong; whether one is enough is not known here."""
    yield from _outside(played)
    stored = played.rest.cluster.set
    if stored is None:
        return
    if played.rest.plan.livelock:
        block = json.dumps(with_value(stored.manifest, ROLLING_UPDATE, {}))
        title = "set `updateStrategy.rollingUpdate: {}` and apply the manifest"
        yield Act(title, 10, ({"op": "apply", "manifest": block},), frozenset({"block"}))
    yield from _undo(played, stored.manifest)
    if _template_is_bad(played):
        applied: Step = {"op": "apply", "manifest": _changed(stored.manifest)}
        loses = ("all pods of the StatefulSet are updated to the fixed template",)
        yield Act(_fix_of_template(played), 25, (applied,), frozenset({"apply"}), (), loses)


def _outside(played: Played) -> Iterator[Act]:
    """Yields the fix of what the pods' own status names, outside of the manifest."""
    assume = played.observed.snapshot.assume
    steps: list[Step] = [{"op": "heal-pod", "ordinal": ordinal} for ordinal in assume.not_ready_ordinals]
    if assume.not_ready_revisions or assume.pending_revisions:
        steps.append({"op": "heal"})
    first = _first_symptoms(played)
    found = [symptom.remedy for symptom in first if symptom.remedy]
    remedies = list(dict.fromkeys(found))
    if not steps or (first and len(found) < len(first)):
        return
    title = "; ".join(remedy.title for remedy in remedies) or "fix what keeps the pods from being Ready"
    commands = tuple(command for remedy in remedies for command in remedy.commands)
    loses = tuple(loss for remedy in remedies for loss in remedy.loses)
    risk = max((remedy.risk for remedy in remedies), default=0)
    yield Act(title, risk, tuple(steps), frozenset({"outside"}), commands, loses)


def _first_symptoms(played: Played) -> list[Symptom]:
    """Returns what is wrong first with each pod that is not on its way out."""
    lost = played.observed.snapshot.assume.lost
    return [found[0] for pod, found in played.observed.symptoms.items() if pod not in lost]


def _template_is_bad(played: Played) -> bool:
    assume = played.observed.snapshot.assume
    return bool(assume.not_ready_revisions or assume.pending_revisions)


def _fix_of_template(played: Played) -> str:
    if any(symptom.reason == OUT_OF_MEMORY for symptom in _first_symptoms(played)):
        return "raise the memory limit in the pod template and apply it"
    return "fix the pod template in the manifest and apply it"


def _changed(manifest: Manifest) -> str:
    """Returns the manifest with a template that differs from all before, and so works."""
    annotations = {**(at(manifest, FIXED) or {}), "stslint.dev/played": "fixed"}
    return json.dumps(with_value(manifest, FIXED, annotations))


def _undo(played: Played, manifest: Manifest) -> Iterator[Act]:
    """Yields the way back to the current revision, where another one is rolled out."""
    snapshot, cluster = played.observed.snapshot, played.rest.cluster
    assert cluster.set is not None
    current = cluster.set.status.current_revision
    if not current or current == cluster.set.spec.revision:
        return
    template = cluster.revision(current).template
    for item in controller_revisions(snapshot):
        if revision_of(item).template == template and template:
            held = {
                key: value for key, value in mapping_at(item, "data.spec.template").items() if key != "$patch"
            }
            back = with_value(manifest, "spec.template", held)
            number = live.number_at(item, "revision")
            command = kubectl(played, f"rollout undo statefulset/{snapshot.name} --to-revision={number}")
            title = f"go back to revision {live.name_of(item)}"
            loses = ("the change that is being rolled out",)
            step: Step = {"op": "apply", "manifest": json.dumps(back)}
            yield Act(title, 20, (step,), frozenset({"undo"}), (command,), loses)
            return
