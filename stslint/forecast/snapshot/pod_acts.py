"""Acts on pods that are in the way: delete them, free their nodes, or force their deletion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.moves import names
from stslint.forecast.snapshot.act import Act, kubectl, pods_of, steps_of
from stslint.forecast.snapshot.playing import Played
from stslint.planner import live_objects as live
from stslint.planner.manifest_fields import at
from stslint.planner.state import Cluster


def on_pods(played: Played) -> Iterator[Act]:
    """Yields acts on the pods that it waits for, and on all that are not well."""
    lost = _lost(played.rest.cluster)
    for targets in _targets(played):
        held = [ordinal for ordinal in targets if ordinal in lost]
        rest = [ordinal for ordinal in targets if ordinal not in lost]
        if not held:
            yield _delete(played, rest)
            continue
        acts = (_finished,) if _held_by_finalizer(played, held) else (_node_back, _remove_node, _force)
        for act in acts:
            yield act(played, held)
            if rest:
                yield act(played, held).with_pods(_delete(played, rest))


def _targets(played: Played) -> list[tuple[int, ...]]:
    """Returns the ordinals to act on: each blocked pod, then all blocked, then all that are not well."""
    blocked = _ordinals(played.rest.plan.end.blocked_on)
    ill = _ordinals([pod.name for pod in played.rest.plan.end.pods if not pod.ready or pod.terminating])
    single = [(ordinal,) for ordinal in blocked[:4]]
    found = dict.fromkeys([*single, *([ill[-1:]] if ill else []), blocked, ill, (*blocked, *ill)])
    return [targets for targets in found if targets]


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


def _delete(played: Played, ordinals: Sequence[int]) -> Act:
    pods = pods_of(played, ordinals)
    command = (kubectl(played, f"delete pod {' '.join(pods)}"),)
    parts = frozenset(f"delete {pod}" for pod in pods)
    return Act(f"delete {names(pods)}", 10 * len(pods), steps_of("delete-pod", ordinals), parts, command)


def _finished(played: Played, ordinals: Sequence[int]) -> Act:
    """Returns the end of finalizers: neither the node nor a forced deletion removes such a pod."""
    pods = pods_of(played, ordinals)
    patch = """--type json -p '[{"op": "remove", "path": "/metadata/finalizers"}]'"""
    commands = tuple(kubectl(played, f"patch pod {pod} {patch}") for pod in pods)
    parts = frozenset({"finished", *(f"free {pod}" for pod in pods)})
    title = f"let the owner of the finalizer finish, or remove the finalizers of {names(pods)}"
    loses = ("what the finalizer protects",)
    return Act(title, 30, steps_of("node-removed", ordinals), parts, commands, loses)


def _node_back(played: Played, ordinals: Sequence[int]) -> Act:
    pods = pods_of(played, ordinals)
    parts = frozenset({"back", *(f"free {pod}" for pod in pods)})
    title = f"bring the node of {names(pods)} back: its kubelet finishes the deletion"
    return Act(title, 0, steps_of("node-restarted", ordinals), parts)


def _held_by_finalizer(played: Played, ordinals: Sequence[int]) -> bool:
    found = [each for pod in pods_of(played, ordinals) for each in played.observed.symptoms.get(pod, ())]
    return any(symptom.scope == "finalizer" for symptom in found)


def _remove_node(played: Played, ordinals: Sequence[int]) -> Act:
    pods = pods_of(played, ordinals)
    loses = ("if the node still runs, its containers keep writing to the volumes",)
    parts = frozenset({"node", *(f"free {pod}" for pod in pods)})
    steps, commands = steps_of("node-removed", ordinals), _node_commands(played, pods)
    return Act(f"remove the node of {names(pods)} if it is gone for good", 40, steps, parts, commands, loses)


def _node_commands(played: Played, pods: Sequence[str]) -> tuple[str, ...]:
    items = played.observed.snapshot.of_kind("Pod")
    nodes = {str(at(pod, "spec.nodeName")) for pod in items if live.name_of(pod) in pods}
    return tuple(f"kubectl delete node {node}" for node in sorted(nodes))


def _force(played: Played, ordinals: Sequence[int]) -> Act:
    pods = pods_of(played, ordinals)
    command = kubectl(played, f"delete pod {' '.join(pods)} --grace-period=0 --force")
    loses = ("if the pod still runs somewhere, two pods of one name write to one volume",)
    parts = frozenset({"force", *(f"free {pod}" for pod in pods)})
    title = f"force the deletion of {names(pods)}, once you know that it no longer runs"
    return Act(title, 50, steps_of("force-delete", ordinals), parts, (command,), loses)
