"""Plays a scenario: event, rollout, event, rollout. One hour passes before each event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from stslint.kubernetes.schema.versions import NEWEST
from stslint.planner import kubelet, simulation_loop
from stslint.planner.api_server import Api, Decode, EventOutcome, Refuse
from stslint.planner.events import RESUME, apply_event
from stslint.planner.feature_gates import GATES, LOCKED, gates_on
from stslint.planner.manifest_fields import MIN_READY, at
from stslint.planner.plan_size import (
    PER_STEP,
    UNLIMITED,
    PlanSize,
    PlanTooLargeError,
    check_size,
    most_turns,
    size_of,
    stored_by_step,
)
from stslint.planner.plan_steps import to_plan_steps
from stslint.planner.releases import Release
from stslint.planner.rollout_memory import RolloutMemory
from stslint.planner.simulation_loop import Rollout
from stslint.planner.snapshot_scenario import longest_min_ready, snapshot_error, snapshot_of
from stslint.planner.starting_state import starting_state
from stslint.planner.state import Cluster
from stslint.planner.step_memory import StepMemory, Stop
from stslint.planner.timeline import Plan, answer
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

BETWEEN_STEPS = 3600
"""Seconds from the end of a step to the next step."""


_NEVER: Release = (99, 0)
_VERSION = pattern(r"(\d+)\.(\d+)(\.\d+)?\Z")


def run_scenario(scenario: Mapping[str, Any], decode: Decode, refuse: Refuse) -> dict[str, Any]:
    """Returns the answer to a scenario; what is wrong with the scenario is under ``error``.

    ``decode`` reads the text of a manifest and raises ValueError if it cannot.
    """
    return answer(plan(scenario, decode, refuse))


def plan(scenario: Mapping[str, Any], decode: Decode, refuse: Refuse, room: int = UNLIMITED) -> Plan:
    """Returns the plan of a scenario, with the reason of each action; ``room`` is that of ``play``."""
    name = scenario.get("id")
    problem = scenario_error(scenario)
    if problem:
        return Plan(name, (), problem)
    try:
        return plan_from(name, play(scenario, decode, refuse, room=room))
    except PlanTooLargeError as error:
        return Plan(name, (), str(error), error.played)


def plan_from(name: Any, stops: Sequence[Stop]) -> Plan:
    """Returns the plan of a scenario that has been played."""
    error = next((stop.error for stop in stops if stop.error), "")
    return Plan(name, tuple(stop.plan for stop in stops), error, _size(stops))


def _size(stops: Iterable[Stop]) -> PlanSize:
    return reduce(PlanSize.plus, (stop.size for stop in stops), PlanSize())


def play(
    scenario: Mapping[str, Any],
    decode: Decode,
    refuse: Refuse,
    known: Sequence[Stop] = (),
    begin: Cluster | None = None,
    room: int = UNLIMITED,
    rollouts: RolloutMemory | None = None,
) -> list[Stop]:
    """Returns the end of each step of a valid scenario. Raises PlanTooLargeError.

    ``room`` is the largest size that its plan may have, ``rollouts`` are those of other scenarios of a run.
    ``known`` are the ends of its first steps, from another scenario that began with the same steps, and
    ``begin`` is its beginning if that is known.
    """
    version = scenario.get("kubernetes") or NEWEST
    api = Api(version, decode, refuse, scenario.get("manifest") or "")
    last = known[-1].cluster if known else begin or beginning(scenario, decode)
    patience = _patience(scenario, decode)
    stops, memory, size = list(known), StepMemory(), _size(known)
    for index, (step, stored) in enumerate(zip(scenario["steps"], stored_by_step(scenario), strict=True)):
        if index < len(known):
            continue
        passed = 0 if step.get("op") == RESUME else BETWEEN_STEPS
        before = kubelet.pass_time(last._replace(patience=patience), passed)
        stop = memory.end_of(step, before)
        which = f"step {index + 1} (`{step.get('op')}`)"
        if stop is None:
            begun = _begun(api, step, before, stored)
            larger = size.plus(begun.size)
            check_size(which, larger, room, size)
            cluster = _until_next_step(begun.outcome.cluster, before.patience)
            run = rollouts.run if rollouts else simulation_loop.run
            rollout = run(cluster, begun.outcome.actions, most_turns(room - larger.total))
            stop = _played(step, begun, rollout)
            memory.remember(step, before, stop)
        size = size.plus(stop.size)
        check_size(which, size, room, size)
        last = stop.cluster
        stops.append(stop)
    return stops


class _Begun(NamedTuple):
    """A step after its event, before anything reacts to it, and the size of its plan."""

    outcome: EventOutcome
    size: PlanSize


def _begun(api: Api, step: Mapping[str, Any], before: Cluster, stored: int) -> _Begun:
    outcome = apply_event(api, before, step)
    return _Begun(outcome, size_of(before, outcome.cluster, stored))


def _played(step: Mapping[str, Any], begun: _Begun, rollout: Rollout) -> Stop:
    outcome = begun.outcome
    step_plan = to_plan_steps(str(step.get("op", "")), outcome.refused, rollout)
    size = begun.size._replace(turns=PER_STEP + rollout.turns)
    return Stop(rollout.cluster, step_plan, outcome.error, size)


def _until_next_step(cluster: Cluster, patience: int) -> Cluster:
    """Returns the cluster with the patience of one step: another minReadySeconds counts an hour later.

    So pods that became Ready one after the other are equal again once they are Available.
    """
    own = cluster.set.spec.min_ready if cluster.set else 0
    return cluster._replace(patience=max(own, patience - BETWEEN_STEPS))


def conditions_of(scenario: Mapping[str, Any]) -> tuple[Release, frozenset[str]]:
    """Returns the Kubernetes version of a valid scenario, and the feature gates that are on in it."""
    release = release_of(scenario.get("kubernetes") or NEWEST)
    return release, gates_on(release, scenario.get("gates") or {})


def beginning(scenario: Mapping[str, Any], decode: Decode) -> Cluster:
    """Returns the cluster before the first step of a valid scenario."""
    release, gates = conditions_of(scenario)
    empty = Cluster(gates=gates, release=release, patience=_patience(scenario, decode))
    return starting_state(snapshot_of(scenario), empty) if scenario.get("state") is not None else empty


def scenario_error(scenario: Mapping[str, Any]) -> str:
    """Returns what is wrong with the scenario itself, or an empty string."""
    steps = scenario.get("steps")
    if not isinstance(steps, list) or not all(isinstance(step, Mapping) for step in steps):
        return "a scenario needs `steps`, a list of mappings with an `op` each"
    if not isinstance(scenario.get("manifest"), str | None):
        return "`manifest` must be the text of a manifest"
    version = scenario.get("kubernetes") or NEWEST
    if not isinstance(version, str) or not _VERSION.match(version):
        return f'`kubernetes` must be a release such as "{NEWEST}", not `{version}`'
    gates = scenario.get("gates") or {}
    if not isinstance(gates, Mapping):
        return "`gates` must map names of feature gates to true or false"
    wrong = next(filter(None, (_gate_error(gate, on, version) for gate, on in gates.items())), "")
    return wrong or snapshot_error(scenario)


def _gate_error(gate: str, on: Any, version: str) -> str:
    known = GATES.get(gate)
    if not isinstance(on, bool):
        return f"gate `{gate}` must be true or false"
    if known is None:
        return f"unknown feature gate `{gate}`: those that change a rollout are {', '.join(GATES)}"
    locked, removed = LOCKED.get(gate, (_NEVER, _NEVER))
    if not known[0] <= release_of(version) < removed:
        return f"Kubernetes {version} has no feature gate `{gate}`"
    return f"Kubernetes {version} keeps gate `{gate}` on" if not on and release_of(version) >= locked else ""


def release_of(version: str) -> Release:
    """Returns a valid Kubernetes version as numbers."""
    match = _VERSION.match(version)
    assert match is not None
    return int(match[1]), int(match[2])


def _patience(scenario: Mapping[str, Any], decode: Decode) -> int:
    """Returns the longest minReadySeconds of all manifests of a scenario."""
    texts = [scenario.get("manifest"), *(step.get("manifest") for step in scenario["steps"])]
    wanted = (_min_ready(text, decode) for text in texts if isinstance(text, str))
    return max((longest_min_ready(scenario), *wanted))


def _min_ready(text: str, decode: Decode) -> int:
    try:
        seconds = at(decode(text), MIN_READY)
    except ValueError:
        return 0
    return seconds if isinstance(seconds, int) else 0
