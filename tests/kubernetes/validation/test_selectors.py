"""Label selectors."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.selectors import validate_label_selector
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read


def selector(flow: str) -> Node:
    return read(Source("x.yaml", f"selector: {flow}"))[0].root.get("selector")


@pytest.mark.parametrize(
    "flow",
    [
        "{}",
        "null",
        "{matchLabels: {app: web, 'a/b': ''}}",
        "{matchExpressions: [{key: a, operator: In, values: [x]}, {key: b, operator: Exists}]}",
        "{matchExpressions: [{key: a, operator: NotIn, values: [x]}, {key: b, operator: DoesNotExist}]}",
    ],
)
def test_accepted(flow: str) -> None:
    assert not list(validate_label_selector(selector(flow)))


@pytest.mark.parametrize(
    ("flow", "field"),
    [
        ("{matchLabels: {'a b': c}}", "selector.matchLabels"),
        ("{matchLabels: {a: 'b c'}}", "selector.matchLabels"),
        (
            "{matchExpressions: [{key: a, operator: in, values: [x]}]}",
            "selector.matchExpressions[0].operator",
        ),
        ("{matchExpressions: [{key: a}]}", "selector.matchExpressions[0].operator"),
        ("{matchExpressions: [{key: a, operator: In}]}", "selector.matchExpressions[0].values"),
        (
            "{matchExpressions: [{key: a, operator: Exists, values: [x]}]}",
            "selector.matchExpressions[0].values",
        ),
        ("{matchExpressions: [{operator: Exists}]}", "selector.matchExpressions[0].key"),
        (
            "{matchExpressions: [{key: a, operator: In, values: ['-']}]}",
            "selector.matchExpressions[0].values[0]",
        ),
    ],
)
def test_refused(flow: str, field: str) -> None:
    assert [problem.path for problem in validate_label_selector(selector(flow))] == [field]


def test_an_operator_in_another_case_is_fixed() -> None:
    (problem,) = validate_label_selector(selector("{matchExpressions: [{key: a, operator: exists}]}"))
    assert problem.fix is not None
    assert problem.fix.safe


def test_any_value_is_accepted_where_the_api_server_does() -> None:
    node = selector("{matchExpressions: [{key: a, operator: In, values: ['-']}]}")
    assert not list(validate_label_selector(node, any_value=True))
