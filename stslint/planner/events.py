"""What a user or the cluster does between two rollouts: the steps of a scenario.

    create, apply                            POST, PUT of a manifest
    scale, partition                         change one field
    delete                                   of the set, in the background or leaving its pods as orphans
    delete-pod                               graceful deletion by hand
    break-pod, heal-pod                      the pods of one ordinal run and are not Ready
    break-revision, heal                     the pods of the update revision are not Ready; heal mends images too
    node-lost                                a pod is not Ready and Terminating, and nobody can finish it
    force-delete, node-removed, -restarted   remove such a pod

An event that the API server refuses changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from stslint.planner import collector, kubelet
from stslint.planner.admission import MAX_UNAVAILABLE, at, unreadable
from stslint.planner.spec import block, read_revision, read_spec
from stslint.planner.state import Action, Cluster, Manifest, Slot, StatefulSet

MOST_REPLICAS = 100_000

Decode = Callable[[str], Mapping[str, Any]]
"""Reads a manifest's text. Raises ValueError, saying why, when it cannot."""

Refuse = Callable[[Manifest | None, Manifest, str, frozenset[str]], list[str]]
"""Says why the API server refuses a new manifest, given the stored one: ``admission.refusals`` or better."""


class Api(NamedTuple):
    """The API server that a scenario talks to. ``first`` is the text of the scenario's own manifest."""

    version: str
    decode: Decode
    refuse: Refuse
    first: str


class Outcome(NamedTuple):
    """The cluster after an event, what it did at once, and why it was refused.

    ``error``: the event could not be understood at all.
    """

    cluster: Cluster
    actions: tuple[Action, ...] = ()
    refused: tuple[str, ...] = ()
    error: str = ""


Step = Mapping[str, Any]
Event = Callable[[Api, Cluster, Step], Outcome]


def happen(api: Api, cluster: Cluster, step: Step) -> Outcome:
    """Returns the cluster after a step's event, before anybody reacts to it."""
    op = step.get("op")
    event = EVENTS.get(op) if isinstance(op, str) else None
    if event is None:
        return _mistaken(cluster, f"unknown step `{op}`: use one of {', '.join(sorted(EVENTS))}")
    wanted, kind = FIELDS.get(str(op), ("", object))
    if wanted and (not isinstance(step.get(wanted), kind) or isinstance(step.get(wanted), bool)):
        return _mistaken(cluster, f"step `{op}` needs `{wanted}`, a whole number")
    if op in NEEDS_SET and cluster.set is None:
        return _refused(cluster, "there is no StatefulSet")
    return event(api, cluster, step)


def _mistaken(cluster: Cluster, message: str) -> Outcome:
    return Outcome(cluster, refused=(message,), error=message)


def _refused(cluster: Cluster, *messages: str) -> Outcome:
    return Outcome(cluster, refused=messages)


def _create(api: Api, cluster: Cluster, step: Step) -> Outcome:
    return _post_or_put(api, cluster, step, may_exist=False)


def _apply(api: Api, cluster: Cluster, step: Step) -> Outcome:
    return _post_or_put(api, cluster, step, may_exist=True)


def _post_or_put(api: Api, cluster: Cluster, step: Step, *, may_exist: bool) -> Outcome:
    text = step.get("manifest") or api.first
    if not isinstance(text, str):
        return _mistaken(cluster, f"step `{step['op']}`: `manifest` must be the text of a manifest")
    try:
        manifest = api.decode(text)
    except ValueError as error:
        return _mistaken(cluster, f"step `{step['op']}`: the manifest cannot be read: {error}")
    if not isinstance(manifest, Mapping):
        return _mistaken(cluster, f"step `{step['op']}`: the manifest is not a mapping")
    if cluster.set is not None and not may_exist:
        return _refused(cluster, f"StatefulSet `{cluster.set.name}` exists already")
    return _store(api, cluster, manifest, broken=step.get("broken") is True)


def _store(api: Api, cluster: Cluster, manifest: Manifest, *, broken: bool = False) -> Outcome:
    """Admits a manifest and makes it the stored object; ``broken``: pods of its template cannot start."""
    problems = unreadable(manifest)
    if problems:
        return _refused(cluster, *problems)
    manifest = _without_disabled(manifest, cluster.gates)
    stored = cluster.set
    problems = api.refuse(stored.manifest if stored else None, manifest, api.version, cluster.gates)
    if problems:
        return _refused(cluster, *problems)
    name = str(at(manifest, "metadata.name"))
    if cluster.name not in ("", name) and (stored or cluster.slots.runs):
        return _mistaken(cluster, f"the scenario is about `{cluster.name}`, and this manifest about `{name}`")
    if (at(manifest, "spec.replicas") or 0) > MOST_REPLICAS:
        return _mistaken(cluster, f"spec.replicas: plan with at most {MOST_REPLICAS} replicas")
    return Outcome(_stored(cluster, name, manifest, broken))


def _without_disabled(manifest: Manifest, gates: frozenset[str]) -> Manifest:
    """Returns the manifest without maxUnavailable where its gate is off: the API server drops it unseen."""
    rolling = at(manifest, "spec.updateStrategy.rollingUpdate")
    if MAX_UNAVAILABLE in gates or not rolling or "maxUnavailable" not in rolling:
        return manifest
    kept = {key: value for key, value in rolling.items() if key != "maxUnavailable"}
    strategy = {**manifest["spec"]["updateStrategy"], "rollingUpdate": kept}
    return {**manifest, "spec": {**manifest["spec"], "updateStrategy": strategy}}


