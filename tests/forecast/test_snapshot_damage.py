"""Snapshots that were cut off, mixed up or edited by hand end in one clear line, or in a diagnosis."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from stslint.forecast.snapshot.diagnosis import diagnose_all
from stslint.forecast.snapshot.inventory import inventory_of
from stslint.planner.live_objects import seconds
from stslint.report.diagnosis import html, text
from stslint.report.diagnosis import json as as_json
from stslint.sources.snapshot.reading import SnapshotError, read_objects
from tests.forecast.posted import POSTED
from tests.support.snapshots import NOW, Json, Workload, of_objects
from tests.support.work import calls_of

WEB = Workload("web", {"a": {}})
OBJECTS = [WEB.stateful_set(2), *WEB.revisions(), WEB.pod(0), WEB.pod(1), *WEB.claims(0, 1)]
JUNK: tuple[Any, ...] = (None, 3, -1, "x", "", [], {}, [None], ["a"], [{"a": 1}], True, 1e9, 10**12)


def namespace(uid: str) -> Json:
    metadata = {"name": "kube-system", "uid": uid, "resourceVersion": "4"}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def damaged(chance: random.Random, objects: list[Json]) -> list[Json]:
    copied = copy.deepcopy(objects)
    *parents, last = chance.choice(list(places(copied)))
    holder: Any = copied
    for key in parents:
        holder = holder[key]
    holder[last] = chance.choice(JUNK)
    return copied


def flat(objects: Any) -> list[Json]:
    return [each for item in objects for each in (item if isinstance(item, list) else [item])]


@pytest.mark.slow
@pytest.mark.parametrize("case", POSTED, ids=lambda case: case.name)
def test_a_damaged_snapshot_is_diagnosed_or_refused_in_one_line(case: Any) -> None:
    chance = random.Random(case.name)
    for _ in range(60):
        shown = rendered(damaged(chance, flat(case.objects)), case.version)
        assert shown.endswith("\n") or "\n" not in shown


def rendered(objects: list[Json], version: str) -> str:
    """Returns the diagnosis of objects, or why they are refused."""
    try:
        found = diagnose_all(of_objects(objects), seconds(NOW) or 0, version)
    except SnapshotError as error:
        return str(error)
    return text.render(found) + as_json.render(found, version, NOW) + html.render(found)


@pytest.mark.parametrize("part", range(1, 20))
def test_json_that_is_cut_off_anywhere_says_so(part: int) -> None:
    whole = json.dumps({"apiVersion": "v1", "items": OBJECTS, "kind": "List"})
    with pytest.raises(
        SnapshotError, match=r"s\.json:1:\d+: (it seems to be cut off|not valid JSON: Expecting)"
    ) as raised:
        read_objects("s.json", whole[: len(whole) * part // 20])
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "kind: Pod\nmetadata: {name: a\nspec: {}\nstatus: {}\n",
            "s.yaml:3:5: the `{` is not closed; save the output of kubectl again, unedited",
        ),
        (
            "kind: Pod\nmetadata: {name: a",
            "s.yaml:3:1: the `{` is not closed; "
            "it seems to be cut off: save the whole output of kubectl again",
        ),
        (
            "kind: Pod\nmetadata:\n  name: a\n b: c\nspec: {}\n",
            "s.yaml:4:2: this line's indentation does not match any line above it; "
            "save the output of kubectl again, unedited",
        ),
        (
            '{"kind": "Pod",\n "metadata": {"name": a}}',
            "s.yaml:2:23: not valid JSON: Expecting value; save the output of kubectl again, unedited",
        ),
        (
            '{"kind": "Pod",\n "metadata": {"name"',
            "s.yaml:2:21: it seems to be cut off: save the whole output of kubectl again",
        ),
    ],
)
def test_text_that_cannot_be_read_is_refused_with_its_place_and_reason(text: str, said: str) -> None:
    with pytest.raises(SnapshotError) as raised:
        read_objects("s.yaml", text)
    assert str(raised.value) == said


def test_two_namespaces_of_one_name_are_of_two_clusters() -> None:
    with pytest.raises(SnapshotError, match="Namespace kube-system in the cluster has two UIDs"):
        of_objects(OBJECTS, namespace("first"), namespace("second"))


def test_two_files_of_two_clusters_are_named() -> None:
    other = copy.deepcopy(OBJECTS[0])
    other["metadata"]["uid"] = "other"
    texts = {"a.json": OBJECTS, "b.json": [other]}
    read = [each for name, items in texts.items() for each in read_objects(name, json.dumps(items))]
    with pytest.raises(SnapshotError, match=r"has two UIDs in a\.json and b\.json: use files of one cluster"):
        inventory_of(read)


def test_an_object_twice_without_a_resource_version_is_refused() -> None:
    changed = copy.deepcopy(OBJECTS[0])
    changed["spec"]["replicas"] = 3
    with pytest.raises(SnapshotError, match="has two versions"):
        of_objects(OBJECTS, changed)


def test_the_same_object_twice_is_one() -> None:
    assert len(of_objects(OBJECTS, OBJECTS).items) == len(OBJECTS)


def test_a_field_of_the_wrong_type_is_named() -> None:
    wrong = copy.deepcopy(OBJECTS[0])
    wrong["spec"]["replicas"] = "two"
    with pytest.raises(SnapshotError, match=r"StatefulSet web: `spec\.replicas` must be a whole number"):
        of_objects(wrong)


def test_a_pod_with_a_field_of_the_wrong_type_is_named() -> None:
    wrong = copy.deepcopy(next(each for each in OBJECTS if each["kind"] == "Pod"))
    wrong["spec"]["terminationGracePeriodSeconds"] = "long"
    with pytest.raises(SnapshotError, match="terminationGracePeriodSeconds` must be a whole number"):
        of_objects(OBJECTS[0], wrong)


@pytest.mark.slow
def test_twice_the_pods_take_twice_the_work() -> None:
    few, many = (calls(pods) for pods in (200, 400))
    assert many <= 2.2 * few


def calls(pods: int) -> int:
    """Returns how many functions are called for the diagnosis of a stuck StatefulSet with so many pods."""
    web = Workload("web", {"a": {}, "b": {"containers": [{"image": "app:2"}]}})
    stuck = {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "message": "no"}]}
    objects = [web.stateful_set(pods, update="b"), *web.revisions(), *web.claims(*range(pods))]
    objects += [web.pod(ordinal) for ordinal in range(pods - 1)]
    objects.append(web.pod(pods - 1, "b", node=None, status=stuck))
    inventory = of_objects(objects)

    def diagnose() -> None:
        assert diagnose_all(inventory, seconds(NOW) or 0, "1.37")[0].state == "stuck"

    return calls_of(diagnose)
