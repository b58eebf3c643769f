"""The complete verdict as the planner asks for it: refused exactly where the real API server refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.forecast.manifests import MOST_REASONS, Manifests
from stslint.planner.scenario import run_scenario
from tests.planner.compare import Json, apply, comparable, stateful_set
from tests.planner.recording import read


def forecast_for(*steps: Json, manifest: str = "", **scenario: Any) -> list[Json]:
    manifests = Manifests()
    whole = {"manifest": manifest or stateful_set(2), "steps": [{"op": "create"}, *steps], **scenario}
    answer = run_scenario(whole, manifests.decode, manifests.refuse)
    assert "error" not in answer
    found: list[Json] = answer["steps"]
    return found


@pytest.mark.parametrize("release", ["1.25", "1.27", "1.33", "1.37"])
def test_recorded_scenarios_stay_as_they_are_with_the_complete_verdict(release: str) -> None:
    manifests = Manifests()
    different = [
        scenario["id"]
        for scenario in read(release)
        if comparable(run_scenario(scenario, manifests.decode, manifests.refuse)) != scenario["result"]
    ]
    assert different == []


@pytest.mark.parametrize(
    ("pod", "field"),
    [
        ({"containers": [{"name": "C_", "image": "app"}]}, "containers[0].name"),
        (
            {"containers": [{"name": "c", "image": "app", "ports": [{"containerPort": 99999}]}]},
            "containerPort",
        ),
        ({"nodeSelecter": {"a": "b"}}, "nodeSelecter"),
    ],
)
def test_what_only_the_complete_verdict_sees_is_refused(pod: Json, field: str) -> None:
    [created] = forecast_for(manifest=stateful_set(2, pod=pod))
    assert field in created["refused"][0]
    assert created["waves"] == []
    _, applied = forecast_for(apply(2, pod=pod))
    assert field in applied["refused"][0]


def test_fields_that_kubernetes_takes_as_the_same_are_no_change() -> None:
    written = json.loads(stateful_set(2))
    written["spec"]["podManagementPolicy"] = "OrderedReady"
    _, applied = forecast_for({"op": "apply", "manifest": json.dumps(written)})
    assert "refused" not in applied


def test_a_scaling_is_judged_though_no_text_says_it() -> None:
    _, scaled = forecast_for({"op": "scale", "replicas": -1})
    assert scaled["refused"]


def test_several_documents_or_none_are_an_error() -> None:
    manifests = Manifests()
    for text in ("", "a: 1\n---\nb: 2\n", "{", "- 1"):
        with pytest.raises(ValueError, match=r"\w"):
            manifests.decode(text)


def test_only_a_stateful_set_is_planned() -> None:
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"ports": [{"port": 80}]},
    }
    [created] = forecast_for(manifest=json.dumps(service))
    assert created["refused"] == ["a scenario is about a StatefulSet, not about a `Service`"]


def test_a_strategy_that_does_not_decode_is_refused() -> None:
    strategies: tuple[object, ...] = (
        3,
        {"type": 3},
        {"rollingUpdate": {"partition": "x"}},
        {"rollingUpdate": {"maxUnavailable": []}},
    )
    for strategy in strategies:
        _, applied = forecast_for(apply(2, updateStrategy=strategy))
        assert "spec.updateStrategy" in applied["refused"][0]


def test_of_thousands_of_reasons_the_first_are_given() -> None:
    manifest = json.loads(stateful_set(2))
    manifest["spec"]["volumeClaimTemplates"] = [{}] * MOST_REASONS
    manifests = Manifests()
    refused = manifests.refuse(None, manifests.decode(json.dumps(manifest)), "1.34")
    assert len(refused) == MOST_REASONS
