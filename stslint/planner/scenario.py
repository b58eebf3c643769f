"""Plays a scenario: event, rollout, event, rollout. One hour passes before each event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.values.digits import number_of
from stslint.planner import kubelet, simulation_loop
from stslint.planner.api_server import Api, Decode, Refuse
from stslint.planner.events import RESUME, apply_event
from stslint.planner.feature_gates import GATES, LOCKED, gates_on
from stslint.planner.manifest_fields import MIN_READY, at
from stslint.planner.plan_size import (
    PER_STEP,
    UNLIMITED,
    PlanSize,
    PlanTooLargeError,
    check_size,
    check_texts,
    most_turns,
    size_of,
    step_name,
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
_NOTHING = PlanSize()
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
        check_texts(scenario, room)
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
    last_end_only: bool = False,
) -> list[Stop]:
    """Returns the end of each step of a valid scenario. Raises PlanTooLargeError.

    ``room`` is the largest size that its plan may have, ``rollouts`` are those of other scenarios of a run.
    ``known`` are the ends of its first steps, from another scenario that began with the same steps, and
    ``begin`` is its beginning if that is known. With ``last_end_only`` the plans before the last one say
    nothing of their ends: of a thousand steps over ten thousand pods nearly all of the time.
    """
    version = scenario.get("kubernetes") or NEWEST
    api = Api(version, decode, refuse, scenario.get("manifest") or "")
    last = known[-1].cluster if known else begin or beginning(scenario, decode)
    patience = _patience(scenario, decode)
    player = _Player(api, _size(known), room, rollouts)
    steps = list(zip(scenario["steps"], stored_by_step(scenario), strict=True))
    stops = list(known)
    for place, (step, stored) in enumerate(steps[len(stops) :], len(stops)):
        passed = 0 if step.get("op") == RESUME else BETWEEN_STEPS
        before = kubelet.pass_time(last._replace(patience=patience), passed)
        with_end = not last_end_only or place + 1 == len(steps)
        stop = player.play(_Step(place, step, stored, with_end), before)
        last = stop.cluster
        stops.append(stop)
    return stops


class _Step(NamedTuple):
    """A step, its place from 0, how many characters it stores, and whether its plan lists the pods then."""

    place: int
    step: Mapping[str, Any]
    stored: int
    with_end: bool

    @property
    def op(self) -> str:
        return str(self.step.get("op", ""))


class _Player:
    """Plays the steps of a scenario as long as there is room for their plans."""

    def __init__(self, api: Api, size: PlanSize, room: int, rollouts: RolloutMemory | None) -> None:
        self._api = api
        self._size = size
        self._room = room
        self._run = rollouts.run if rollouts else simulation_loop.run
        self._memory = StepMemory()

    def play(self, asked: _Step, before: Cluster) -> Stop:
        """Returns the end of a step. Raises PlanTooLargeError."""
        like = asked.step, asked.with_end
        stop = self._memory.end_of(like, before)
        if stop is None:
            stop = self._played(asked, before)
            self._memory.remember(like, before, stop)
        self._size = self._larger(stop.size, asked, played=stop.size)
        return stop

    def _played(self, asked: _Step, before: Cluster) -> Stop:
        outcome = apply_event(self._api, before, asked.step)
        size = size_of(before, outcome.cluster, asked.stored)
        left = self._room - self._larger(size, asked).total
        cluster = _until_next_step(outcome.cluster, before.patience)
        rollout = self._run(cluster, outcome.actions, most_turns(left))
        plan = to_plan_steps(asked.op, outcome.refused, rollout, asked.with_end)
        return Stop(rollout.cluster, plan, outcome.error, size._replace(turns=PER_STEP + rollout.turns))

    def _larger(self, size: PlanSize, asked: _Step, played: PlanSize = _NOTHING) -> PlanSize:
        """Returns the size with that of a step, of which so much is played. Raises PlanTooLargeError."""
        larger = self._size.plus(size)
        check_size(step_name(asked.place, asked.step), larger, self._room, self._size.plus(played))
        return larger


def last_rollout(scenario: Mapping[str, Any], decode: Decode, refuse: Refuse) -> Rollout | None:
    """Returns the rollout of the last step of a valid scenario, None if any step is refused.

    It has the actions of ``play`` without their plan, which takes most of the time.
    """
    api = Api(scenario.get("kubernetes") or NEWEST, decode, refuse, scenario.get("manifest") or "")
    cluster, patience = beginning(scenario, decode), _patience(scenario, decode)
    rollout = None
    for step in scenario["steps"]:
        before = kubelet.pass_time(cluster._replace(patience=patience), BETWEEN_STEPS)
        outcome = apply_event(api, before, step)
        if outcome.refused:
            return None
        rollout = simulation_loop.run(_until_next_step(outcome.cluster, patience), outcome.actions)
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
    return number_of(match[1]), number_of(match[2])


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
