"""``diagnose``, ``plan --state``, ``kubectl-diff`` and the kubectl plugin, as they are run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stslint.cli import kubectl_plugin
from stslint.cli.errors import UsageError
from tests.support.paths import ROOT
from tests.support.runners import Run

SNAPSHOTS = ROOT / "tests" / "fixtures" / "snapshots"
IMAGE = str(SNAPSHOTS / "image.yaml")
LIVE = """apiVersion: apps/v1
kind: StatefulSet
metadata:
  creationTimestamp: "2026-03-02T08:00:00Z"
  name: web
  namespace: default
  resourceVersion: "12"
  uid: 5b3d
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  serviceName: web
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {image: "app:1", name: web}
  volumeClaimTemplates:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    status: {phase: Pending}
status: {replicas: 2}
"""


def folders(tmp_path: Path, merged: str) -> tuple[str, str]:
    for name, text in (("LIVE", LIVE), ("MERGED", merged)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "apps.v1.StatefulSet.default.web").write_text(text, encoding="utf-8")
    return str(tmp_path / "LIVE"), str(tmp_path / "MERGED")


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_stuck_set_is_diagnosed_with_exit_code_1(stslint: Run, form: str) -> None:
    done = stslint("diagnose", IMAGE, "--format", form)
    assert done.returncode == 1
    assert "db-2" in done.stdout


def test_the_cases_of_the_page_are_what_the_program_prints(stslint: Run) -> None:
    page = (ROOT / "docs" / "diagnose.md").read_text(encoding="utf-8")
    for name in ("image", "node", "rollback"):
        alert = stslint("diagnose", str(SNAPSHOTS / f"{name}.yaml"))
        clear = stslint("diagnose", str(SNAPSHOTS / f"{name}-after.yaml"))
        assert (alert.returncode, clear.returncode) == (1, 0)
        assert f"$ stslint diagnose {name}.yaml\n{alert.stdout.rstrip()}\n```" in page
        assert f"$ stslint diagnose {name}-after.yaml\n{clear.stdout.rstrip()}\n```" in page


def test_a_plan_from_a_snapshot_begins_with_where_it_is(stslint: Run) -> None:
    done = stslint("plan", "--state", "-", stdin=(SNAPSHOTS / "image.yaml").read_text())
    assert done.returncode == 1
    assert "Now " in done.stdout
    assert "db-2 new and not Ready" in done.stdout


def test_the_scenario_of_a_snapshot_is_played_by_plan(stslint: Run) -> None:
    scenario = stslint("plan", "--state", IMAGE, "--format", "scenario", "--redact").stdout
    done = stslint("plan", "--scenario", "-", "--format", "json", stdin=scenario)
    assert json.loads(done.stdout)["steps"][0]["end"]["blocked_on"] == ["web-2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["diagnose"], "name a snapshot"),
        (["diagnose", IMAGE, "--name", "web"], "no StatefulSet is named `web`"),
        (["diagnose", IMAGE, "--now", "noon"], "--now must be a time"),
        (["plan", "--now", "2030-01-01T00:00:00Z", "x.yaml"], "add --state"),
        (["plan", "--format", "scenario", "x.yaml"], "add it"),
        (["plan", "--state", IMAGE, "--from", IMAGE], "cannot be combined"),
        (["plan", "--state", IMAGE, "--name", "web"], "no StatefulSet is named `web`"),
    ],
)
def test_arguments_that_make_no_sense_are_one_line_and_exit_code_2(
    stslint: Run, words: list[str], message: str
) -> None:
    done = stslint(*words)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_kubectl_diff_shows_the_difference_and_the_plan(stslint: Run, tmp_path: Path) -> None:
    done = stslint("kubectl-diff", *folders(tmp_path, LIVE.replace("app:1", "app:2")))
    assert done.returncode == 1
    assert '+      - {image: "app:2", name: web}' in done.stdout
    assert "web-1  deleted, recreated on the new revision" in done.stdout


def test_kubectl_diff_can_be_named_after_the_directories_as_kubectl_does(
    stslint: Run, tmp_path: Path
) -> None:
    live, merged = folders(tmp_path, LIVE.replace("app:1", "app:2"))
    named = stslint(live, merged, "kubectl-diff")
    assert (named.returncode, named.stdout) == (1, stslint("kubectl-diff", live, merged).stdout)


def test_kubectl_diff_without_a_difference_is_silent(stslint: Run, tmp_path: Path) -> None:
    done = stslint("kubectl-diff", *folders(tmp_path, LIVE))
    assert (done.returncode, done.stdout) == (0, "")


def test_a_live_object_gets_no_finding_on_what_the_server_writes(stslint: Run) -> None:
    done = stslint("check", "-", "--format", "json", stdin=LIVE)
    assert [each for each in json.loads(done.stdout)["findings"] if each["layer"] == "api"] == []


def test_a_plan_from_a_directory_of_kubectl_diff_reads_its_files(stslint: Run, tmp_path: Path) -> None:
    live, merged = folders(tmp_path, LIVE.replace("app:1", "app:2"))
    done = stslint("plan", "--from", live, merged)
    assert done.returncode == 0
    assert "image app:1 -> app:2" in done.stdout


def test_the_plugin_splits_the_words_for_kubectl_from_its_own() -> None:
    words = ["-n", "db", "--context=prod", "-A", "--format", "json", "db.yaml"]
    assert kubectl_plugin.split(words) == (
        ["-n", "db", "--context=prod", "-A"],
        ["--format", "json", "db.yaml"],
    )


def test_the_plugin_hands_the_output_of_kubectl_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = tmp_path / "kubectl"
    fake.write_text(f'#!/bin/sh\ncase "$2" in node) exit 1 ;; esac\ncat {IMAGE}\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert kubectl_plugin.run(["diagnose", "-n", "prod"]) == 1
    assert "db in prod: stuck" in capsys.readouterr().out


def test_the_plugin_knows_its_commands_only() -> None:
    with pytest.raises(UsageError, match="is not a command of this plugin"):
        kubectl_plugin.run(["apply"])
