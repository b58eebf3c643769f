"""What is wrong with a scenario, by its schema; jsonschema takes long, so it reads equal steps once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stslint.forecast.scenario_schema import scenario_schema, wrong_steps
from stslint.json_schema.explanation import Explanation, by_path, explain_with_schema, subject


def mistakes_of(scenario: Mapping[str, Any]) -> list[Explanation]:
    """Returns where a scenario does not fit its schema, sorted by path."""
    steps = scenario.get("steps")
    if not isinstance(steps, list):
        return explain_with_schema(scenario, scenario_schema())
    around = explain_with_schema({**scenario, "steps": []}, scenario_schema())
    return by_path([*around, *_of_steps(steps)])


def _of_steps(steps: Sequence[Any]) -> Iterator[Explanation]:
    wrong = wrong_steps(steps)
    found: dict[str, list[Explanation]] = {text: [] for text in wrong}
    texts = list(wrong)
    for each in explain_with_schema({"steps": list(wrong.values())}, scenario_schema()):
        found[texts[int(each.path[1])]].append(each)
    for index, step in enumerate(steps):
        for each in found.get(repr(step), ()):
            yield _of_entry(index, each)


def _of_entry(index: int, found: Explanation) -> Explanation:
    """Returns a mistake of a step as that of another entry, which a sentence about the step itself names."""
    path = ("steps", index, *found.path[2:])
    if len(path) > 2:
        return Explanation(path, found.message)
    return Explanation(path, subject(path) + found.message.removeprefix(subject(found.path)))
