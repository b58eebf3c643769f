"""Plays a scenario: event, rollout, event, rollout. One hour passes before each event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stslint.kubernetes.schema.versions import NEWEST
from stslint.planner import kubelet, simulation_loop
from stslint.planner.api_server import Api, Decode, EventOutcome, Refuse
from stslint.planner.events import RESUME, apply_event
from stslint.planner.feature_gates import GATES, LOCKED, gates_on
from stslint.planner.manifest_fields import MIN_READY, at
from stslint.planner.plan_steps import to_plan_steps
from stslint.planner.releases import Release
from stslint.planner.simulation_loop import Rollout
from stslint.planner.snapshot_scenario import longest_min_ready, snapshot_error, snapshot_of
from stslint.planner.starting_state import starting_state
from stslint.planner.state import Cluster
from stslint.planner.step_memory import StepMemory, Stop
from stslint.planner.timeline import Plan, answer
from stslint.runtime.lazy_regex import pattern

BETWEEN_STEPS = 3600
"""Seconds from the end of a step to the next step."""


_NEVER: Release = (99, 0)
_VERSION = pattern(r"(\d+)\.(\d+)(\.\d+)?\Z")


def run_scenario(scenario: Mapping[str, Any], decode: Decode, refuse: Refuse) -> dict[str, Any]:
    """Returns the answer to a scenario; what is wrong with the scenario is under ``error``.

    ``decode`` reads the text of a manifest and raises ValueError if it cannot.
    """
    return answer(plan(scenario, decode, refuse))


def plan(scenario: Mapping[str, Any], decode: Decode, refuse: Refuse) -> Plan:
    """Returns the plan of a scenario, with the reason of each action."""
    name = scenario.get("id")
    problem = scenario_error(scenario)
    return Plan(name, (), problem) if problem else plan_from(name, play(scenario, decode, refuse))


def plan_from(name: Any, stops: Sequence[Stop]) -> Plan:
    """Returns the plan of a scenario that has been played."""
    error = next((stop.error for stop in stops if stop.error), "")
    return Plan(name, tuple(stop.plan for stop in stops), error)


def play(
    scenario: Mapping[str, Any],
    decode: Decode,
    refuse: Refuse,
    known: Sequence[Stop] = (),
    begin: Cluster | None = None,
    last_end_only: bool = False,
) -> list[Stop]:
    """Returns the end of each step of a valid scenario.

    ``known`` are the ends of its first steps, from another scenario that began with the same steps, and
    ``begin`` is its beginning if that is known. With ``last_end_only`` the plans before the last one say
    nothing of their ends: of a thousand steps over ten thousand pods nearly all of the time.
    """
    version = scenario.get("kubernetes") or NEWEST
    api = Api(version, decode, refuse, scenario.get("manifest") or "")
    last = known[-1].cluster if known else begin or beginning(scenario, decode)
    patience = _patience(scenario, decode)
    stops, memory = list(known), StepMemory()
    for place, step in enumerate(scenario["steps"][len(stops) :], len(stops) + 1):
        with_end = not last_end_only or place == len(scenario["steps"])
        passed = 0 if step.get("op") == RESUME else BETWEEN_STEPS
        before = kubelet.pass_time(last._replace(patience=patience), passed)
        stop = memory.end_of((step, with_end), before)
        if stop is None:
            stop = _played(api, step, before, with_end)
            memory.remember((step, with_end), before, stop)
        last = stop.cluster
        stops.append(stop)
    return stops


def _played(api: Api, step: Mapping[str, Any], before: Cluster, with_end: bool) -> Stop:
    outcome, rollout = _rolled_out(api, step, before)
    step_plan = to_plan_steps(str(step.get("op", "")), outcome.refused, rollout, with_end)
    return Stop(rollout.cluster, step_plan, outcome.error)


def _rolled_out(api: Api, step: Mapping[str, Any], before: Cluster) -> tuple[EventOutcome, Rollout]:
    outcome = apply_event(api, before, step)
    return outcome, simulation_loop.run(_until_next_step(outcome.cluster, before.patience), outcome.actions)


def last_rollout(scenario: Mapping[str, Any], decode: Decode, refuse: Refuse) -> Rollout | None:
    """Returns the rollout of the last step of a valid scenario, None if any step is refused.

    It has the actions of ``play`` without their plan, which takes most of the time.
    """
    api = Api(scenario.get("kubernetes") or NEWEST, decode, refuse, scenario.get("manifest") or "")
    cluster, patience = beginning(scenario, decode), _patience(scenario, decode)
    rollout = None
    for step in scenario["steps"]:
        before = kubelet.pass_time(cluster._replace(patience=patience), BETWEEN_STEPS)
        outcome, rollout = _rolled_out(api, step, before)
        if outcome.refused:
            return None
        cluster = rollout.cluster
    return rollout


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
