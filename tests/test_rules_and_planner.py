"""What rules say of a rollout is what the planner plays."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stslint.linter.linter import lint
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle, Finding, Source
from stslint.planner.stuck_rollouts import MOST_PODS, stall
from stslint.planner.timeline import StepPlan
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read
from tests.planner.compare import plan_of

RULES = load_rules(package_data.folder("rules"))
Manifest = dict[str, Any]


def stateful_set(
    replicas: int, *, start: int = 0, rolling: Manifest | None = None, image: str = "etcd:3.5.20", **spec: Any
) -> Manifest:
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "db"},
        "spec": {
            "replicas": replicas,
            "ordinals": {"start": start},
            "serviceName": "db",
            "selector": {"matchLabels": {"app": "db"}},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": rolling or {}},
            "template": {
                "metadata": {"labels": {"app": "db"}},
                "spec": {"containers": [{"name": "db", "image": image}]},
            },
            **spec,
        },
    }


def with_image(manifest: Manifest, image: str) -> Manifest:
    changed = copy.deepcopy(manifest)
    changed["spec"]["template"]["spec"]["containers"][0]["image"] = image
    return changed


def update_of(manifest: Manifest) -> StepPlan:
    """Returns the plan of a new image."""
    steps = [{"op": "create"}, {"op": "apply", "manifest": json.dumps(with_image(manifest, "etcd:3.5.21"))}]
    played = plan_of({"kubernetes": "1.37", "manifest": json.dumps(manifest), "steps": steps})
    assert not played.error
    assert not played.steps[1].refused
    return played.steps[1]


def said(rule: str, manifest: Manifest, old: Manifest | None = None) -> list[Finding]:
    """Returns what one rule says of a manifest."""
    now, before = bundle(manifest), None if old is None else bundle(old)
    findings = lint(now, RULES, Settings(select=(rule,)), before).findings
    return [finding for finding in findings if finding.rule == rule]


def bundle(manifest: Manifest) -> Bundle:
    return Bundle(tuple(read(Source("db.yaml", json.dumps(manifest)))), "1.37")


@settings(max_examples=60)
@given(replicas=st.integers(0, 6), partition=st.integers(0, 9), start=st.integers(0, 4))
def test_a_partition_blocks_the_update_iff_the_plan_updates_no_pod(
    replicas: int, partition: int, start: int
) -> None:
    manifest = stateful_set(replicas, start=start, rolling={"partition": partition})
    updates = any(
        action.kind == "create-pod" for wave in update_of(manifest).waves for action in wave.actions
    )
    assert bool(said("STS302", manifest)) == (replicas > 0 and not updates)


def fewest_pods(manifest: Manifest) -> int:
    """Returns how few pods there are at once while a new image is rolled out."""
    present = fewest = int(manifest["spec"]["replicas"])
    for wave in update_of(manifest).waves:
        for action in wave.actions:
            present += {"delete-pod": -1, "create-pod": 1}.get(action.kind, 0)
        fewest = min(fewest, present)
    return fewest


@settings(max_examples=60)
@given(
    replicas=st.integers(2, 9),
    allowed=st.one_of(st.integers(1, 9), st.sampled_from(["10%", "34%", "50%", "60%", "100%"])),
    policy=st.sampled_from(["OrderedReady", "Parallel"]),
)
def test_max_unavailable_breaks_a_quorum_iff_the_plan_leaves_no_majority(
    replicas: int, allowed: int | str, policy: str
) -> None:
    manifest = stateful_set(replicas, rolling={"maxUnavailable": allowed}, podManagementPolicy=policy)
    fewest = fewest_pods(manifest)
    # The one pod that every rollout takes down is nobody's choice, even where two members bear no loss.
    breaks = fewest < min(replicas // 2 + 1, replicas - 1)
    assert bool(said("STS305", manifest)) == breaks


@settings(max_examples=40)
@given(
    replicas=st.integers(1, 5),
    start=st.integers(0, 3),
    partition=st.integers(0, 6),
    policy=st.sampled_from(["OrderedReady", "Parallel"]),
)
def test_an_update_stalls_at_the_pod_that_the_plan_says(
    replicas: int, start: int, partition: int, policy: str
) -> None:
    old = stateful_set(replicas, start=start, rolling={"partition": partition}, podManagementPolicy=policy)
    new = with_image(old, "etcd:3.5.21")
    findings = said("STS711", new, old)
    stalls = policy == "OrderedReady" and partition < replicas
    assert bool(findings) == stalls
    if stalls:
        assert f"stops at db-{start + replicas - 1}," in findings[0].message


@pytest.mark.parametrize("partition", [0, 3, MOST_PODS + 4, MOST_PODS + 50])
def test_a_large_set_is_played_by_its_highest_pods(partition: int) -> None:
    replicas = MOST_PODS + 50
    old = stateful_set(replicas, start=7, rolling={"partition": partition})
    found = stall(old, with_image(old, "etcd:bad"), "1.37")
    top = (f"db-{7 + replicas - 1}",) if partition < replicas else ()
    assert found == (top, top)
