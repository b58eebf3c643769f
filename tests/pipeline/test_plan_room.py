"""The plans of a run have a size together; one that is too large is an error that names its place."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path

import pytest

from stslint.cli.commands.plan import request_of
from stslint.cli.plan_arguments import PlanArguments
from stslint.forecast.set_plan import SetPlan
from stslint.pipeline.plan_inputs import PlanError
from stslint.pipeline.plan_run import plan_sets
from stslint.pipeline.snapshot_run import inventory_from
from stslint.pipeline.state_plan import plans_from
from stslint.planner import plan_size
from stslint.planner.plan_size import PlanSize
from tests.support.runners import Run

SET = """---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: %s, namespace: prod}
spec:
  serviceName: web
  replicas: %d
  podManagementPolicy: Parallel
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "app:1"}
"""


def sets(replicas: int, *names: str) -> str:
    return "".join(SET % (name, replicas) for name in names)


def refusal(arguments: PlanArguments) -> str:
    with pytest.raises(PlanError) as raised:
        plan_sets(request_of(arguments))
    return str(raised.value)


def size_of(*plans: SetPlan) -> int:
    return reduce(PlanSize.plus, (each.forecast.plan.size for each in plans)).total


def test_the_statefulsets_of_a_run_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = tmp_path / "two.yaml"
    two.write_text(sets(30, "a", "b"))
    arguments = PlanArguments((str(two),), no_config=True)
    both = size_of(*plan_sets(request_of(arguments)).planned)
    monkeypatch.setattr(plan_size, "LARGEST", both)
    assert len(plan_sets(request_of(arguments)).planned) == 2
    monkeypatch.setattr(plan_size, "LARGEST", both - 1)
    assert refusal(arguments) == (
        f"{two}:16: `b`: up to here, the plan is too large (60 pods and claims before and after its steps, "
        "16 turns of the controller and 1,000 characters of manifests): plan fewer StatefulSets (`--name "
        "NAME`), replicas or claims"
    )


def test_what_runs_already_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.yaml").write_text(sets(30, "a"))
    (one,) = plan_sets(request_of(PlanArguments((str(tmp_path / "one.yaml"),), no_config=True))).planned
    monkeypatch.setattr(plan_size, "LARGEST", 2 * size_of(one))
    (tmp_path / "new.yaml").write_text(sets(30, "a").replace("app:1", "app:2"))
    error = refusal(PlanArguments((str(tmp_path / "new.yaml"),), str(tmp_path / "one.yaml"), no_config=True))
    assert "new.yaml:2: `a`: up to here, the plan is too large (90 pods and claims" in error
    assert error.endswith("plan fewer replicas or claims")


def test_the_statefulsets_of_a_snapshot_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [
        {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": {"name": name, "namespace": "prod", "uid": name},
            "spec": {
                "replicas": 40,
                "selector": {"matchLabels": {"app": "web"}},
                "serviceName": "web",
                "template": {
                    "metadata": {"labels": {"app": "web"}},
                    "spec": {"containers": [{"name": "web", "image": "app:1"}]},
                },
            },
        }
        for name in ("a", "b")
    ]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": items}).encode()
    inventory = inventory_from(["-"], lambda: text, "snapshot.json")
    assert inventory.characters == len(text)
    request = request_of(PlanArguments(no_config=True))
    both = size_of(*plans_from(inventory, None, request).result.planned)
    monkeypatch.setattr(plan_size, "LARGEST", both)
    assert len(plans_from(inventory, None, request).result.planned) == 2
    monkeypatch.setattr(plan_size, "LARGEST", both - 1)
    with pytest.raises(PlanError, match=r"^StatefulSet `b` in prod of the snapshot: up to here, the plan is"):
        plans_from(inventory, None, request)


def test_a_plan_that_is_too_large_is_an_error_of_the_run(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(sets(60_000, "a", "b"))
    done = stslint("plan", "web.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "web.yaml:16: `b`: up to here, the plan is too large (120,000 pods and claims" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("form", ["text", "json", "html", "svg", "markdown"])
def test_a_scenario_that_is_too_large_is_an_error_of_it_alone(
    stslint: Run, tmp_path: Path, form: str
) -> None:
    steps = [{"op": "create"}, {"op": "scale", "replicas": 100_000}, {"op": "heal"}]
    large, small = ({"id": n, "manifest": sets(1, "a"), "steps": steps[: 3 - n]} for n in (0, 2))
    (tmp_path / "s.jsonl").write_text(f"{json.dumps(large)}\n{json.dumps(small)}\n")
    done = stslint("plan", "--scenario", "s.jsonl", "--format", form, cwd=tmp_path)
    assert done.returncode == 2
    assert "step 2 (`scale`): up to here, the plan is too large" in done.stdout + done.stderr
    assert "a-0" in done.stdout
