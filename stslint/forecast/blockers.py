"""Where a plan stops before it reaches the state of the spec, and what gets it going again.

Sources: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback,
https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/ and
https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from stslint.forecast.moves import names
from stslint.forecast.notes import Fact
from stslint.forecast.what_if import Step
from stslint.kubernetes.queries.kubectl import kubectl
from stslint.planner.state import Spec
from stslint.planner.timeline import Plan, Remaining, StepPlan
from stslint.runtime.namedtuple import NamedTuple

OUT_OF_SERVICE_MINOR = 26
"""The taint out-of-service works by default from Kubernetes 1.26 on (it is stable from 1.28)."""


class BlockerContext(NamedTuple):
    """A plan with its steps, and the spec that is stored at the end (None: the StatefulSet was deleted)."""

    name: str
    namespace: str
    minor: int
    steps: Sequence[Step]
    plan: Plan
    spec: Spec | None

    @property
    def last(self) -> StepPlan:
        """Returns the last step of the plan."""
        return self.plan.steps[-1]

    def command(self, arguments: str) -> str:
        """Returns a kubectl command in the namespace of the StatefulSet."""
        return kubectl(arguments, self.namespace)


def is_stuck(step: StepPlan) -> bool:
    """Returns whether a step ends before it reaches the state of the spec."""
    end = step.end
    return step.livelock or bool(end.blocked_on) or end.remaining != Remaining()


def stuck_facts(context: BlockerContext) -> list[Fact]:
    """Returns where the plan is stuck and what helps; nothing if it reaches the state of the spec."""
    if not context.plan.steps or not is_stuck(context.last):
        return []
    if context.last.livelock:
        return list(_livelock(context))
    lost = _lost(context)
    if lost:
        return list(_lost_nodes(context, lost))
    unready = {pod.name: None for pod in context.last.end.pods if not pod.ready and not pod.orphan}
    condemned = [pod for pod in context.last.end.remaining.delete if pod in unready]
    if len(condemned) > 1 and _ordered(context) and not unready.keys() - condemned:
        return list(_two_condemned(context, condemned))
    if unready:
        return list(_not_ready(context, unready))
    return [Fact("Stuck", f"at {names(context.last.end.blocked_on)}: {context.last.end.reason}", "bad")]


def _ordered(context: BlockerContext) -> bool:
    return context.spec is not None and context.spec.ordered


def _lost(context: BlockerContext) -> list[str]:
    lost: dict[str, None] = {}
    for step in context.steps:
        pod = f"{context.name}-{step.get('ordinal')}"
        if step.get("op") == "node-lost":
            lost[pod] = None
        elif step.get("op") in ("force-delete", "node-removed", "node-restarted"):
            lost.pop(pod, None)
    held = {pod.name for pod in context.last.end.pods if pod.terminating}
    return [pod for pod in lost if pod in held]


def _lost_nodes(context: BlockerContext, lost: list[str]) -> Iterator[Fact]:
    many = len(lost) > 1
    yield Fact(
        "Stuck",
        f"at {names(lost)}: {'their nodes are' if many else 'its node is'} lost, so "
        f"{'they stay' if many else 'it stays'} Terminating and {'are' if many else 'is'} not replaced: "
        "two writers on one volume would corrupt it",
        "bad",
    )
    if _ordered(context):
        blocked = "creates no pod above it, deletes no pod to scale in and updates no pod"
        yield Fact("Stuck", f"until then OrderedReady {blocked}", "bad")
    yield Fact("To free it", "bring the node back: its kubelet finishes the deletion")
    yield Fact("To free it", "or, if the node will not come back:", command="kubectl delete node NODE")
    force = context.command(f"delete pod {' '.join(lost)} --grace-period=0 --force")
    yield Fact("To free it", "or, once you are sure that the pod no longer runs:", command=force)
    if context.minor >= OUT_OF_SERVICE_MINOR:
        taint = "kubectl taint node NODE node.kubernetes.io/out-of-service=nodeshutdown:NoExecute"
        yield Fact("To free it", "or, if the machine is off (this also detaches its volumes):", command=taint)
    yield Fact("To free it", "see `stslint explain node-loss`")


def _two_condemned(context: BlockerContext, condemned: list[str]) -> Iterator[Fact]:
    text = f"{names(condemned)} are out of range and not Ready: OrderedReady waits for one before another"
    yield Fact("Stuck", text, "bad")
    command = context.command(f"delete pod {condemned[-1]}")
    yield Fact("To free it", "make them Ready, or delete the highest by hand:", command=command)


def _not_ready(context: BlockerContext, unready: Collection[str]) -> Iterator[Fact]:
    """``unready`` are the names of pods, in order."""
    named = {name: None for name in context.last.end.blocked_on if name in unready}
    blockers = list(named or unready)
    pronoun = "it is" if len(blockers) == 1 else "they are"
    yield Fact(
        "Stuck", f"at {names(blockers)}: {pronoun} not Ready, and {_held_back(context, blockers)}", "bad"
    )
    if not _bad_revision(context):
        command = context.command(f"describe pod {blockers[0]}")
        yield Fact("To free it", "find out why it is not Ready:", command=command)
        return
    yield from way_back(context, blockers)


def way_back(context: BlockerContext, blockers: Sequence[str]) -> Iterator[Fact]:
    """Yields how to leave a revision whose pods never become Ready."""
    if not _ordered(context):
        yield Fact(
            "To free it", "apply a manifest that works: Parallel replaces pods that are not Ready at once"
        )
        return
    if context.spec is not None and context.spec.strategy == "RollingUpdate":
        command = context.command(f"delete pod {' '.join(blockers)}")
        text = "apply a manifest that works, and delete the broken pod: OrderedReady waits for it forever"
        yield Fact("To free it", text, command=command)
        yield Fact("To free it", "see `stslint explain forced-rollback`")
        return
    yield Fact("To free it", "apply a manifest that works, and delete the broken pod by hand")


def _held_back(context: BlockerContext, blockers: list[str]) -> str:
    remaining, held = context.last.end.remaining, set(blockers)
    verbs = {"created": remaining.create, "deleted": remaining.delete, "updated": remaining.update}
    others = {verb: [pod for pod in pods if pod not in held] for verb, pods in verbs.items()}
    waiting = [
        f"{names(pods)} {'is' if len(pods) == 1 else 'are'} not {verb}"
        for verb, pods in others.items()
        if pods
    ]
    return "; ".join(waiting) or "nothing else waits for it"


def _bad_revision(context: BlockerContext) -> bool:
    ops = [step.get("op") for step in context.steps]
    broken = any(step.get("broken") for step in context.steps) or "break-revision" in ops
    return broken and "heal" not in ops


def _livelock(context: BlockerContext) -> Iterator[Fact]:
    pods = names(context.last.end.blocked_on)
    yield Fact("Stuck", f"the controller deletes and creates {pods} forever (a livelock)", "bad")
    text = "add the block, even if empty: `updateStrategy: {type: RollingUpdate, rollingUpdate: {}}`"
    yield Fact("To free it", text)
