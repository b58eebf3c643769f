"""The parts of a forecast: words into steps, names into commands, and how many pods stay Ready."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stslint.forecast.final_state import PlanEnvironment
from stslint.forecast.forecast import Forecast, PlanQuery, forecast_for
from stslint.forecast.health import lowest
from stslint.forecast.identity import delete_line, dns_names
from stslint.forecast.manifests import Manifests, node_of
from stslint.forecast.moves import names
from stslint.forecast.notes import duration
from stslint.forecast.scenario_file import ScenarioFileError, read_scenarios
from stslint.forecast.what_if import PlanTarget, WhatIf, WhatIfError, ordinal_of, scenario_for, step_title
from stslint.kubernetes.verdict import check_object
from stslint.planner.events import EVENTS
from tests.planner.compare import apply, rolling, stateful_set
from tests.support.forecasts import seen

WEB = PlanTarget("web", range(3))


def steps(asked: WhatIf, running: str = "R", change: str = "") -> list[str]:
    scenario = scenario_for(asked, WEB, running, change, compared=bool(change))
    return [str(step["op"]) for step in scenario.steps]


def test_scenario_orders_broken_change_deleted() -> None:
    asked = WhatIf(
        replicas=(5, 2),
        not_ready=("web-1",),
        lose_node=("2",),
        delete_pod=("0",),
        delete=True,
        then=("create",),
    )
    assert steps(asked, change="N") == [
        *("create", "break-pod", "node-lost", "apply", "scale", "delete-pod", "delete", "create")
    ]
    assert steps(asked)[3:5] == ["scale", "scale"]
    assert steps(WhatIf(not_ready=("1",)), running="", change="N") == ["break-pod", "create"]


@given(st.text(max_size=12))
def test_ordinal_of_any_word_is_an_ordinal_or_an_error(word: str) -> None:
    try:
        found = ordinal_of(word, WEB)
    except WhatIfError:
        return
    assert found in WEB.ordinals


@given(st.text(max_size=20))
def test_what_if_any_step_is_an_event_or_an_error(words: str) -> None:
    try:
        scenario = scenario_for(WhatIf(then=(words,)), WEB, "R", "", compared=False)
    except WhatIfError:
        return
    assert scenario.steps[-1]["op"] in EVENTS


def test_every_step_has_words() -> None:
    assert not [op for op in EVENTS if "unknown" in step_title({"op": op, "ordinal": 1}, "web")]


@pytest.mark.parametrize(
    ("claims", "line"),
    [
        (["www-web-2"], "kubectl delete pvc www-web-2"),
        ([f"www-web-{n}" for n in range(8)], "kubectl delete pvc www-web-{0..7}"),
        (
            [f"{t}-web-{n}" for n in (0, 1, 2, 9) for t in "ab"],
            "kubectl delete pvc a-web-{0..2} a-web-9 b-web-{0..2} b-web-9",
        ),
    ],
)
def test_the_line_that_frees_claims_can_be_typed(claims: list[str], line: str) -> None:
    assert delete_line(claims, "") == line
    assert delete_line(claims, "shop").startswith("kubectl delete pvc -n shop ")


def test_names_are_full_and_end_in_the_clusters_domain() -> None:
    assert dns_names(["web-0"], "db", "shop", "corp.local.") == ["web-0.db.shop.svc.corp.local"]
    assert dns_names(["web-0"], "", "shop", "x") == []


@pytest.mark.parametrize(
    ("pods", "words"),
    [
        ([], "none"),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        ([*"abcd"], "a ... d"),
    ],
)
def test_names_step_title(pods: list[str], words: str) -> None:
    assert names(pods) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (150, "2 min 30 s"), (7200, "2 h"), (11100, "3 h 5 min")],
)
def test_durations_step_title(seconds: int, words: str) -> None:
    assert duration(seconds) == words


@given(st.integers(1, 6), st.integers(1, 6))
def test_a_rolling_update_keeps_all_but_its_budget_ready(replicas: int, most: int) -> None:
    strategy: dict[str, Any] = {"updateStrategy": rolling(maxUnavailable=most)}
    forecast = seen(apply(replicas, "app:2", **strategy), manifest=stateful_set(replicas, **strategy))
    view = forecast.views[1]
    assert lowest(view.plan, view.before).ready == max(replicas - most, 0)


def test_moves_tell_of_every_pod_that_was_touched_once_an_update() -> None:
    [_, view] = seen(apply(3, "app:2")).views
    assert [(move.number, move.verb, move.pods) for move in view.moves] == [
        (1, "replace", ("web-2",)),
        (2, "replace", ("web-1",)),
        (3, "replace", ("web-0",)),
    ]


def test_a_tree_of_plain_data_gets_the_verdict_of_its_text() -> None:
    plain = {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "Web"},
        "spec": {"replicas": 1},
    }
    fields = {problem.path for problem in check_object(node_of(plain), "1.37").problems}
    assert {"metadata.name", "spec.selector", "spec.template.spec.containers"} <= fields


def test_set_changes_fields_of_the_manifest_in_force() -> None:
    manifest = "manifest: {spec: {replicas: 1, list: [{image: a}]}}\n"
    text = f"{manifest}steps:\n- {{op: apply, set: {{spec.list.0.image: b, spec.new.deep: 2}}}}\n- apply\n"
    [read] = read_scenarios("s.yaml", text)
    assert read.scenario["steps"][0]["manifest"] == (
        '{"spec": {"replicas": 1, "list": [{"image": "b"}], "new": {"deep": 2}}}'
    )


def test_set_digits_are_a_key_of_a_mapping() -> None:
    text = "manifest: {data: {'080': a}}\nsteps:\n- {op: apply, set: {data.080: b, data.²: c}}\n"
    [read] = read_scenarios("s.yaml", text)
    assert json.loads(read.scenario["steps"][0]["manifest"]) == {"data": {"080": "b", "²": "c"}}


def test_then_more_digits_than_python_converts_are_a_number() -> None:
    scenario = scenario_for(WhatIf(then=(f"scale {'9' * 5000}",)), WEB, "R", "", compared=False)
    assert scenario.steps[-1] == {"op": "scale", "replicas": 10**18}


def test_a_version_of_more_digits_than_python_converts_is_played() -> None:
    scenario = {"kubernetes": f"1.{'9' * 5000}", "manifest": stateful_set(2), "steps": [{"op": "create"}]}
    assert isinstance(forecast_for(PlanQuery(scenario), Manifests(), PlanEnvironment()), Forecast)


@given(st.text(max_size=60))
@example("0:")
@example("{}")
def test_read_scenarios_any_text_returns_or_raises_scenario_error(text: str) -> None:
    try:
        found = read_scenarios("s", text)
    except ScenarioFileError:
        return
    assert found
    assert all(read.error or read.scenario for read in found)


@pytest.mark.parametrize(
    "path",
    [
        *("spec.template.spec.containers.image", "spec.replicas.a", "kind.0"),
        *("spec.template.spec.containers.²", f"spec.template.spec.containers.{'9' * 5000}.image"),
    ],
)
def test_a_place_that_a_manifest_cannot_have_is_named(path: str) -> None:
    text = (
        "manifest:\n  kind: StatefulSet\n  spec: {replicas: 1, template: {spec: {containers: [{name: a}]}}}\n"
        f"steps:\n- {{op: apply, set: {{? {path} : 2}}}}\n"
    )
    with pytest.raises(ScenarioFileError, match="the manifest has no such place"):
        read_scenarios("a.yaml", text)
