"""Topology spread constraints."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.topology_spread import validate_topology_spread_constraints
from stslint.model import Source
from stslint.sources.yaml.recovery import read

GOOD = "maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule"


def faults(text: str) -> list[str]:
    node = read(Source("x.yaml", f"t: {text}"))[0].root.get("t")
    return [problem.path for problem in validate_topology_spread_constraints(node)]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        f"[{{{GOOD}}}]",
        f"[{{{GOOD}, minDomains: 1, nodeAffinityPolicy: Honor, nodeTaintsPolicy: Ignore}}]",
        f"[{{{GOOD}, labelSelector: {{}}, matchLabelKeys: [pod-template-hash]}}]",
        f"[{{{GOOD}}}, {{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway}}]",
        "[{maxSkew: 1, topologyKey: a b, whenUnsatisfiable: DoNotSchedule}]",
    ],
)
def test_accepts(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[{}]", ["t[0].maxSkew", "t[0].topologyKey", "t[0].whenUnsatisfiable"]),
        ("[{maxSkew: 0, topologyKey: z, whenUnsatisfiable: x}]", ["t[0].maxSkew", "t[0].whenUnsatisfiable"]),
        (f"[{{{GOOD}, minDomains: 0}}]", ["t[0].minDomains"]),
        (
            "[{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, minDomains: 2}]",
            ["t[0].minDomains"],
        ),
        (
            f"[{{{GOOD}, nodeAffinityPolicy: honor, nodeTaintsPolicy: ''}}]",
            ["t[0].nodeAffinityPolicy", "t[0].nodeTaintsPolicy"],
        ),
        (f"[{{{GOOD}, matchLabelKeys: [a]}}]", ["t[0].matchLabelKeys"]),
        (f"[{{{GOOD}, labelSelector: {{matchLabels: {{a: b c}}}}}}]", ["t[0].labelSelector.matchLabels"]),
        (
            f"[{{{GOOD}}}, {{{GOOD}}}, {{{GOOD}}}]",
            ["t[0].{topologyKey, whenUnsatisfiable}", "t[1].{topologyKey, whenUnsatisfiable}"],
        ),
    ],
)
def test_refuses(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("skew", "message"),
    [("maxSkew: 0, ", "`maxSkew` must be more than 0"), ("", "`maxSkew` is missing")],
)
def test_a_skew_is_too_small_or_missing(skew: str, message: str) -> None:
    text = f"t: [{{{skew}topologyKey: z, whenUnsatisfiable: DoNotSchedule}}]"
    (problem,) = validate_topology_spread_constraints(read(Source("x.yaml", text))[0].root.get("t"))
    assert problem.message == message
