"""What is read of live objects; a field that is absent or of another type counts as empty."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner import live_objects as live

Json = dict[str, Any]
ODD: list[Any] = [None, 3, "a", [], {}, True]


@pytest.mark.parametrize("odd", ODD)
def test_an_object_without_metadata_has_no_name_and_is_in_the_default_namespace(odd: Any) -> None:
    item: Json = {"metadata": odd}
    assert (live.kind_of(item), live.name_of(item), live.uid_of(item)) == ("", "", "")
    assert live.namespace_of(item) == "default"
    assert live.labels_of(item) == {}
    assert not live.is_deleted(item)
    assert live.owner_references(item) == []
    assert live.controller_reference(item) is None


def test_the_metadata_of_an_object() -> None:
    owner = {"kind": "Job", "name": "j"}
    controller = {"kind": "StatefulSet", "name": "web", "controller": True}
    item: Json = {
        "kind": "Pod",
        "metadata": {
            "name": "web-0",
            "namespace": "shop",
            "uid": "u",
            "labels": {"a": "b"},
            "deletionTimestamp": "2030-01-01T00:00:00Z",
            "ownerReferences": [owner, "odd", controller],
        },
    }
    assert (live.kind_of(item), live.name_of(item), live.uid_of(item)) == ("Pod", "web-0", "u")
    assert live.namespace_of(item) == "shop"
    assert live.labels_of(item) == {"a": "b"}
    assert live.is_deleted(item)
    assert live.owner_references(item) == [owner, controller]
    assert live.controller_reference(item) == controller


@pytest.mark.parametrize("controller", [False, None, "true", 1])
def test_only_a_reference_marked_as_controller_is_the_controllers(controller: Any) -> None:
    reference = {"kind": "StatefulSet", "controller": controller}
    assert live.controller_reference({"metadata": {"ownerReferences": [reference]}}) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("web-0", ("web", 0)),
        ("web-10", ("web", 10)),
        ("a-1-2", ("a-1", 2)),
        ("web-2147483647", ("web", 2147483647)),
        ("web", None),
        ("web-", None),
        ("web-01", None),
        ("-1", None),
        ("web-1a", None),
        ("web-1\n", None),
        ("web-10000000000", None),
    ],
)
def test_a_name_that_ends_in_an_ordinal(name: str, found: tuple[str, int] | None) -> None:
    assert live.ordinal_name(name) == found


def test_conditions_are_found_by_their_type() -> None:
    ready, other = {"type": "Ready", "status": "True"}, {"status": "True"}
    item = {"status": {"conditions": [ready, "odd", other]}}
    assert live.conditions_of(item) == {"Ready": ready, "None": other}
    assert live.conditions_of({"status": {"conditions": {"type": "Ready"}}}) == {}


@pytest.mark.parametrize(
    ("value", "number"), [(7, 7), (-1, -1), (True, 0), (1.5, 0), ("7", 0), (None, 0), ([7], 0)]
)
def test_a_number_is_a_whole_number_or_0(value: Any, number: int) -> None:
    assert live.number_at({"status": {"replicas": value}}, "status.replicas") == number


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:01:00Z", 60),
        ("1970-01-01t00:01:00.999999z", 60),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T23:59:59-00:01", 59),
        ("1970-13-01T00:00:00Z", None),
        ("1970-01-01 00:00:00Z", None),
        ("1970-01-01T00:00:00", None),
        ("1970-01-01T00:00:00Z ", None),
        ("", None),
        (60, None),
        (None, None),
    ],
)
def test_a_time_in_seconds(time: Any, seconds: int | None) -> None:
    assert live.seconds(time) == seconds


def test_a_time_is_written_as_it_is_read() -> None:
    assert live.rfc3339(0) == "1970-01-01T00:00:00Z"
    assert live.seconds(live.rfc3339(1893456000)) == 1893456000


@pytest.mark.parametrize(
    ("value", "latest"),
    [
        ({"metadata": {"creationTimestamp": "1970-01-01T00:00:10Z"}}, 10),
        ({"items": ["1970-01-01T00:00:10Z", {"a": ["1970-01-01T00:00:30Z"]}, "1970-01-01T00:00:20Z"]}, 30),
        ({"a": "1970-01-01t00:00:10Z"}, 10),
        ({"a": "1970-01-01T00:00:10.5+00:00"}, 10),
        ({"a": "1970-01-01 00:00:10Z", "b": "about 1970-01-01T00:00:10Z"}, 0),
        # What was written into a template says nothing of when something happened.
        ({"spec": "1970-01-01T00:00:10Z", "data": ["1970-01-01T00:00:10Z"]}, 0),
        ({"status": {"spec": {"a": "1970-01-01T00:00:10Z"}}}, 0),
        (["1970-01-01", 3, None, ""], 0),
    ],
)
def test_the_latest_time_anywhere_but_in_a_spec(value: Any, latest: int) -> None:
    assert live.latest_time(value) == latest
