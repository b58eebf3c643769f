"""All recorded cases asked of the programs of a new version, and compared with what stslint answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from stslint.kubernetes.schema.versions import SUPPORTED
from tests.planner import recording as rollouts
from tests.planner.compare import answer_to, comparable
from tests.verdict import recording as verdicts
from tests.verdict.compare import Answer, differences, our_answer

Json = dict[str, Any]


class Difference(NamedTuple):
    """A case that two sides answer differently, and the answers of both. ``kind`` groups them."""

    kind: str
    case: Json
    first: object
    second: object


def smallest(found: Iterable[Difference]) -> dict[str, tuple[int, Difference]]:
    """Returns how many differences of each kind there are, and the one with the shortest case."""
    kinds: dict[str, tuple[int, Difference]] = {}
    for each in found:
        count, least = kinds.get(each.kind, (0, each))
        if len(json.dumps(each.case)) < len(json.dumps(least.case)):
            least = each
        kinds[each.kind] = count + 1, least
    return kinds


def recorded_cases(new: str) -> list[tuple[Json, Answer | None]]:
    """Returns the cases of all other versions, once each, with the recorded answer of the newest one."""
    found: dict[str, tuple[Json, Answer | None]] = {}
    others = [release for release in SUPPORTED if release != new and verdicts.path_of(release).exists()]
    for release in others:
        for case, answer in verdicts.read(release):
            found[_text(case)] = case, answer if release == others[-1] else None
    return list(found.values())


def _text(case: Json) -> str:
    """Returns a case without its id, which the cases of another version can have as well."""
    return json.dumps({name: value for name, value in case.items() if name != "id"})


def verdict_differences(program: Path, new: str) -> Iterator[tuple[str, Difference]]:
    """Yields what the API server answers otherwise than before, and than stslint does for the version."""
    cases = recorded_cases(new)
    known = {_text(case): answer for case, answer in cases if answer is not None}
    for case, theirs in verdicts.answered_cases(str(program), [case for case, _ in cases]):
        before = known.get(_text(case))
        if before is not None and before != theirs:
            yield "changed", Difference(_kind(case, before, theirs), case, before, theirs)
        found = differences(case, theirs, new)
        if found:
            yield "stslint", Difference(f"{found} of {_object(case)}", case, our_answer(case, new), theirs)


def _kind(case: Mapping[str, Any], before: Answer, after: Answer) -> str:
    names = ("verdict", "fields", "warnings")
    changed = next(name for name, old, new in zip(names, before, after, strict=True) if old != new)
    return f"{changed} of {_object(case)}"


def _object(case: Mapping[str, Any]) -> str:
    base: str = case["id"].partition("/")[0]
    return f"{base} ({'update' if 'new' in case else 'create'})"


def rollout_differences(program: Path, new: str) -> Iterator[tuple[str, Difference]]:
    """Yields what the controller does otherwise than before, and than the planner for the version."""
    before = [each for each in SUPPORTED if each != new and rollouts.path_of(each).exists()][-1]
    recorded = [{**each, "kubernetes": new} for each in rollouts.read(before)]
    asked = [{key: value for key, value in each.items() if key != "result"} for each in recorded]
    for old, (scenario, answer) in zip(
        recorded, rollouts.answered_scenarios(str(program), asked), strict=True
    ):
        if answer.get("error"):
            continue
        theirs, ours = comparable(answer), comparable(answer_to(scenario))
        if old["result"] != theirs:
            yield "changed", _first_difference(scenario, old["result"], theirs)
        if ours != theirs:
            yield "stslint", _first_difference(scenario, ours, theirs)


def _first_difference(scenario: Json, first: list[Json], second: list[Json]) -> Difference:
    """Returns the first event after which two traces differ, with what each has of it."""
    index = next(at for at, one in enumerate(first) if one != second[at])
    one, other = first[index], second[index]
    names = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    parts = [{name: step.get(name) for name in sorted(names)} for step in (one, other)]
    return Difference(f"after {one['op']}", {**scenario, "step": index}, *parts)
