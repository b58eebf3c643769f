"""Acts that may free a StatefulSet. Which of them do is for ``freeing`` to find out by playing them.

An act is a fix (of the cause, or of the template) together with what is done to the pods that are in the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from stslint.forecast.moves import names
from stslint.forecast.snapshot.playing import Played, Step
from stslint.forecast.snapshot.symptoms import Symptom
from stslint.planner import live_objects as live
from stslint.planner.live_revisions import controller_revisions, revision_of
from stslint.planner.manifest_edits import with_value
from stslint.planner.manifest_fields import ROLLING_UPDATE, at, mapping_at
from stslint.planner.state import Cluster, Manifest
from stslint.runtime.namedtuple import NamedTuple

FIXED = "spec.template.metadata.annotations"


class Act(NamedTuple):
    """Something that a person can do. ``risk`` orders acts; ``parts`` names what it consists of."""

    title: str
    risk: int
    steps: tuple[Step, ...]
    parts: frozenset[str]
    commands: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()

    def with_pods(self, other: Act) -> Act:
        """Returns this act followed by another."""
        return Act(
            f"{self.title}, then {other.title}" if self.title else other.title,
            self.risk + other.risk,
            self.steps + other.steps,
            self.parts | other.parts,
            self.commands + other.commands,
            self.loses + other.loses,
        )


NOTHING = Act("", 0, (), frozenset())


def candidates(played: Played) -> Iterator[Act]:
    """Yields acts that are worth trying: each fix alone, each act on pods alone, and both together."""
    fixes = [NOTHING, *_fixes(played)]
    for pods in (NOTHING, *_on_pods(played)):
        for fix in fixes:
            if pods is not NOTHING or fix is not NOTHING:
                yield fix.with_pods(pods) if pods is not NOTHING else fix


def _command(played: Played, words: str) -> str:
    return f"kubectl {words} -n {played.observed.key[0]}"


def _fixes(played: Played) -> Iterator[Act]:
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
        title = "fix the pod template in the manifest and apply it"
        loses = ("all pods of the StatefulSet are updated to the fixed template",)
        yield Act(title, 25, (applied,), frozenset({"apply"}), (), loses)


def _outside(played: Played) -> Iterator[Act]:
    """Yields the fix of what the pods' own status names, outside of the manifest."""
    assume = played.observed.snapshot.assume
    steps: list[Step] = [{"op": "heal-pod", "ordinal": ordinal} for ordinal in assume.not_ready_ordinals]
    if assume.not_ready_revisions or assume.pending_revisions:
        steps.append({"op": "heal"})
    if steps:
        symptoms = [found[0] for found in played.observed.symptoms.values() if found[0].scope != "finalizer"]
        yield Act(_remedy(symptoms), 0, tuple(steps), frozenset({"outside"}))


_REMEDIES = {
    "ImagePullBackOff": "make the image available: push it, or fix `imagePullSecrets`",
    "ErrImagePull": "make the image available: push it, or fix `imagePullSecrets`",
    "CreateContainerConfigError": "create the ConfigMap, the Secret or the key that the container needs",
    "CrashLoopBackOff": "fix what makes the container exit, if it is outside of the pod template",
    "Unschedulable": "make room for the pod: uncordon a node, add one, or raise the quota",
    "ClaimPending": "make a volume available for the PersistentVolumeClaim: check its StorageClass",
    "ClaimMissing": "restore the PersistentVolumeClaim",
    "FailedMount": "make the volume mountable: check the attachment and the node",
    "FailedAttachVolume": "make the volume attachable: detach it from the other node",
    "NodeNotReady": "bring the node back",
}


def _remedy(symptoms: Sequence[Symptom]) -> str:
    for symptom in symptoms:
        if symptom.reason in _REMEDIES:
            return _REMEDIES[symptom.reason]
    return "fix what keeps the pods from being Ready"


def _template_is_bad(played: Played) -> bool:
    assume = played.observed.snapshot.assume
    return bool(assume.not_ready_revisions or assume.pending_revisions)


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
            command = _command(played, f"rollout undo statefulset/{snapshot.name} --to-revision={number}")
            title = f"go back to revision {live.name_of(item)}"
            loses = ("the change that is being rolled out",)
            step: Step = {"op": "apply", "manifest": json.dumps(back)}
            yield Act(title, 20, (step,), frozenset({"undo"}), (command,), loses)
            return


