"""Turns what-if options into the steps of a scenario.

The order of the steps is fixed, so that the options can be given in any order: what runs already; what is
broken when the change is applied (pods that are not Ready, lost nodes); the change itself; further replicas
and partitions; pods deleted by hand; the deletion of the StatefulSet; and then the further steps in their
order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stslint.kubernetes.values.digits import number_of
from stslint.model import StslintError
from stslint.planner.events import EVENTS, NUMBERS
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.suggest import nearest

Step = Mapping[str, Any]

_WORDS = pattern(r"[\s=:]+")
_BARE = frozenset({"create", "apply", "delete", "break-revision", "heal", "resume"})
STEPS = tuple(EVENTS)
"""What ``--then`` accepts."""
_POD_STEPS = frozenset(op for op, event in EVENTS.items() if NUMBERS.get(event) == "ordinal")


class WhatIfError(StslintError):
    """A what-if that makes no sense; the message says what to use."""


class WhatIf(NamedTuple):
    """The what-ifs of one run. Pods are given by name (``web-1``) or by ordinal."""

    replicas: tuple[int, ...] = ()
    partition: tuple[int, ...] = ()
    not_ready: tuple[str, ...] = ()
    bad_revision: bool = False
    lose_node: tuple[str, ...] = ()
    delete_pod: tuple[str, ...] = ()
    delete: bool = False
    orphan: bool = False
    then: tuple[str, ...] = ()

    @property
    def of_running_set(self) -> bool:
        """Returns whether it asks what happens to a StatefulSet that runs already."""
        asked = (self.replicas, self.partition, self.lose_node, self.delete_pod, self.delete, self.then)
        return any(asked)

    @property
    def of_one_set(self) -> bool:
        """Returns whether it makes sense for only one StatefulSet."""
        named = (self.not_ready, self.lose_node, self.delete_pod, self.replicas, self.partition, self.then)
        return any(named)


NOTHING = WhatIf()


class PlanTarget(NamedTuple):
    """The StatefulSet of a scenario: its name, and the ordinals that it has before or after the change."""

    name: str
    ordinals: range


class PlanScenario(NamedTuple):
    """The steps; the first ``setup_steps`` only set up what runs already."""

    steps: tuple[Step, ...]
    setup_steps: int = 0


def scenario_for(
    what_if: WhatIf, target: PlanTarget, running: str, change: str, *, compared: bool
) -> PlanScenario:
    """Returns the scenario of a change (a manifest's text, or nothing) to what runs (a text, or nothing).

    ``compared``: the change has the first replicas and partition of the what-ifs; else each is a step.
    Raises WhatIfError for a pod that the StatefulSet does not have, and for a step that makes no sense.
    """
    broken = [_pod_step("break-pod", pod, target) for pod in what_if.not_ready]
    lost = [_pod_step("node-lost", pod, target) for pod in what_if.lose_node]
    rest = list(_later(what_if, target, int(compared)))
    if not running:
        steps = [*broken, _manifest_step("create", change, what_if.bad_revision), *lost, *rest]
        return PlanScenario(tuple(steps), len(broken))
    setup_steps: list[Step] = [{"op": "create", "manifest": running}, *broken]
    if not change:
        return PlanScenario((*setup_steps, *lost, *rest), len(setup_steps))
    setup_steps += lost
    changed = _manifest_step("apply", change, what_if.bad_revision)
    return PlanScenario((*setup_steps, changed, *rest), len(setup_steps))


def state_steps(what_if: WhatIf, target: PlanTarget, change: str) -> tuple[tuple[Step, ...], tuple[int, ...]]:
    """Returns the steps from a snapshot, and the ordinals of the pods that are assumed never to get Ready.

    ``change`` is the manifest's text as it is stored then, or nothing. Raises WhatIfError.
    """
    lost = [_pod_step("node-lost", pod, target) for pod in what_if.lose_node]
    first = _manifest_step("apply", change, what_if.bad_revision) if change else {"op": "resume"}
    rest = list(_later(what_if, target, int(bool(change))))
    broken = tuple(ordinal_of(pod, target) for pod in what_if.not_ready)
    return (*lost, first, *rest), broken


def _later(what_if: WhatIf, target: PlanTarget, skip: int) -> Iterator[Step]:
    yield from ({"op": "scale", "replicas": number} for number in what_if.replicas[skip:])
    yield from ({"op": "partition", "value": number} for number in what_if.partition[skip:])
    yield from (_pod_step("delete-pod", pod, target) for pod in what_if.delete_pod)
    if what_if.delete:
        yield {"op": "delete", "cascade": "orphan" if what_if.orphan else "background"}
    yield from (_then(text, target) for text in what_if.then)


def _manifest_step(op: str, manifest: str, broken: bool) -> Step:
    return {"op": op, "manifest": manifest, **({"broken": True} if broken else {})}


def _pod_step(op: str, pod: str, target: PlanTarget) -> Step:
    return {"op": op, "ordinal": ordinal_of(pod, target)}


def ordinal_of(pod: str, target: PlanTarget) -> int:
    """Returns the ordinal of a pod. Raises WhatIfError if the StatefulSet has no such pod."""
    stem, _, number = pod.rpartition("-")
    if not number.isascii() or not number.isdigit() or stem not in ("", target.name):
        own = f"{target.name}-{number}" if number.isascii() and number.isdigit() else ""
        known = [f"{target.name}-{ordinal}" for ordinal in target.ordinals[:100]]
        meant = nearest(pod, known) or (own if own in known else "")
        hint = f"; did you mean `{meant}`?" if meant else ""
        raise WhatIfError(f"`{pod}` is not a pod of `{target.name}`, which has {_pods(target)}{hint}")
    if number_of(number) not in target.ordinals:
        raise WhatIfError(f"there is no pod `{target.name}-{number}`: `{target.name}` has {_pods(target)}")
    return number_of(number)


def _pods(target: PlanTarget) -> str:
    ordinals = target.ordinals
    if not ordinals:
        return "no pods"
    first, last = f"`{target.name}-{ordinals[0]}`", f"`{target.name}-{ordinals[-1]}`"
    return first if len(ordinals) == 1 else f"{first} to {last}"


def _then(text: str, target: PlanTarget) -> Step:
    """Returns the step that ``--then`` names: ``scale 4``, ``partition=1``, ``force-delete web-2``."""
    op, *rest = [word for word in _WORDS.split(text.strip()) if word] or [""]
    if op not in EVENTS:
        meant = nearest(op, EVENTS)
        hint = f"did you mean `{meant}`?" if meant else f"use one of {', '.join(sorted(EVENTS))}"
        raise WhatIfError(f"unknown step `{op}`: {hint}")
    if op in _BARE:
        return _bare(op, rest, text)
    if len(rest) != 1:
        example = f"{op} {target.name}-0" if op in _POD_STEPS else f"{op} 1"
        raise WhatIfError(f"step `{text}` needs an argument: use `{example}`")
    if op in _POD_STEPS:
        return _pod_step(op, rest[0], target)
    if not rest[0].isascii() or not rest[0].isdigit():
        raise WhatIfError(f"step `{text}` needs a whole number, not `{rest[0]}`")
    return {"op": op, NUMBERS[EVENTS[op]]: number_of(rest[0])}


def _bare(op: str, rest: list[str], text: str) -> Step:
    if op == "delete" and rest in (["orphan"], ["cascade", "orphan"]):
        return {"op": op, "cascade": "orphan"}
    if rest:
        raise WhatIfError(f"step `{text}`: `{op}` does not accept `{rest[0]}`")
    return {"op": op}


def step_title(step: Step, name: str) -> str:
    """Returns a title for a step: what it does."""
    op = step.get("op")
    pod = f"{name}-{step.get('ordinal')}"
    broken = ", and its new pods never become Ready" if step.get("broken") else ""
    titles = {
        "create": f"create {name}{broken}",
        "apply": f"apply the manifest{broken}",
        "resume": "what is under way goes on by itself",
        "scale": f"scale to {step.get('replicas')}",
        "partition": f"set the partition to {step.get('value')}",
        "delete-pod": f"delete pod {pod}",
        "delete-claim": f"delete the claim {step['template']}-{pod}"
        if step.get("template")
        else f"delete the claims of {pod}",
        "break-pod": f"{pod} stops being Ready",
        "heal-pod": f"{pod} can be Ready again",
        "break-revision": "pods of the newest revision stop being Ready",
        "heal": "pods can be Ready again, whatever their revision",
        "node-lost": f"the node of {pod} is lost",
        "force-delete": f"force the deletion of {pod}",
        "node-removed": f"the Node object of {pod} is deleted",
        "node-restarted": f"the node of {pod} comes back",
        "delete": f"delete {name} without its pods" if step.get("cascade") == "orphan" else f"delete {name}",
    }
    return titles.get(op, f"unknown step {op}") if isinstance(op, str) else f"unknown step {op}"
