"""The steps of a scenario: what a user or the cluster does between two rollouts.

    create, apply                            POST, PUT of a manifest
    scale, partition                         change one field
    delete                                   the StatefulSet, in the background or with its pods as orphans
    delete-pod                               graceful deletion by hand
    delete-claim                             the claims of one ordinal, or the one of ``template``
    break-pod, heal-pod                      the pods of one ordinal run and are not Ready
    break-revision, heal                     pods of the update revision are not Ready; heal fixes images, too
    node-lost                                a pod is not Ready and stays Terminating
    force-delete, node-removed, -restarted   remove such a pod
    resume                                   nothing: what is under way goes on by itself

An event that the API server refuses changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stslint.planner import collector, kubelet
from stslint.planner.api_server import Api, EventOutcome, invalid_step, refused, store, with_revision
from stslint.planner.manifest_edits import with_partition, with_replicas
from stslint.planner.state import Cluster, Manifest, Slot

RESUME = "resume"
"""The step before which no time passes."""

Step = Mapping[str, Any]
Event = Callable[[Api, Cluster, Step], EventOutcome]


def apply_event(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    """Returns the cluster after a step's event, before any controller reacts to it."""
    op = step.get("op")
    event = EVENTS.get(op) if isinstance(op, str) else None
    if event is None:
        return invalid_step(cluster, f"unknown step `{op}`: use one of {', '.join(sorted(EVENTS))}")
    wanted = NUMBERS.get(event)
    if wanted and type(step.get(wanted)) is not int:
        return invalid_step(cluster, f"step `{op}` needs `{wanted}`, a whole number")
    if op in NEEDS_SET and cluster.set is None:
        return refused(cluster, "there is no StatefulSet")
    return event(api, cluster, step)


def _resume(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    return EventOutcome(cluster)


def _create(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    return _post_or_put(api, cluster, step, may_exist=False)


def _apply(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    return _post_or_put(api, cluster, step, may_exist=True)


def _post_or_put(api: Api, cluster: Cluster, step: Step, *, may_exist: bool) -> EventOutcome:
    text = step.get("manifest") or api.first
    if not isinstance(text, str):
        return invalid_step(cluster, f"step `{step['op']}`: `manifest` must be the text of a manifest")
    try:
        manifest = api.decode(text)
    except ValueError as error:
        return invalid_step(cluster, f"step `{step['op']}`: the manifest cannot be read: {error}")
    if not isinstance(manifest, Mapping):
        return invalid_step(cluster, f"step `{step['op']}`: the manifest is not a mapping")
    if cluster.set is not None and not may_exist:
        return refused(cluster, f"StatefulSet `{cluster.set.name}` already exists")
    return store(api, cluster, manifest, broken=step.get("broken") is True)


def _scale(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    return store(api, cluster, with_replicas(_manifest(cluster), step["replicas"]))


def _partition(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    return store(api, cluster, with_partition(_manifest(cluster), step["value"]))


def _manifest(cluster: Cluster) -> Manifest:
    assert cluster.set is not None
    return cluster.set.manifest


def _break_revision(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    assert cluster.set is not None
    number = cluster.set.spec.revision
    unready = cluster.revision(number)._replace(unready=True)
    return EventOutcome(kubelet.unready(with_revision(cluster, number, unready)))


def _heal(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    healed = tuple(revision._replace(unstartable=False, unready=False) for revision in cluster.revisions)
    return EventOutcome(cluster._replace(revisions=healed))


def _break_or_heal_pod(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    broken = step["op"] == "break-pod"
    return EventOutcome(kubelet.unready(_change(cluster, step, lambda slot: slot._replace(broken=broken))))


def _delete(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    without = cluster._replace(set=None)
    if step.get("cascade") == "orphan":
        return EventOutcome(*collector.orphan(without))
    named = [number for number, each in enumerate(cluster.revisions, 1) if each.name]
    return EventOutcome(collector.mark_owner_gone(without._replace(forgotten=frozenset(named))))


def _delete_pod(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    if cluster.slots.at(step["ordinal"]).pod is None:
        return _no_pod(cluster, step)
    return EventOutcome(_change(cluster, step, cluster.terminate))


def _delete_claim(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    template = step.get("template")
    ordinal = step["ordinal"]
    claims = cluster.slots.at(ordinal).claims
    if not any(template in (None, claim.template) for claim in claims):
        return refused(cluster, f"there is no such claim with ordinal {ordinal}")

    def deleted(slot: Slot) -> Slot:
        return slot._replace(
            claims=tuple(
                claim._replace(terminating=True) if template in (None, claim.template) else claim
                for claim in slot.claims
            )
        )

    return EventOutcome(_change(cluster, step, deleted))


def _node_lost(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    pod = cluster.slots.at(step["ordinal"]).pod
    if pod is None:
        return _no_pod(cluster, step)
    unready = kubelet.turned(cluster, pod, ready=False)
    lost = cluster.slots.at(step["ordinal"])._replace(pod=unready, lost=True)
    return EventOutcome(_change(cluster, step, lambda _: cluster.terminate(lost)))


def _remove_pod(api: Api, cluster: Cluster, step: Step) -> EventOutcome:
    slot = cluster.slots.at(step["ordinal"])
    if slot.pod is None:
        return _no_pod(cluster, step)
    if step["op"] != "force-delete" and not slot.lost:
        return refused(cluster, f"the node of pod `{cluster.name}-{step['ordinal']}` is not lost")
    return EventOutcome(_change(cluster, step, lambda slot: slot.without_pod()._replace(lost=False)))


def _no_pod(cluster: Cluster, step: Step) -> EventOutcome:
    return refused(cluster, f"there is no pod with ordinal {step['ordinal']}")


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
    "delete-claim": _delete_claim,
    "break-pod": _break_or_heal_pod,
    "heal-pod": _break_or_heal_pod,
    "break-revision": _break_revision,
    "heal": _heal,
    "node-lost": _node_lost,
    "force-delete": _remove_pod,
    "node-removed": _remove_pod,
    "node-restarted": _remove_pod,
    RESUME: _resume,
}
NUMBERS: dict[Event, str] = {
    _scale: "replicas",
    _partition: "value",
    _delete_pod: "ordinal",
    _delete_claim: "ordinal",
    _break_or_heal_pod: "ordinal",
    _node_lost: "ordinal",
    _remove_pod: "ordinal",
}
"""The whole number that a step needs."""

NEEDS_SET = frozenset({"scale", "partition", "delete", "break-revision"})