def _on_pods(played: Played) -> Iterator[Act]:
    lost = _lost(played.rest.cluster)
    for targets in _targets(played):
        held = [ordinal for ordinal in targets if ordinal in lost]
        rest = [ordinal for ordinal in targets if ordinal not in lost]
        if not held:
            yield _delete(played, rest)
            continue
        for act in (_node_back, _remove_node, _force):
            yield act(played, held)
            if rest:
                yield act(played, held).with_pods(_delete(played, rest))


def _targets(played: Played) -> list[tuple[int, ...]]:
    """Returns the ordinals to act on: each blocked pod, then all blocked, then all that are not well."""
    blocked = _ordinals(played.rest.plan.end.blocked_on)
    ill = _ordinals([pod.name for pod in played.rest.plan.end.pods if not pod.ready or pod.terminating])
    single = [(ordinal,) for ordinal in blocked[:4]]
    return list(dict.fromkeys([*single, *([ill[-1:]] if ill else []), blocked, ill, (*blocked, *ill)]))


def _ordinals(pods: Sequence[str]) -> tuple[int, ...]:
    found = [place[1] for pod in pods if (place := live.ordinal_name(pod))]
    return tuple(dict.fromkeys(found))


def _lost(cluster: Cluster) -> set[int]:
    return {
        ordinal
        for first, last, slot in cluster.slots.runs
        if slot.lost and slot.pod
        for ordinal in range(first, last + 1)
    }


def _pods(played: Played, ordinals: Sequence[int]) -> list[str]:
    return [f"{played.observed.snapshot.name}-{ordinal}" for ordinal in ordinals]


def _steps(op: str, ordinals: Sequence[int]) -> tuple[Step, ...]:
    return tuple({"op": op, "ordinal": ordinal} for ordinal in ordinals)


def _delete(played: Played, ordinals: Sequence[int]) -> Act:
    pods = _pods(played, ordinals)
    command = (_command(played, f"delete pod {' '.join(pods)}"),)
    parts = frozenset(f"delete {pod}" for pod in pods)
    return Act(f"delete {names(pods)}", 10 * len(pods), _steps("delete-pod", ordinals), parts, command)


def _node_back(played: Played, ordinals: Sequence[int]) -> Act:
    pods = _pods(played, ordinals)
    parts = frozenset({"back", *(f"free {pod}" for pod in pods)})
    if _held_by_finalizer(played, pods):
        title, commands = f"let the owner of the finalizer finish, or remove it from {names(pods)}", ()
        return Act(
            title, 30, _steps("node-removed", ordinals), parts, commands, ("what the finalizer protects",)
        )
    title = f"bring the node of {names(pods)} back: its kubelet finishes the deletion"
    return Act(title, 0, _steps("node-restarted", ordinals), parts)


def _held_by_finalizer(played: Played, pods: Sequence[str]) -> bool:
    found = [each for pod in pods for each in played.observed.symptoms.get(pod, ())]
    return any(symptom.scope == "finalizer" for symptom in found)


def _remove_node(played: Played, ordinals: Sequence[int]) -> Act:
    pods = _pods(played, ordinals)
    loses = ("if the node still runs, its containers keep writing to the volumes",)
    parts = frozenset({"node", *(f"free {pod}" for pod in pods)})
    steps, commands = _steps("node-removed", ordinals), _node_commands(played, pods)
    return Act(f"remove the node of {names(pods)} if it is gone for good", 40, steps, parts, commands, loses)


def _node_commands(played: Played, pods: Sequence[str]) -> tuple[str, ...]:
    items = played.observed.snapshot.of_kind("Pod")
    nodes = {str(at(pod, "spec.nodeName")) for pod in items if live.name_of(pod) in pods}
    return tuple(f"kubectl delete node {node}" for node in sorted(nodes))


def _force(played: Played, ordinals: Sequence[int]) -> Act:
    pods = _pods(played, ordinals)
    command = _command(played, f"delete pod {' '.join(pods)} --grace-period=0 --force")
    loses = ("if the pod still runs somewhere, two pods of one name write to one volume",)
    parts = frozenset({"force", *(f"free {pod}" for pod in pods)})
    title = f"force the deletion of {names(pods)}, once you know that it no longer runs"
    return Act(title, 50, _steps("force-delete", ordinals), parts, (command,), loses)
