"""How many pods can be missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.queries.autoscaling import autoscaler_of
from stslint.kubernetes.queries.disruption import (
    effective_max_unavailable,
    honours_max_unavailable,
    tolerated,
)
from tests.support.manifests import bundle_of, object_of, stateful_set


@pytest.mark.parametrize(
    ("written", "replicas", "expected"),
    [("50%", 5, 2), ("10%", 3, 1), ("100%", 3, 3), ("2", 5, 2), ("'2%'", 300, 6), ("null", 3, 1)],
)
def test_percentages_are_rounded_down(written: str, replicas: int, expected: int) -> None:
    strategy = f"updateStrategy: {{rollingUpdate: {{maxUnavailable: {written}}}}}"
    root = object_of(stateful_set("web", f"{{replicas: {replicas}, {strategy}}}"))
    assert effective_max_unavailable(root) == expected


@pytest.mark.parametrize(("version", "honoured"), [("1.34", False), ("1.36", False), ("1.37", True)])
def test_the_field_is_followed_from_1_37_on(version: str, honoured: bool) -> None:
    assert honours_max_unavailable(version) is honoured


@given(st.integers(min_value=1, max_value=99))
def test_what_is_left_is_a_majority_and_one_more_missing_is_none(members: int) -> None:
    assert (members - tolerated(members)) * 2 > members
    assert (members - tolerated(members) - 1) * 2 <= members


@pytest.mark.parametrize(
    ("kind", "target", "scales"),
    [
        ("HorizontalPodAutoscaler", "kind: StatefulSet, name: web", True),
        ("HorizontalPodAutoscaler", "kind: Deployment, name: web", False),
        ("ScaledObject", "kind: StatefulSet, name: web", True),
        ("ScaledObject", "name: web", False),
        ("ScaledObject", "kind: StatefulSet, name: db", False),
    ],
)
def test_an_autoscaler_names_what_it_scales(kind: str, target: str, scales: bool) -> None:
    scaler = (
        f"apiVersion: x/v1\nkind: {kind}\nmetadata: {{name: s}}\nspec: {{scaleTargetRef: {{{target}}}}}\n"
    )
    bundle = bundle_of({"a.yaml": stateful_set("web"), "b.yaml": scaler})
    assert (autoscaler_of(bundle.documents[0].root, bundle) is not None) is scales
