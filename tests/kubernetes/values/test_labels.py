"""Label selectors as Kubernetes evaluates them."""

from __future__ import annotations

import pytest

from stslint.kubernetes.values.labels import map_selector_of, selector_of
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read


def tree(flow: str) -> Node:
    return read(Source("x.yaml", f"selector: {flow}"))[0].root.get("selector")


@pytest.mark.parametrize(
    ("flow", "labels", "matches"),
    [
        ("{}", {"a": "b"}, True),
        ("{matchLabels: {a: b}}", {"a": "b", "c": "d"}, True),
        ("{matchLabels: {a: b}}", {"a": "c"}, False),
        ("{matchLabels: {a: null}}", {}, False),
        ("{matchLabels: {a: null}}", {"a": ""}, True),
        ("{matchExpressions: [{key: a, operator: In, values: [b, c]}]}", {"a": "c"}, True),
        ("{matchExpressions: [{key: a, operator: In, values: [b]}]}", {}, False),
        ("{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}", {}, True),
        ("{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}", {"a": "b"}, False),
        ("{matchExpressions: [{key: a, operator: Exists}]}", {"a": ""}, True),
        ("{matchExpressions: [{key: a, operator: DoesNotExist}]}", {"a": ""}, False),
        ("{matchExpressions: [{key: a, operator: Gt, values: ['1']}]}", {"a": "2"}, False),
    ],
)
def test_matches(flow: str, labels: dict[str, str], matches: bool) -> None:
    selector = selector_of(tree(flow))
    assert selector is not None
    assert selector.matches(labels) is matches


def test_an_absent_selector_is_none() -> None:
    assert selector_of(tree("null")) is None
    assert map_selector_of(tree("{}")) is None


def test_a_plain_map_selects_by_every_label() -> None:
    selector = map_selector_of(tree("{a: b, c: d}"))
    assert selector is not None
    assert selector.matches({"a": "b", "c": "d"})
    assert not selector.matches({"a": "b"})
