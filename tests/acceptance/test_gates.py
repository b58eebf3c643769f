"""A gate does not pass in silence: what was asked for and could not be done ends with exit code 2."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.runners import Run

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: web
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "registry.example.com/web:1.2.3"}]
"""
EMPTY = "stslint: <stdin>: it is empty: the command that writes to it may have failed\n"


@pytest.mark.parametrize(
    ("text", "more"),
    [("", []), ("\n---\n", ["--exit-zero"]), ("# Source: chart/web.yaml\n---\n", ["--fix"])],
)
def test_empty_standard_input_fails_the_run(stslint: Run, text: str, more: list[str]) -> None:
    ran = stslint("check", "-", *more, stdin=text)
    assert ran.returncode == 2
    assert EMPTY.strip() in ran.stderr.splitlines()


def test_an_empty_file_is_skipped(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text("")
    ran = stslint("check", "web.yaml")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("skipped: web.yaml: empty\n")


@pytest.mark.parametrize("words", [["."], ["values.yaml"], ["--fail-on", "error", "."], ["--exit-zero", "."]])
def test_fail_if_none_fails_where_no_stateful_set_is_checked(
    stslint: Run, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "values.yaml").write_text("replicas: 3\n")
    assert stslint("check", *words).returncode == 0
    ran = stslint("check", "--fail-if-none", *words)
    reason = "no StatefulSet in 1 file; --fail-if-none makes that a failure"
    assert (ran.returncode, ran.stderr) == (2, f"stslint: {reason}\n")


def test_fail_if_none_is_silent_where_there_is_one(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(SET)
    assert stslint("check", "--fail-if-none", "--select", "STS0", ".").returncode == 0


@pytest.mark.parametrize(
    ("name", "right"),
    [
        (".stslint.yml", ".stslint.yaml"),
        ("stslint.yaml", ".stslint.yaml"),
        ("stslint.yml", ".stslint.yaml"),
        (".stslint.toml", "stslint.toml"),
    ],
)
def test_a_configuration_that_is_not_read_fails_the_run(
    stslint: Run, tmp_path: Path, name: str, right: str
) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "web.yaml").write_text(SET)
    (tmp_path / name).write_text("ignore: [STS4]\n")
    why = "stslint does not read a configuration of this name"
    expected = f"stslint: {name}:1: {why}: rename the file to `{right}`\n"
    for command in ("check", "plan"):
        ran = stslint(command, "deploy/web.yaml")
        assert (ran.returncode, ran.stderr) == (2, expected)
        assert stslint(command, "--no-config", "deploy/web.yaml").stderr == ""


def test_a_manifest_of_such_a_name_is_no_configuration(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "stslint.yaml").write_text(SET)
    assert stslint("check", "stslint.yaml", "--select", "STS0").returncode == 0


def test_the_read_configuration_beats_an_unread_one(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / ".stslint.yaml").write_text("select: [STS0]\n")
    (tmp_path / ".stslint.yml").write_text("select: [STS4]\n")
    (tmp_path / "web.yaml").write_text(SET)
    assert stslint("check", "web.yaml").returncode == 0


@pytest.mark.slow
def test_the_hook_fails_on_what_it_could_not_do(tmp_path: Path) -> None:
    """Runs the hook that docs/pre-commit.md shows for a chart, where helm is not installed."""
    page = (ROOT / "docs" / "pre-commit.md").read_text()
    block = page[page.index("- repo: local") :].partition("```")[0]
    (tmp_path / ".pre-commit-config.yaml").write_text(f"repos:\n{block}")
    chart = tmp_path / "deploy" / "chart"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (chart / "templates" / "web.yaml").write_text(SET)
    for command in (["git", "init", "-q"], ["git", "add", "-A"]):
        subprocess.run(command, cwd=tmp_path, check=True)
    ran = _hook(tmp_path)
    assert ran.returncode == 1
    assert "`helm` is not installed" in ran.stdout
    assert "exit code: 2" in ran.stdout


def _hook(folder: Path) -> subprocess.CompletedProcess[str]:
    import os
    import sys

    scripts = folder / "bin"
    scripts.mkdir()
    for name in ("git", "sh", "env"):
        found = next(
            Path(each) / name for each in os.environ["PATH"].split(os.pathsep) if (Path(each) / name).exists()
        )
        (scripts / name).symlink_to(found)
    launcher = scripts / "stslint"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stslint "$@"\n')
    launcher.chmod(0o755)
    environment = {**os.environ, "PATH": str(scripts), "PRE_COMMIT_HOME": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
