"""The three-way merge of kubectl apply, and integers that wrap in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.schema.integers import wrap
from stslint.kubernetes.update.merge import apply
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read

NAMES = st.sampled_from(("a", "b", "c"))
ELEMENTS = st.lists(
    st.fixed_dictionaries({"name": NAMES}, optional={"image": NAMES, "command": st.lists(NAMES)}),
    unique_by=lambda element: str(element["name"]),
    min_size=1,
)
OBJECTS = st.fixed_dictionaries(
    {
        "spec": st.fixed_dictionaries(
            {"containers": ELEMENTS}, optional={"nodeSelector": st.dictionaries(NAMES, NAMES)}
        )
    }
)


def tree(data: object) -> Node:
    return read(Source("x.json", json.dumps(data)))[0].root


@given(OBJECTS, OBJECTS)
def test_what_was_applied_whole_gives_way_whole(old: object, new: object) -> None:
    before = tree(old)
    assert apply(before, before, tree(new)).root.plain() == new


@given(OBJECTS, OBJECTS)
def test_every_node_leads_back_to_the_new_manifest(old: object, new: object) -> None:
    manifest = tree(new)
    applied = apply(tree(old), tree({}), manifest)
    for node in applied.root.walk():
        assert applied.origin(node).root is manifest


@pytest.mark.parametrize(
    ("live", "last", "new", "result"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, {"a": 3}, {"a": 3, "b": 2}),
        ({"a": 1, "b": 2}, {"a": 1, "b": 2}, {"a": 1}, {"a": 1}),
        ({"a": 1, "b": 2}, {"a": 1}, {"a": 1, "b": None}, {"a": 1}),
        ({"args": ["x"]}, {"args": ["x"]}, {"args": ["y"]}, {"args": ["y"]}),
        (
            {"containers": [{"name": "a", "image": "x", "tty": True}]},
            {"containers": [{"name": "a", "image": "x"}]},
            {"containers": [{"name": "b"}, {"name": "a", "image": "y"}]},
            {"containers": [{"name": "b"}, {"name": "a", "image": "y", "tty": True}]},
        ),
        (
            {"volumes": [{"name": "a", "emptyDir": {}}]},
            {"volumes": [{"name": "a"}]},
            {"volumes": [{"name": "a", "hostPath": {"path": "/x"}}]},
            {"volumes": [{"name": "a", "hostPath": {"path": "/x"}}]},
        ),
        (
            {"env": [{"name": "a", "value": "x"}]},
            {"env": [{"name": "a", "value": "x"}]},
            {"env": [{"name": "a", "value": "first"}, {"name": "a", "value": "last"}]},
            {"env": [{"name": "a", "value": "first"}]},
        ),
        (
            {},
            {},
            {"env": [{"name": "a"}, {"name": "a"}]},
            {"env": [{"name": "a"}, {"name": "a"}]},
        ),
    ],
)
def test_merge(live: object, last: object, new: object, result: object) -> None:
    assert apply(tree(live), tree(last), tree(new)).root.plain() == result


def test_elements_without_a_key_are_problems() -> None:
    old = tree({"env": [{"name": "a"}]})
    applied = apply(old, old, tree({"env": [{"value": "x"}]}))
    assert [problem.path for problem in applied.problems] == ["env[0].name"]


@given(st.integers(-(2**62), 2**62))
def test_a_number_out_of_range_keeps_its_low_bits(number: int) -> None:
    stored = wrap(tree({"replicas": number}).get("replicas"))
    if -(2**31) <= number < 2**31:
        assert stored is None
    else:
        assert stored is not None
        assert -(2**31) <= stored < 2**31
        assert (stored - number) % 2**32 == 0


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("replicas: 1e20", 0),
        ("replicas: 99999999999999999999", 0),
        ("replicas: 3000000000.5", None),
        ("replicas: '3000000000'", None),
        ("runAsUser: 3000000000", None),
        ("runAsUser: 18446744073709551616", -(2**63)),
        ("runAsUser: 9223372036854775807", None),
        ("runAsUser: 9223372036854775808", -(2**63)),
        ("runAsUser: -9223372036854775808", None),
        ("runAsUser: -9223372036854775809", -(2**63)),
        ("replicas: -9223372036854775809", 0),
    ],
)
def test_wrapped_values(text: str, stored: int | None) -> None:
    root = read(Source("x.yaml", text))[0].root
    (node,) = root.entries().values()
    assert wrap(node) == stored


def test_amounts_never_wrap() -> None:
    root = tree({"resources": {"limits": {"memory": 2**40}}, "emptyDir": {"sizeLimit": 2**40}})
    assert wrap(root.at("resources.limits.memory")) is None
    assert wrap(root.at("emptyDir.sizeLimit")) is None
