"""Budgets and quorum while a plan runs: measured by the replicas of their time."""

from __future__ import annotations

import pytest

from stslint.cli.commands.plan import request_of
from stslint.cli.plan_arguments import PlanArguments
from stslint.pipeline.plan_run import plan_sets

MANIFEST = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db}}
spec:
  serviceName: db
  replicas: {replicas}
  selector:
    matchLabels: {{app: db}}
  template:
    metadata:
      labels: {{app: db}}
    spec:
      containers:
      - {{name: etcd, image: "quay.io/coreos/etcd:v3.5.{patch}"}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: db}}
spec:
  {budget}
  selector:
    matchLabels: {{app: db}}
"""


def facts(
    tmp_path: object, old: tuple[int, int], new: tuple[int, int], budget: str, **more: object
) -> list[str]:
    """Returns the facts on disruption of a change of (replicas, patch version)."""
    names = []
    for name, (replicas, patch) in (("old", old), ("new", new)):
        path = f"{tmp_path}/{name}.yaml"
        with open(path, "w", encoding="utf-8") as opened:
            opened.write(MANIFEST.format(replicas=replicas, patch=patch, budget=budget))
        names.append(path)
    arguments = PlanArguments([names[1]], names[0], no_config=True, **more)  # type: ignore[arg-type]
    [planned] = plan_sets(request_of(arguments)).planned
    return [
        f"{fact.tone}: {fact.text}" for fact in planned.forecast.facts if fact.label in ("Budget", "Quorum")
    ]


@pytest.mark.parametrize(
    ("old", "new", "budget", "expected"),
    [
        (
            (5, 1),
            (5, 2),
            "maxUnavailable: 1",
            [
                "good: PodDisruptionBudget `db` needs 4 of 5 pods Ready, and 4 stay Ready",
                "good: 3 of 5 holds throughout: 4 or more stay Ready",
            ],
        ),
        (
            (5, 1),
            (3, 1),
            "maxUnavailable: 1",
            [
                "good: PodDisruptionBudget `db` needs 2 of 3 pods Ready, and 3 stay Ready",
                "good: 3 of 5 holds throughout: 3 or more stay Ready",
            ],
        ),
        (
            (5, 1),
            (3, 1),
            "minAvailable: 80%",
            [
                "good: PodDisruptionBudget `db` needs 3 of 3 pods Ready, and 3 stay Ready",
                "good: 3 of 5 holds throughout: 3 or more stay Ready",
            ],
        ),
        (
            (5, 1),
            (2, 1),
            "minAvailable: 4",
            [
                "bad: PodDisruptionBudget `db` needs 4 pods Ready, and only 2 are left once db-2 is deleted: "
                "it limits node drains, never a rollout or a deletion",
                "bad: 3 of 5 is lost: only 2 are left once db-2 is deleted; "
                "remove the members before you scale in",
            ],
        ),
        (
            (5, 1),
            (7, 1),
            "maxUnavailable: 1",
            [
                "good: PodDisruptionBudget `db` needs 6 of 7 pods Ready, and no Ready pod is deleted",
                "good: 4 of 7: no Ready member is deleted",
            ],
        ),
        (
            (1, 1),
            (3, 2),
            "maxUnavailable: 1",
            [
                "good: PodDisruptionBudget `db` needs 2 of 3 pods Ready, and 2 stay Ready",
                "good: 2 of 3 holds throughout: 2 or more stay Ready",
            ],
        ),
        ((3, 1), (0, 1), "maxUnavailable: 1", []),
    ],
)
def test_budget_and_quorum_follow_the_replicas_of_each_step(
    tmp_path: object, old: tuple[int, int], new: tuple[int, int], budget: str, expected: list[str]
) -> None:
    assert facts(tmp_path, old, new, budget) == expected


def test_a_deletion_breaks_no_budget(tmp_path: object) -> None:
    assert facts(tmp_path, (3, 1), (3, 1), "maxUnavailable: 1", delete=True) == [
        "good: PodDisruptionBudget `db` needs 2 of 3 pods Ready, and no Ready pod is deleted",
        "good: 2 of 3: no Ready member is deleted",
    ]


def test_several_what_ifs_are_measured_by_the_worst_step(tmp_path: object) -> None:
    found = facts(tmp_path, (5, 1), (5, 1), "maxUnavailable: 1", replicas=(2, 4))
    assert found == [
        "good: PodDisruptionBudget `db` needs 1 of 2 pods Ready, and 2 stay Ready",
        "bad: 3 of 5 is lost: only 2 are left once db-2 is deleted; remove the members before you scale in",
    ]
