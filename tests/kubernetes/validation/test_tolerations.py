"""Tolerations."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.tolerations import validate_tolerations
from stslint.model import Source
from stslint.sources.yaml.recovery import read


def faults(text: str) -> list[str]:
    node = read(Source("x.yaml", f"t: [{text}]"))[0].root.get("t")
    return [problem.path for problem in validate_tolerations(node)]


@pytest.mark.parametrize(
    "text",
    [
        "{operator: Exists}",
        "{key: a, value: b}",
        "{key: ex.com/a, operator: Equal, effect: NoSchedule}",
        "{key: a, effect: ''}",
        "{key: a, effect: NoExecute, tolerationSeconds: -5}",
    ],
)
def test_accepts(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", ["t[0].operator"]),
        ("null", ["t[0].operator"]),
        ("{operator: Equal}", ["t[0].operator"]),
        ("{key: a b}", ["t[0].key"]),
        ("{key: a, operator: exists}", ["t[0].operator"]),
        ("{key: a, operator: Gt, value: '5'}", ["t[0].operator"]),
        ("{key: a, value: b c}", ["t[0].operator"]),
        ("{key: a, operator: Exists, value: b}", ["t[0].operator"]),
        ("{key: a, effect: x}", ["t[0].effect"]),
        ("{key: a, tolerationSeconds: 5}", ["t[0].effect"]),
        ("{key: a, effect: NoSchedule, tolerationSeconds: 0}", ["t[0].effect"]),
    ],
)
def test_refuses(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_a_wrong_value_is_pointed_at_itself() -> None:
    node = read(Source("x.yaml", "t: [{key: a, value: b c}]"))[0].root.get("t")
    (problem,) = validate_tolerations(node)
    assert problem.node.path == "t[0].value"


def test_a_misspelt_operator_has_a_safe_fix() -> None:
    node = read(Source("x.yaml", "t: [{key: a, operator: exists}]"))[0].root.get("t")
    (problem,) = validate_tolerations(node)
    assert problem.fix is not None
    assert problem.fix.safe
    assert problem.fix.edits[0].text == "Exists"
