"""What a PodDisruptionBudget lets go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.queries.budgets import (
    budgets_of,
    checked_pairs,
    covered_sets,
    evictable,
    pods_covered,
)
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Bundle, Node, Source
from stslint.sources.yaml.recovery import read

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: NAME}
spec:
  replicas: 3
  template: {metadata: {labels: {app: db}}}
"""
BUDGET = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: db}
spec: {SPEC, selector: {matchLabels: {app: db}}}
"""
DAEMONS = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec: {template: {metadata: {labels: {app: db}}}}
"""


def budget(spec: str) -> Node:
    return read(Source("pdb.yaml", BUDGET.replace("SPEC", spec)))[0].root


def bundle(*texts: str, context: str = "") -> Bundle:
    sources = [Source(f"{number}.yaml", text) for number, text in enumerate(texts)]
    if context:
        sources.append(Source("context.yaml", context, context=True))
    return Bundle(tuple(document for source in sources for document in read(source)), NEWEST)


@pytest.mark.parametrize(
    ("spec", "pods", "allowed"),
    [
        ("maxUnavailable: 1", 3, 1),
        ("maxUnavailable: 5", 3, 3),
        ("maxUnavailable: 0%", 3, 0),
        ("maxUnavailable: 1%", 3, 1),
        ("minAvailable: 2", 3, 1),
        ("minAvailable: 4", 3, 0),
        ("minAvailable: 50%", 3, 1),
        ("minAvailable: 67%", 3, 0),
        ("minAvailable: half", 3, None),
        ("minAvailable: half%", 3, None),
        ("minAvailable: 50%%", 3, None),
        ("minAvailable: '50'", 3, None),
        ("minAvailable: ²%", 3, None),
        (f"maxUnavailable: '{'9' * 5000}%'", 3, 3),
        ("unhealthyPodEvictionPolicy: AlwaysAllow", 3, None),
    ],
)
def test_how_many_may_go(spec: str, pods: int, allowed: int | None) -> None:
    assert evictable(budget(spec), pods) == allowed


@given(st.integers(0, 100), st.integers(1, 50))
def test_a_share_of_the_pods_is_between_none_and_all(percent: int, pods: int) -> None:
    down = evictable(budget(f"maxUnavailable: {percent}%"), pods)
    kept = evictable(budget(f"minAvailable: {percent}%"), pods)
    assert down is not None
    assert kept is not None
    assert 0 <= kept <= pods
    assert down + kept == pods


def test_the_pods_of_all_covered_workloads_count() -> None:
    one, two = SET.replace("NAME", "one"), SET.replace("NAME", "two")
    seen = bundle(one, two, BUDGET.replace("SPEC", "maxUnavailable: 1"))
    (found,) = seen.of_kind("PodDisruptionBudget")
    assert len(covered_sets(found.root, seen)) == 2
    assert pods_covered(found.root, seen) == 6


def test_of_a_daemon_set_the_number_is_not_known() -> None:
    seen = bundle(SET.replace("NAME", "one"), DAEMONS, BUDGET.replace("SPEC", "maxUnavailable: 1"))
    (found,) = seen.of_kind("PodDisruptionBudget")
    assert pods_covered(found.root, seen) is None


def test_the_rule_reports_at_the_set_for_a_budget_in_context() -> None:
    own, text = SET.replace("NAME", "one"), BUDGET.replace("SPEC", "maxUnavailable: 1")
    near, far = bundle(own, text), bundle(own, context=text)
    for seen, asked, silent in ((near, "PodDisruptionBudget", "StatefulSet"), (far, "StatefulSet", "")):
        (speaker,) = seen.of_kind(asked)
        assert len(list(checked_pairs(speaker.root, seen))) == 1
        assert not any(list(checked_pairs(each.root, seen)) for each in seen.of_kind(silent))
        (stateful_set,) = seen.of_kind("StatefulSet")
        assert len(list(budgets_of(stateful_set.root, seen))) == 1
