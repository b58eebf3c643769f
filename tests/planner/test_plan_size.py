"""How large a plan may be, and that one that is too large is refused before it is made."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.cli.commands import scenario as command
from stslint.cli.plan_arguments import PlanArguments
from stslint.forecast.forecast import Forecast
from stslint.forecast.manifests import Manifests
from stslint.forecast.scenario_file import plan_of, read_scenarios
from stslint.planner import plan_size, simulation_loop
from stslint.planner.plan_size import LARGEST, TEXT, UNLIMITED, PlanSize, room_for, stored_by_step
from stslint.planner.scenario import plan
from stslint.planner.timeline import Plan
from tests.planner.compare import apply, stateful_set
from tests.support.work import calls_of

Json = dict[str, Any]
PARALLEL: Json = {"podManagementPolicy": "Parallel"}


def planned(scenario: Json, room: int = UNLIMITED) -> Plan:
    manifests = Manifests()
    return plan(scenario, manifests.decode, manifests.refuse, room)


def scenario_of(first: str, *steps: Json) -> Json:
    return {"id": 7, "manifest": first, "steps": [{"op": "create"}, *steps]}


def lines(*scenarios: Json) -> str:
    return "".join(f"{json.dumps(each)}\n" for each in scenarios)


@pytest.mark.parametrize(
    "steps",
    [
        [apply(3, "app:2", ("data",))],
        [{"op": "scale", "replicas": 40}, {"op": "scale", "replicas": 1}],
        [{"op": "break-pod", "ordinal": 7}, {"op": "delete"}],
        [{"op": "partition", "value": 1}] * 3,
    ],
)
def test_a_plan_that_fits_exactly_is_made_and_one_that_does_not_is_an_error(steps: list[Json]) -> None:
    scenario = scenario_of(stateful_set(3, claims=("data",)), *steps)
    whole = planned(scenario)
    assert planned(scenario, whole.size.total) == whole
    short = planned(scenario, whole.size.total - 1)
    assert short.steps == ()
    assert short.error.startswith(
        f"step {len(scenario['steps'])} (`{steps[-1]['op']}`): up to here, the plan"
    )
    assert short.error.endswith("plan fewer steps, replicas or claims")


def test_the_size_is_that_of_pods_and_claims_before_and_after_each_step() -> None:
    first = stateful_set(3, claims=("a", "b"), ordinals={"start": 5})
    cases: list[list[Json]] = [[], [{"op": "heal"}], [{"op": "scale", "replicas": 1}], [{"op": "delete"}]]
    sizes = [planned(scenario_of(first, *steps)).size.listed for steps in cases]
    assert sizes == [9, 9 + 18, 9 + 9 + 3, 9 + 9]


def test_a_step_of_an_ordinal_without_a_pod_counts_it() -> None:
    # Thousands of steps could break pods that are not there, and each would look at all of them.
    steps = [{"op": "break-pod", "ordinal": 2 * each} for each in range(5, 9)]
    assert planned(scenario_of(stateful_set(1), *steps)).size.listed == 1 + 2 + 3 + 4 + 5


def test_a_step_stores_the_manifest_in_force() -> None:
    first, other = stateful_set(1, "app:" + "1" * 1000), stateful_set(1, "app:" + "2" * 2000)
    steps: list[Json] = [
        {"op": "scale", "replicas": 2},
        {"op": "heal"},
        {"op": "apply", "manifest": other},
        {"op": "partition", "value": 1},
        {"op": "apply"},
    ]
    long, longer = len(first), len(other)
    assert list(stored_by_step(scenario_of(first, *steps))) == [long, long, 0, longer, longer, long]


def test_a_short_manifest_counts_as_one_of_500_characters() -> None:
    assert list(stored_by_step(scenario_of("{}", {"op": "scale", "replicas": 2}))) == [500, 500]


def test_from_a_snapshot_a_step_stores_a_manifest_as_long_as_the_state() -> None:
    state = [json.loads(stateful_set(1, "app:" + "1" * 1000))]
    sizes = list(
        stored_by_step({"state": state, "steps": [{"op": "resume"}, {"op": "scale", "replicas": 2}]})
    )
    assert sizes == [0, len(repr(state))]


def test_a_step_that_is_known_counts_what_it_lists() -> None:
    there: Json = {"op": "scale", "replicas": 5}
    back: Json = {"op": "scale", "replicas": 1}
    once, twice = (planned(scenario_of(stateful_set(1), *[there, back] * times)).size for times in (10, 20))
    assert twice.listed - once.listed == 10 * (1 + 5 + 5 + 1)
    assert (once.turns, once.stored) == (twice.turns, twice.stored)


def test_a_step_that_is_too_large_is_not_played(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []
    run = simulation_loop.run

    def counted(*args: Any) -> simulation_loop.Rollout:
        played.append(1)
        return run(*args)

    monkeypatch.setattr(simulation_loop, "run", counted)
    steps = [{"op": "scale", "replicas": 90_000}, {"op": "scale", "replicas": 100_000}]
    scenario = scenario_of(stateful_set(1, **PARALLEL), {"op": "scale", "replicas": 2}, steps[1], *steps)
    assert "step 3" in planned(scenario, LARGEST).error
    assert len(played) == 2


def test_a_long_rollout_is_given_up_early() -> None:
    """With maxUnavailable 33 no repetition is found, so each pod is a turn of the controller."""
    fields: Json = {"updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 33}}}
    scenario = scenario_of(stateful_set(3000, **fields), apply(3000, "app:2", **fields))
    whole = planned(scenario).size
    assert whole.turns > 3000
    few, many = (
        calls_of(lambda room=room: planned(scenario, room))  # type: ignore[misc]
        for room in (whole.listed + 1_000, whole.listed + 4_000)
    )
    assert few < 0.6 * many
    error = planned(scenario, whole.listed + 1_000).error
    assert "9,000 pods and claims before and after its steps" in error
    assert "turns of the controller" in error


def test_ten_thousand_pods_with_two_claims_each_are_updated() -> None:
    steps = [{"op": "create"}, apply(10_000, "app:2", ("a", "b"), **PARALLEL)]
    scenario = {"manifest": stateful_set(10_000, claims=("a", "b"), **PARALLEL), "steps": steps}
    whole = planned(scenario, LARGEST)
    assert not whole.error
    assert len(whole.steps[1].end.pods) == 10_000


def test_longer_texts_may_ask_for_more() -> None:
    assert room_for(0) == room_for(TEXT) == LARGEST
    assert room_for(TEXT + 1) == 2 * LARGEST * (TEXT + 1) // TEXT
    assert room_for(10 * TEXT) == 20 * LARGEST


def test_other_lines_are_answered_if_one_is_too_large() -> None:
    good = scenario_of(stateful_set(2))
    huge = scenario_of(stateful_set(2, claims=("data",)), {"op": "scale", "replicas": 100_000})
    reads = read_scenarios("x.jsonl", lines(good, huge, good))
    first, second, third = command.plans_in_turn(reads, Manifests(), LARGEST)
    assert first == third == planned(good)
    assert second.id == 7
    assert second.error == (
        "step 2 (`scale`): up to here, the plan is too large (200,008 pods and claims before and after its "
        "steps, 13 turns of the controller and 1,000 characters of manifests): plan fewer steps, replicas or "
        "claims"
    )


@pytest.mark.parametrize("spare", [0, -1])
def test_the_scenarios_of_a_file_count_together(spare: int, monkeypatch: pytest.MonkeyPatch) -> None:
    one = scenario_of(stateful_set(30))
    monkeypatch.setattr(plan_size, "LARGEST", 3 * planned(one).size.total + spare)
    seen = command.forecasts_of("x.jsonl", lines(one, one, one), PlanArguments(no_config=True))
    reads = read_scenarios("x.jsonl", lines(one, one, one))
    plans = list(command.plans_in_turn(reads, Manifests(), plan_size.LARGEST))
    assert isinstance(seen[1], Forecast)
    assert not plans[1].error
    assert isinstance(seen[2], str) == (spare < 0)
    assert plans[2].error == (seen[2] if isinstance(seen[2], str) else "")


def test_a_field_that_is_set_too_often_is_an_error_with_its_line() -> None:
    annotation = "a" * 20_000
    text = f"manifest: {stateful_set(1, image=annotation)}\nsteps:\n- create\n"
    change = "- {op: apply, set: {spec.replicas: 1}}\n"
    fits, over = (read_scenarios("x.yaml", text + change * times)[0] for times in (17, 18))
    assert not fits.error
    assert over.error == "line 21: the plan is too large: change the manifest in fewer steps"
    assert plan_of(over, Manifests()).error == over.error


def test_sizes_add_up() -> None:
    assert PlanSize(1, 20, 3).plus(PlanSize(10, 5, 30)) == PlanSize(11, 25, 33)
    assert PlanSize(9, 20, 3, claims=6).total == 9 - 3 + 4 + 12


def test_a_manifest_for_which_there_is_no_room_is_not_read() -> None:
    manifest = stateful_set(1).replace('"spec"', f'"x": "{"a" * 10_000}", "spec"', 1)
    read: list[str] = []

    def decode(text: str) -> Json:
        read.append(text)
        return dict(Manifests().decode(text))

    scenario = scenario_of(manifest)
    size = PlanSize(stored=len(manifest)).total
    refused = plan(scenario, decode, Manifests().refuse, size - 1)
    assert refused.error.startswith("step 1 (`create`): up to here, the plan is too large")
    assert read == []
    plan(scenario, decode, Manifests().refuse, size)
    assert read


def test_what_was_played_of_a_scenario_that_is_too_large_is_not_played_again() -> None:
    # Each line would play the same rollout, if what one has played did not count.
    reads = read_scenarios("x.jsonl", lines(*[scenario_of(stateful_set(100, **PARALLEL))] * 3))
    room = planned(scenario_of(stateful_set(100, **PARALLEL))).size.total - 1
    sizes = [each.size.total for each in command.plans_in_turn(reads, Manifests(), room)]
    assert sizes == [room + 1, 0, 0]
