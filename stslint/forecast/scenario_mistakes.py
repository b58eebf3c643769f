"""What is wrong with a scenario, by its schema; jsonschema takes long, so it reads equal steps once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stslint.forecast.scenario_schema import operation_of, scenario_schema, wrong_steps
from stslint.json_schema.explanation import Explanation, by_path, explain_with_schema, subject
from stslint.planner.events import EVENTS


def mistakes_of(scenario: Mapping[str, Any]) -> list[Explanation]:
    """Returns where a scenario does not fit its schema, sorted by path."""
    steps = scenario.get("steps")
    if not isinstance(steps, list):
        return explain_with_schema(scenario, scenario_schema())
    around = explain_with_schema({**scenario, "steps": []}, scenario_schema())
    return by_path([*around, *_of_steps(steps)])


def _of_steps(steps: Sequence[Any]) -> Iterator[Explanation]:
    found = _by_text(wrong_steps(steps))
    for index, step in enumerate(steps):
        for each in found.get(repr(step), ()):
            yield _of_entry(index, each)


def _by_text(steps: Mapping[str, Any]) -> dict[str, list[Explanation]]:
    """Returns the mistakes of each step; its operation alone says what can be in it."""
    found: dict[str, list[Explanation]] = {text: [] for text in steps}
    for name in ("", *EVENTS):
        texts = [text for text, step in steps.items() if operation_of(step) == name]
        schema = scenario_schema([name] if name else [])
        for each in explain_with_schema({"steps": [steps[text] for text in texts]}, schema) if texts else ():
            found[texts[int(each.path[1])]].append(each)
    return found


def _of_entry(index: int, found: Explanation) -> Explanation:
    """Returns a mistake of a step as that of another entry, which a sentence about the step itself names."""
    path = ("steps", index, *found.path[2:])
    if len(path) > 2:
        return Explanation(path, found.message)
    return Explanation(path, subject(path) + found.message.removeprefix(subject(found.path)))
