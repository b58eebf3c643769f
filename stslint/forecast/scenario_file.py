"""Scenarios from a file: YAML holds one (or several documents), JSON Lines one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stslint.forecast.manifests import Manifests, document_of, text_of
from stslint.forecast.scenario_schema import fits_schema
from stslint.kubernetes.values.digits import number_of
from stslint.model import Document, Node, Source, StslintError
from stslint.planner import scenario
from stslint.planner.plan_size import LARGEST, PlanSize, room_for
from stslint.planner.timeline import Plan
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.syntax_error import YamlError

LINE_EXTENSIONS = (".jsonl", ".ndjson")
_FORM = "a scenario is a mapping with `manifest` or `state`, and `steps`"


class ScenarioFileError(StslintError):
    """A file without a scenario; the message says which file, and what a scenario is."""


class ReadScenario(NamedTuple):
    """A scenario as the planner reads it, or why it cannot be understood."""

    scenario: Mapping[str, Any]
    error: str = ""


def read_scenarios(name: str, text: str) -> list[ReadScenario]:
    """Returns the scenarios of a file, in order; blank lines of JSON Lines are skipped.

    Raises ScenarioFileError if the file has no scenario.
    """
    scenarios = list(_lines(text) if _is_lines(name, text) else _documents(name, text))
    if not scenarios:
        raise ScenarioFileError(f"{name}: no scenario in this file: {_FORM}")
    return scenarios


def plan_of(read: ReadScenario, manifests: Manifests, room: int = LARGEST) -> Plan:
    """Returns the plan of a scenario; what is wrong with it is in ``error``. ``room`` limits its size."""
    if read.error:
        return Plan(read.scenario.get("id"), (), read.error)
    try:
        return scenario.plan(read.scenario, manifests.decode, manifests.refuse, room)
    except Exception as error:
        # A scenario on which the planner fails must not prevent the answers to the others.
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
        return ReadScenario({}, f"line {root.span.line} is not the start of a scenario: {_FORM}")
    value: dict[str, Any] = {key: _plain(key, node) for key, node in root.entries().items() if node}
    if not value:
        return ReadScenario({}, f"line {root.span.line} is not the start of a scenario: {_FORM}")
    problems = [f"line {problem.span.line}: {problem.message}" for problem in document.problems]
    if isinstance(value.get("steps"), list):
        nodes = root.get("steps").elements()
        room = room_for(len(document.source.text))
        value["steps"] = _filled([_step(node) for node in nodes], value, room)
        if len(value["steps"]) < len(nodes):
            line = nodes[len(value["steps"])].span.line
            problems.append(f"line {line}: the plan is too large: change the manifest in fewer steps")
    problems = problems or _misfits(value, root)
    return ReadScenario(value, "; ".join(problems))


def _misfits(value: Mapping[str, Any], root: Node) -> list[str]:
    """Returns where a written scenario does not fit the published schema, with the reasons of jsonschema."""
    if fits_schema(value):
        return []
    from stslint.forecast.scenario_mistakes import mistakes_of

    return [f"line {_node_at(root, each.path).place.line}: {each.message}" for each in mistakes_of(value)]


def _node_at(root: Node, path: Iterable[str | int]) -> Node:
    """Returns the node at a path, or the nearest one above it that exists."""
    node = root
    for step in path:
        items = node.elements()
        inner = items[step] if isinstance(step, int) and step < len(items) else node.get(str(step))
        if not inner:
            break
        node = inner
    return node


def _step(node: Node) -> Any:
    """Returns a step; one without fields can be only its name."""
    if node.kind == "string":
        return {"op": node.value}
    if node.kind != "mapping":
        return node.plain()
    return {key: _plain(key, child) for key, child in node.entries().items() if child}


def _filled(steps: list[Any], scenario: Mapping[str, Any], room: int) -> list[Any]:
    """Returns the steps with ``set: {PATH: VALUE}`` turned into a change of the manifest before them.

    Ends before the step that stores more than there is room for.
    """
    text, filled, changed, written = scenario.get("manifest"), [], 0, ""
    for step in steps:
        if isinstance(step, dict) and isinstance(step.get("set"), dict) and isinstance(text, str):
            changed += len(text)
            if PlanSize(stored=changed).total > room:
                break
            written = _with(text, step.pop("set"), is_json=text is written)
            step = {**step, "manifest": written}
        text = step.get("manifest", text) if isinstance(step, dict) else text
        filled.append(step)
    return filled


def _with(text: str, changes: Mapping[str, Any], *, is_json: bool) -> str:
    """Returns a manifest's text with the value at each dotted path replaced, if it can be read.

    ``is_json``: it was written here before, and is read again in a tenth of the time.
    """
    try:
        whole = json.loads(text) if is_json else document_of(text).root.plain()
    except ValueError:
        return text
    for path, value in changes.items():
        *parents, last = path.split(".")
        place: Any = whole
        try:
            for word in parents:
                place = place.setdefault(word, {}) if isinstance(place, dict) else place[_index(word)]
            place[last if isinstance(place, dict) else _index(last)] = value
        except (TypeError, IndexError):
            raise ScenarioFileError(f"`set: {{{path}: ...}}`: the manifest has no such place") from None
    return json.dumps(whole)


def _index(word: str) -> int:
    """Returns the place in a list that a word of a path names. Raises IndexError if it names none."""
    if not word.isascii() or not word.isdigit():
        raise IndexError(word)
    return number_of(word)


def _plain(key: str, node: Node) -> Any:
    if key == "manifest" and node.kind == "mapping":
        return text_of(node)
    # 1.30 is a number to YAML, and would be 1.3.
    return node.text if key == "kubernetes" and node.kind == "float" else node.plain()
