"""The published schema of a scenario, and the scenarios that it allows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from stslint.forecast.scenario_mistakes import mistakes_of
from stslint.forecast.scenario_schema import fits_schema, scenario_schema
from stslint.json_schema.explanation import explain_with_schema
from stslint.json_schema.quick import fits
from stslint.kubernetes.schema.versions import SUPPORTED
from stslint.model import Source
from stslint.planner.events import EVENTS, NUMBERS
from stslint.sources.yaml.parser import parse
from tests.planner.generate_scenarios import scenarios
from tests.planner.recording import read
from tests.support.paths import ROOT


def messages(scenario: object) -> list[str]:
    return [each.message for each in explain_with_schema(scenario, scenario_schema())]


def with_step(**step: Any) -> dict[str, Any]:
    return {"manifest": "{}", "steps": [step]}


def examples() -> Iterator[object]:
    """Yields the scenarios on the page about plans."""
    page = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    for block in page.split("```yaml\n")[1:]:
        text = block.partition("```")[0]
        if "steps:" in text:
            yield parse(Source("scenario.yaml", text))[0].root.plain()


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(scenario_schema())


def test_recorded_and_generated_scenarios_fit() -> None:
    recorded = [scenario for release in SUPPORTED for scenario in read(release)]
    validator = jsonschema.Draft7Validator(scenario_schema())
    wrong = [each["id"] for each in (*recorded, *scenarios(1, 200)) if not validator.is_valid(each)]
    assert wrong == []


def test_the_examples_of_the_page_fit() -> None:
    found = list(examples())
    assert found
    assert [messages(each) for each in found] == [[]] * len(found)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_step_is_allowed_with_its_number_and_refused_without_it(name: str) -> None:
    number = NUMBERS.get(EVENTS[name])
    assert messages(with_step(op=name, **({number: 1} if number else {}))) == []
    assert messages(with_step(op=name)) == ([f"entry 1 of `steps` has no `{number}`"] if number else [])
    assert (messages({"steps": [name]}) == []) == (number is None)


@pytest.mark.parametrize(
    "scenario",
    [
        {"steps": []},
        {
            "id": 7,
            "kubernetes": "1.36.3",
            "gates": None,
            "manifest": {"kind": "StatefulSet"},
            "steps": ["create"],
        },
        {"kubernetes": 1.34, "gates": {"MaxUnavailableStatefulSet": True}, "steps": []},
        with_step(op="apply", set={"spec.replicas": 3}, broken=True),
        with_step(op="delete", cascade="orphan"),
    ],
)
def test_a_scenario_fits(scenario: object) -> None:
    assert messages(scenario) == []


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        ([], "the top level must be a mapping, not a list"),
        ({}, "the top level has no `steps`"),
        ({"stesp": [], "steps": []}, "unknown key `stesp`: did you mean `steps`?"),
        ({"steps": "create"}, "`steps` must be a list, not the string `create`"),
        ({"steps": [], "manifest": 3}, "`manifest` must be a string or a mapping, not the number `3`"),
        (
            {"steps": [], "kubernetes": "new"},
            "`kubernetes` must have a form such as `1.37`, not the string `new`",
        ),
        (
            {"steps": [], "gates": {"MaxUnavailableStatefulSets": True}},
            "unknown key `MaxUnavailableStatefulSets`: did you mean `MaxUnavailableStatefulSet`?",
        ),
        (
            {"steps": [], "gates": {"MaxUnavailableStatefulSet": "yes"}},
            "`MaxUnavailableStatefulSet` must be true or false, not the string `yes`",
        ),
        ({"steps": [1]}, "entry 1 of `steps` must be a mapping or a string, not the number `1`"),
        (with_step(replicas=1), "entry 1 of `steps` has no `op`"),
        (with_step(op="scale", replicas="3"), "`replicas` must be a whole number, not the string `3`"),
        (with_step(op="scale", replicas=True), "`replicas` must be a whole number, not true"),
        (with_step(op="scale", replicas=3, replica=3), "unknown key `replica`: did you mean `replicas`?"),
        (with_step(op="create", ordinal=3), "unknown key `ordinal`"),
        (
            with_step(op="delete", cascade="foreground"),
            "`cascade` must be `background` or `orphan`, not the string `foreground`",
        ),
    ],
)
def test_a_scenario_does_not_fit(scenario: object, message: str) -> None:
    assert messages(scenario) == [message]


@pytest.mark.parametrize("step", ["scal", {"op": "scal"}, {"op": ["scale"]}])
def test_an_unknown_step_is_explained_with_the_known_ones(step: object) -> None:
    (message,) = messages({"steps": [step]})
    assert "`apply`, `break-pod`" in message or "`apply`, `break-revision`" in message


VALUES: tuple[Any, ...] = (
    *EVENTS, *NUMBERS.values(), None, True, 0, 1.0, 1.5, "", "x", [], {}, ["op"], "orphan", {"op": "create"},
)  # fmt: skip
KEYS = ("op", "replicas", "value", "ordinal", "manifest", "set", "broken", "template", "cascade", "x")


@pytest.mark.parametrize("seed", range(20))
def test_each_step_is_compared_as_the_schema_says(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(200):
        step: Any = {key: chance.choice(VALUES) for key in KEYS if chance.random() < 0.15}
        if chance.random() < 0.9:
            step["op"] = chance.choice(sorted(EVENTS))
        step = chance.choice(([], None, 1)) if chance.random() < 0.05 else step
        scenario = {"steps": [{"op": "create"}, step, step]}
        assert fits_schema(scenario) == fits(scenario, scenario_schema()), step


@pytest.mark.parametrize("seed", range(10))
def test_mistakes_of_equal_steps_are_those_of_jsonschema(seed: int) -> None:
    chance = random.Random(seed)
    few: list[Any] = [
        {"op": chance.choice(VALUES), chance.choice(KEYS): chance.choice(VALUES)} for _ in range(8)
    ]
    scenario = {
        "steps": [chance.choice((*few, [], 1, None, {})) for _ in range(30)],
        "gate": {},
        "manifest": 1,
    }
    assert mistakes_of(scenario) == explain_with_schema(scenario, scenario_schema())
