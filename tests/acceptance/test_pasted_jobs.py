"""The jobs of docs/ci.md run as pasted: on a push and on a pull request, on GitHub and on GitLab."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.support.pasted_jobs import Event, git, github_steps, gitlab_steps, section
from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform == "win32" or shutil.which("bash") is None, reason="the steps are bash scripts"
    ),
]

SET = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: web
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.2.3
        ports: [{containerPort: 80}]
        readinessProbe: {tcpSocket: {port: 80}}
"""
RENAMED = SET.replace("serviceName: web", "serviceName: other")


def checkout(tmp_path: Path, change: str) -> Path:
    """Returns a clone as a runner has it: the branch `topic` is checked out, its base is only remote."""
    origin, work = tmp_path / "origin", tmp_path / "work"
    (origin / "deploy").mkdir(parents=True)
    git(origin, "init", "-q", "-b", "main")
    (origin / "deploy" / "web.yaml").write_text(SET)
    git(origin, "add", "-A")
    git(origin, "commit", "-q", "-m", "first")
    git(origin, "switch", "-q", "-c", "topic")
    (origin / "deploy" / "web.yaml").write_text(change)
    git(origin, "commit", "-q", "--allow-empty", "-a", "-m", "change")
    git(origin, "switch", "-q", "main")
    (origin / "README.md").write_text("x\n")
    git(origin, "add", "-A")
    git(origin, "commit", "-q", "-m", "meanwhile")
    git(tmp_path, "clone", "-q", str(origin), "work")
    git(work, "checkout", "-q", "--detach", "origin/topic")
    return work


@pytest.mark.parametrize(
    ("event", "change", "codes"),
    [
        (Event("push"), SET, [0, 0, 0]),
        (Event("pull_request", "main"), SET, [0, 0, 0, 0]),
        (Event("pull_request", "main"), RENAMED, [0, 0, 0, 1]),
        (Event("push"), SET.replace("kind: S", "kind: s", 2), [0, 1, 0]),
    ],
    ids=["push", "pull-request", "pull-request-that-is-refused", "push-of-a-mistake"],
)
def test_the_github_workflow_runs_as_pasted(
    tmp_path: Path, event: Event, change: str, codes: list[int]
) -> None:
    workflow = section("GitHub Actions")
    assert event.name in workflow["on"]
    work = checkout(tmp_path, change)
    ran = list(github_steps(workflow["jobs"]["stslint"], event, work))
    assert [step.code for step in ran] == codes, ran
    assert (tmp_path / "summary.md").read_text().startswith("### stslint\n")
    if change == RENAMED:
        assert "::error file=deploy/web.yaml," in ran[-1].output
        assert "STS7" in ran[-1].output


def test_a_pull_request_runs_once() -> None:
    on = section("GitHub Actions")["on"]
    assert on["push"] == {"branches": ["main"]}


@pytest.mark.parametrize(
    ("change", "is_merge_request", "codes"),
    [
        (SET, False, [0, 0, 0]),
        (SET, True, [0, 0, 0]),
        (RENAMED, True, [0, 0, 1]),
        (RENAMED, False, [0, 0, 0]),
    ],
    ids=["push", "merge-request", "merge-request-that-is-refused", "push-of-the-same"],
)
def test_the_gitlab_job_runs_as_pasted(
    tmp_path: Path, change: str, is_merge_request: bool, codes: list[int]
) -> None:
    jobs = section("GitLab")
    assert jobs["stslint"]["image"] == "python:3.13", "the slim image has no git"
    work = checkout(tmp_path, change)
    base = git(work, "merge-base", "origin/main", "HEAD")
    variables = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base} if is_merge_request else {}
    ran = list(gitlab_steps(jobs["stslint"], variables, work))
    assert [step.code for step in ran] == codes, ran
    reports = jobs["stslint"]["artifacts"]["reports"]
    assert all((work / report).exists() for report in reports.values())


def test_the_image_has_git() -> None:
    final = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert "apt-get install --yes --no-install-recommends git" in final