def _stored(cluster: Cluster, name: str, manifest: Manifest, broken: bool) -> Cluster:
    cluster, number = _with_revision(cluster, manifest)
    spec = read_spec(manifest, number)
    if broken:
        cluster = _mark(cluster, number, unstartable=True)
    old = cluster.set
    if old is None:
        return cluster._replace(name=name, set=StatefulSet(name, manifest, spec))
    changed = (spec, _beside(manifest)) != (old.spec, _beside(old.manifest))
    generation = old.generation + 1 if changed else old.generation
    return cluster._replace(set=old._replace(manifest=manifest, spec=spec, generation=generation))


def _beside(manifest: Manifest) -> tuple[Any, Any]:
    """Returns what else in the spec may change and so makes a new generation."""
    limit = at(manifest, "spec.revisionHistoryLimit")
    most = at(manifest, "spec.updateStrategy.rollingUpdate.maxUnavailable")
    return 10 if limit is None else limit, 1 if most is None else most


def _with_revision(cluster: Cluster, manifest: Manifest) -> tuple[Cluster, int]:
    """Returns the number of the template's revision, which an equal older template has already."""
    revision = read_revision(manifest)
    for number, known in enumerate(cluster.revisions, 1):
        if known.template == revision.template:
            return cluster, number
    return cluster._replace(revisions=(*cluster.revisions, revision)), len(cluster.revisions) + 1


def _mark(cluster: Cluster, number: int, **flags: bool) -> Cluster:
    revisions = list(cluster.revisions)
    revisions[number - 1] = revisions[number - 1]._replace(**flags)
    return cluster._replace(revisions=tuple(revisions))


def _scale(api: Api, cluster: Cluster, step: Step) -> Outcome:
    manifest = _manifest(cluster)
    return _store(api, cluster, {**manifest, "spec": {**manifest["spec"], "replicas": step["replicas"]}})


def _partition(api: Api, cluster: Cluster, step: Step) -> Outcome:
    manifest = _manifest(cluster)
    strategy = block(manifest["spec"], "updateStrategy")
    rolling = {**block(strategy, "rollingUpdate"), "partition": step["value"]}
    strategy = {"type": "RollingUpdate", **strategy, "rollingUpdate": rolling}
    return _store(api, cluster, {**manifest, "spec": {**manifest["spec"], "updateStrategy": strategy}})


def _manifest(cluster: Cluster) -> Manifest:
    assert cluster.set is not None
    return cluster.set.manifest


def _break_revision(api: Api, cluster: Cluster, step: Step) -> Outcome:
    assert cluster.set is not None
    return Outcome(kubelet.unready(_mark(cluster, cluster.set.spec.revision, unready=True)))


def _heal(api: Api, cluster: Cluster, step: Step) -> Outcome:
    healed = tuple(revision._replace(unstartable=False, unready=False) for revision in cluster.revisions)
    return Outcome(cluster._replace(revisions=healed))


def _break_or_heal_pod(api: Api, cluster: Cluster, step: Step) -> Outcome:
    broken = step["op"] == "break-pod"
    return Outcome(kubelet.unready(_change(cluster, step, lambda slot: slot._replace(broken=broken))))


def _delete(api: Api, cluster: Cluster, step: Step) -> Outcome:
    without = cluster._replace(set=None)
    if step.get("cascade") == "orphan":
        return Outcome(*collector.orphan(without))
    return Outcome(collector.bereave(without))


def _delete_pod(api: Api, cluster: Cluster, step: Step) -> Outcome:
    if cluster.slots.at(step["ordinal"]).pod is None:
        return _no_pod(cluster, step)
    return Outcome(_change(cluster, step, cluster.terminate))


def _node_lost(api: Api, cluster: Cluster, step: Step) -> Outcome:
    pod = cluster.slots.at(step["ordinal"]).pod
    if pod is None:
        return _no_pod(cluster, step)
    unready = kubelet.turned(cluster, pod, ready=False)
    return Outcome(_change(cluster, step, lambda slot: cluster.terminate(slot._replace(pod=unready, lost=True))))


def _remove_pod(api: Api, cluster: Cluster, step: Step) -> Outcome:
    slot = cluster.slots.at(step["ordinal"])
    if slot.pod is None:
        return _no_pod(cluster, step)
    if step["op"] != "force-delete" and not slot.lost:
        return _refused(cluster, f"the node of pod `{cluster.name}-{step['ordinal']}` is not lost")
    return Outcome(_change(cluster, step, lambda slot: slot.without_pod()._replace(lost=False)))


def _no_pod(cluster: Cluster, step: Step) -> Outcome:
    return _refused(cluster, f"there is no pod of ordinal {step['ordinal']}")


def _change(cluster: Cluster, step: Step, change: Callable[[Slot], Slot]) -> Cluster:
    ordinal = step["ordinal"]
    return cluster._replace(slots=cluster.slots.change(ordinal, ordinal, change))


EVENTS: dict[str, Event] = {
    "create": _create,
    "apply": _apply,
    "scale": _scale,
    "partition": _partition,
    "delete": _delete,
    "delete-pod": _delete_pod,
    "break-pod": _break_or_heal_pod,
    "heal-pod": _break_or_heal_pod,
    "break-revision": _break_revision,
    "heal": _heal,
    "node-lost": _node_lost,
    "force-delete": _remove_pod,
    "node-removed": _remove_pod,
    "node-restarted": _remove_pod,
}
FIELDS: dict[str, tuple[str, type]] = {
    "scale": ("replicas", int),
    "partition": ("value", int),
    **{
        op: ("ordinal", int)
        for op, event in EVENTS.items()
        if event in (_delete_pod, _break_or_heal_pod, _node_lost, _remove_pod)
    },
}
NEEDS_SET = frozenset({"scale", "partition", "delete", "break-revision"})
