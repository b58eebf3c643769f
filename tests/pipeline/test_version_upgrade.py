"""What an upgrade of the control plane changes, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.planner.compare import Json, rolling, stateful_set
from tests.support.runners import Run

PARALLEL: Json = {"podManagementPolicy": "Parallel", "minReadySeconds": 30}


def changes(run: Run, folder: Path, command: str, old: str, new: str, text: str) -> list[dict[str, Any]]:
    (folder / "set.yaml").write_text(text)
    done = run(
        command, "--from-version", old, "--to-version", new, "--format", "json", "set.yaml", cwd=folder
    )
    assert done.returncode in (0, 1), done.stderr
    objects = json.loads(done.stdout)["objects"]
    return [change for each in objects for change in each["changes"]]


def brief(found: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(each["what"], each["since"], each.get("field", "")) for each in found]


def test_a_field_behind_a_gate_takes_effect(stslint: Run, tmp_path: Path) -> None:
    found = changes(stslint, tmp_path, "plan", "1.26", "1.30", stateful_set(2, ordinals={"start": 5}))
    assert ("takes effect", "1.27", "spec.ordinals") in brief(found)
    creation = next(each for each in found if each["message"].startswith("its creation"))
    assert creation["message"] == ("its creation: web-5, then web-6 (before the upgrade: web-0, then web-1)")
    assert not [each for each in found if each["what"] == "restart"]


def test_a_field_of_the_pod_template_restarts_the_pods(stslint: Run, tmp_path: Path) -> None:
    pod = {"hostUsers": False}
    found = changes(stslint, tmp_path, "plan", "1.32", "1.33", stateful_set(2, pod=pod))
    assert brief(found)[0] == ("takes effect", "1.33", "spec.template.spec.hostUsers")
    (restart,) = [each for each in found if each["what"] == "restart"]
    assert restart["message"].startswith("the next apply of this manifest restarts the pods")


def test_another_order_of_a_rolling_update_is_shown(stslint: Run, tmp_path: Path) -> None:
    text = stateful_set(4, updateStrategy=rolling(maxUnavailable=2))
    found = changes(stslint, tmp_path, "plan", "1.30", "1.37", text)
    (rollout,) = [each for each in found if each["message"].startswith("a rolling update")]
    assert rollout["since"] == "1.37"
    assert (
        "web-3 and web-2, then web-1 and web-0 (before the upgrade: web-3, then web-2" in rollout["message"]
    )


def test_waiting_for_available_pods_is_shown(stslint: Run, tmp_path: Path) -> None:
    found = changes(stslint, tmp_path, "plan", "1.30", "1.36", stateful_set(3, **PARALLEL))
    (rollout,) = [each for each in found if each["message"].startswith("a rolling update")]
    assert rollout["since"] == "1.34"
    assert "90 s of minReadySeconds" in rollout["message"]


def test_defaults_are_shown(stslint: Run, tmp_path: Path) -> None:
    found = changes(stslint, tmp_path, "plan", "1.25", "1.37", stateful_set(1))
    assert [each["since"] for each in found if each["what"] == "default"] == ["1.27", "1.28", "1.37"]


REFUSED = {"containers": [{"name": "C_", "image": "app"}]}


def test_a_refusal_comes_with_the_validation_of_templates(stslint: Run, tmp_path: Path) -> None:
    text = stateful_set(1, pod=REFUSED)
    found = changes(stslint, tmp_path, "plan", "1.33", "1.34", text)
    (refusal,) = [each for each in found if each["layer"] == "api" and each["what"] == "comes"]
    assert (refusal["since"], refusal["severity"]) == ("1.34", "error")
    done = stslint("plan", "--from-version", "1.33", "--to-version", "1.34", "set.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "error STS" in done.stdout


def test_check_compares_all_rules_and_kinds(stslint: Run, tmp_path: Path) -> None:
    budget = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "web"},
        "spec": {"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow", "selector": {}},
    }
    text = stateful_set(2, ordinals={"start": 1}) + "\n---\n" + json.dumps(budget)
    found = changes(stslint, tmp_path, "check", "1.25", "1.37", text)
    assert {"STS004", "STS504"} & {each.get("rule") for each in found if each["what"] == "goes"}
    assert any("unhealthyPodEvictionPolicy" in each.get("field", "") for each in found)


def test_text_names_both_versions(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(stateful_set(1))
    done = stslint("plan", "--from-version", "1.30", "--to-version", "v1.34.2", "set.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Kubernetes 1.30 to 1.34: 0 changes for 0 objects of 1\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("plan", "--to-version", "1.37"), "--to-version needs --from-version"),
        (("plan", "--from-version", "1.37"), "must be older than"),
        (("plan", "--from-version", "1.30", "--replicas", "3"), "cannot be combined with --replicas"),
        (("plan", "--from-version", "1.30", "--from", "old.yaml"), "cannot be combined with --from"),
        (("plan", "--from-version", "1.30", "--format", "svg"), "as text or json, not as svg"),
        (("check", "--from-version", "1.30", "--fix"), "cannot be combined with --fix"),
        (("check", "--from-version", "1.30", "--format", "sarif"), "not as sarif"),
        (("check", "--from-version", "1.99"), "is not supported"),
    ],
)
def test_options_that_do_not_go_together(
    stslint: Run, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    (tmp_path / "set.yaml").write_text(stateful_set(1))
    done = stslint(*words, "set.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
