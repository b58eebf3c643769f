"""Scenarios from a file: YAML holds one (or several documents), JSON Lines one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from stslint.forecast.manifests import Manifests, document_of, text_of
from stslint.model import Document, Node, Source, StslintError
from stslint.planner import scenario
from stslint.planner.timeline import Plan
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.syntax_error import YamlError

LINE_EXTENSIONS = (".jsonl", ".ndjson")
_FORM = "a scenario is a mapping with `manifest` or `state`, and `steps`"


class ScenarioFileError(StslintError):
    """A file that holds no scenario; the message says which, and what it must hold."""


class ReadScenario(NamedTuple):
    """A scenario as the planner takes it, or why it can't be understood."""

    scenario: Mapping[str, Any]
    error: str = ""


def read_scenarios(name: str, text: str) -> list[ReadScenario]:
    """Returns the scenarios of a file, in order; a blank line of JSON Lines is none.

    Raises ScenarioFileError when the file holds no scenario.
    """
    found = list(_lines(text) if _is_lines(name, text) else _documents(name, text))
    if not found:
        raise ScenarioFileError(f"{name}: no scenario in this file: {_FORM}")
    return found


def plan_of(read: ReadScenario, manifests: Manifests) -> Plan:
    """Returns the plan of a scenario; whatever is wrong with it stands under ``error``."""
    if read.error:
        return Plan(read.scenario.get("id"), (), read.error)
    try:
        return scenario.plan(read.scenario, manifests.decode, manifests.refuse)
    except Exception as error:
        # One scenario that the planner fails on must not take the answers of the others along.
        return Plan(read.scenario.get("id"), (), f"the planner failed: {type(error).__name__}: {error}")


def _is_lines(name: str, text: str) -> bool:
    """Returns whether each line is a scenario: by the file's extension, else by its first line."""
    if name.lower().endswith(LINE_EXTENSIONS):
        return True
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    return first.startswith("{") and not _from_line(first).error


def _lines(text: str) -> Iterator[ReadScenario]:
    for line in text.removeprefix("\ufeff").split("\n"):
        if line.strip():
            yield _from_line(line)


def _from_line(line: str) -> ReadScenario:
    try:
        value = json.loads(line)
    except RecursionError:
        return ReadScenario({}, "the line is nested too deeply")
    except ValueError as error:
        return ReadScenario({}, f"the line is not JSON: {error}")
    if value and isinstance(value, dict):
        return ReadScenario(value)
    return ReadScenario({}, f"the line is not a scenario: {_FORM}")


def _documents(name: str, text: str) -> Iterator[ReadScenario]:
    try:
        documents = parse(Source(name, text))
    except YamlError as error:
        yield ReadScenario({}, f"{name}:{error.span.line}:{error.span.column}: {error.message}")
        return
    yield from map(_from_document, documents)


def _from_document(document: Document) -> ReadScenario:
    root = document.root
    if root.kind != "mapping":
        return ReadScenario({}, f"line {root.span.line} begins no scenario: {_FORM}")
    value: dict[str, Any] = {key: _plain(key, node) for key, node in root.entries().items() if node}
    if not value:
        return ReadScenario({}, f"line {root.span.line} begins no scenario: {_FORM}")
    if isinstance(value.get("steps"), list):
        value["steps"] = _filled([_step(node) for node in root.get("steps").elements()], value)
    problems = [f"line {problem.span.line}: {problem.message}" for problem in document.problems]
    return ReadScenario(value, "; ".join(problems))


def _step(node: Node) -> Any:
    """Returns a step; one without fields may be written as its bare name."""
    if node.kind == "string":
        return {"op": node.value}
    if node.kind != "mapping":
        return node.plain()
    return {key: _plain(key, child) for key, child in node.entries().items() if child}


def _filled(steps: list[Any], scenario: Mapping[str, Any]) -> list[Any]:
    """Returns the steps with ``set: {PATH: VALUE}`` made to the manifest that was in force before."""
    text, filled = scenario.get("manifest"), []
    for step in steps:
        if isinstance(step, dict) and isinstance(step.get("set"), dict) and isinstance(text, str):
            changes = step.pop("set")
            step = {**step, "manifest": _with(text, changes)}
        text = step.get("manifest", text) if isinstance(step, dict) else text
        filled.append(step)
    return filled


def _with(text: str, changes: Mapping[str, Any]) -> str:
    """Returns a manifest's text with the value at each dotted path replaced; no text of a mapping stays."""
    try:
        whole = document_of(text).root.plain()
    except ValueError:
        return text
    for path, value in changes.items():
        *parents, last = [int(word) if word.isdigit() else word for word in path.split(".")]
        place: Any = whole
        for step in parents:
            place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
        place[last] = value
    return json.dumps(whole)


def _plain(key: str, node: Node) -> Any:
    if key == "manifest" and node.kind == "mapping":
        return text_of(node)
    # 1.30 is a number to YAML, and would be 1.3.
    return node.text if key == "kubernetes" and node.kind == "float" else node.plain()
