"""Affinities and the selectors of nodes."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.affinity import pod_affinity_terms, validate_affinity
from stslint.kubernetes.validation.node_selectors import validate_node_selector_term
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def tree(text: str) -> Node:
    return read(Source("x.yaml", f"a: {text}"))[0].root.get("a")


def faults(text: str) -> list[str]:
    found = [problem.path for problem in validate_affinity(tree(text))]
    return [path.replace(REQUIRED, "R").replace(PREFERRED, "P") for path in found]


def of_term(kind: str, requirement: str, *, check_values: bool = True) -> list[str]:
    term = tree(f"{{{kind}: [{requirement}]}}")
    return [
        problem.path.rpartition(".")[2]
        for problem in validate_node_selector_term(term, check_values=check_values)
    ]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("{key: a, operator: In, values: [b]}", []),
        ("{key: a, operator: Gt, values: ['1']}", []),
        ("{key: a/b, operator: DoesNotExist, values: []}", []),
        ("{key: a, operator: In}", ["values"]),
        ("{key: a, operator: Exists, values: [b]}", ["values"]),
        ("{key: a, operator: Lt, values: ['1', '2']}", ["values"]),
        ("{key: a, operator: in, values: [b]}", ["operator"]),
        ("{key: a}", ["operator"]),
        ("{key: a b, operator: Exists}", ["key"]),
        ("{operator: Exists}", ["key"]),
        ("{key: a, operator: NotIn, values: [a, b c]}", ["values[1]"]),
    ],
)
def test_match_expressions(requirement: str, expected: list[str]) -> None:
    assert of_term("matchExpressions", requirement) == expected


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("{key: metadata.name, operator: In, values: [node]}", []),
        ("{key: metadata.name, operator: In, values: [a, b]}", ["values"]),
        ("{key: metadata.name, operator: Exists}", ["operator"]),
        ("{key: metadata.name, operator: NotIn, values: [A_]}", ["values[0]"]),
        ("{key: spec.x, operator: In, values: [A_]}", ["key"]),
    ],
)
def test_match_fields(requirement: str, expected: list[str]) -> None:
    assert of_term("matchFields", requirement) == expected


def test_a_preference_may_ask_for_any_value() -> None:
    assert of_term("matchExpressions", "{key: a, operator: In, values: [b c]}", check_values=False) == []


TERM = "topologyKey: zone, labelSelector: {matchLabels: {a: b}}"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        f"{{nodeAffinity: {{{REQUIRED}: null, {PREFERRED}: [{{weight: 100, preference: {{}}}}]}}}}",
        f"{{nodeAffinity: {{{REQUIRED}: {{nodeSelectorTerms: [{{}}]}}}}}}",
        f"{{podAffinity: {{{REQUIRED}: [{{{TERM}, namespaces: [a], matchLabelKeys: [x]}}]}}}}",
        f"{{podAntiAffinity: {{{PREFERRED}: [{{weight: 1, podAffinityTerm: {{{TERM}}}}}]}}}}",
    ],
)
def test_accepts(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{{nodeAffinity: {{{REQUIRED}: {{}}}}}}", ["a.nodeAffinity.R.nodeSelectorTerms"]),
        (f"{{nodeAffinity: {{{PREFERRED}: [{{}}]}}}}", ["a.nodeAffinity.P[0].weight"]),
        (f"{{nodeAffinity: {{{PREFERRED}: [{{weight: 101}}]}}}}", ["a.nodeAffinity.P[0].weight"]),
        (
            f"{{podAffinity: {{{PREFERRED}: [{{weight: 0}}]}}}}",
            ["a.podAffinity.P[0].weight", "a.podAffinity.P[0].podAffinityTerm.topologyKey"],
        ),
        (
            f"{{podAntiAffinity: {{{REQUIRED}: [{{topologyKey: a b}}]}}}}",
            ["a.podAntiAffinity.R[0].topologyKey"],
        ),
        (
            f"{{podAffinity: {{{REQUIRED}: [{{{TERM}, namespaces: [a, B]}}]}}}}",
            ["a.podAffinity.R[0].namespace"],
        ),
        (
            f"{{podAffinity: {{{REQUIRED}: [{{{TERM.replace('a: b', 'a b: c')}}}]}}}}",
            ["a.podAffinity.R[0].labelSelector.matchLabels"],
        ),
        (
            f"{{podAffinity: {{{REQUIRED}: [{{topologyKey: z, mismatchLabelKeys: [a]}}]}}}}",
            ["a.podAffinity.R[0].mismatchLabelKeys"],
        ),
        (
            f"{{podAffinity: {{{REQUIRED}: [{{{TERM}, matchLabelKeys: [x, ''], mismatchLabelKeys: [x]}}]}}}}",
            ["a.podAffinity.R[0].matchLabelKeys[1]", "a.podAffinity.R[0].matchLabelKeys[0]"],
        ),
    ],
)
def test_refuses(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_a_key_is_matched_once() -> None:
    selector = "{matchLabels: {a: b}, matchExpressions: [{key: a, operator: Exists}]}"
    term = f"{{topologyKey: z, labelSelector: {selector}, matchLabelKeys: [x, a]}}"
    text = f"{{podAffinity: {{{REQUIRED}: [{term}]}}}}"
    assert faults(text) == ["a.podAffinity.R[0][1]"]
    assert faults(text.replace(", matchExpressions: [{key: a, operator: Exists}]", "")) == []
    assert faults(text.replace("matchLabels: {a: b}, ", "")) == []
    assert faults(text.replace("matchLabelKeys: [x, a]", "matchLabelKeys: [x]")) == []


def test_yields_every_pod_affinity_term() -> None:
    both = f"{{{REQUIRED}: [{{}}], {PREFERRED}: [{{}}]}}"
    text = f"{{podAffinity: {both}, podAntiAffinity: {both}}}"
    assert len(list(pod_affinity_terms(tree(text)))) == 4
