"""The GitHub Action: its steps run as a runner runs them, and its matchers find what stslint prints."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.paths import ROOT

ACTION: dict[str, Any] = YAML(typ="safe").load(ROOT / "action.yml")
INSTALL, CHECK = ACTION["runs"]["steps"]
MATCHERS = json.loads((ROOT / ".github" / "stslint-matcher.json").read_text(encoding="utf-8"))[
    "problemMatcher"
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform == "win32" or shutil.which("bash") is None, reason="the steps are bash scripts"
    ),
]


def run_step(step: dict[str, Any], cwd: Path, **variables: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a step's script with the options of `shell: bash`; its inputs are environment variables."""
    environment = {
        **os.environ,
        **dict.fromkeys(step["env"], ""),
        "GITHUB_ACTION_PATH": str(ROOT),
        **variables,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def fake_stslint(tmp_path: Path) -> Path:
    """Returns a program that prints each of its arguments and fails."""
    program = tmp_path / "stslint"
    program.write_text('#!/bin/sh\nfor each in "$@"; do echo "[$each]"; done\nexit 1\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def test_inputs_reach_the_script_as_variables_only() -> None:
    for step in (INSTALL, CHECK):
        assert "${{" not in step["run"]
    values = [value for step in (INSTALL, CHECK) for value in step["env"].values()]
    for name in ACTION["inputs"]:
        assert f"${{{{ inputs.{name} }}}}" in values


@pytest.mark.parametrize(
    ("paths", "args", "expected"),
    [
        (".", "", ["check", "--", "."]),
        (
            "my deploy\n*.yaml\r\n",
            " --fail-on  error\n",
            ["check", "--fail-on", "error", "--", "my deploy", "*.yaml"],
        ),
        ("$(touch x); -q", "", ["check", "--", "$(touch x); -q"]),
    ],
)
def test_check_passes_paths_by_line_and_arguments_by_word(
    tmp_path: Path, fake_stslint: Path, paths: str, args: str, expected: list[str]
) -> None:
    ran = run_step(CHECK, tmp_path, PROGRAM=fake_stslint, PATHS=paths, ARGS=args)
    printed = [line for line in ran.stdout.splitlines() if not line.startswith("::")]
    assert printed == [f"[{argument}]" for argument in expected]
    assert not (tmp_path / "x").exists()


def test_check_removes_its_matchers_and_keeps_the_exit_code(tmp_path: Path, fake_stslint: Path) -> None:
    ran = run_step(CHECK, tmp_path, PROGRAM=fake_stslint, PATHS=".")
    added, *removed = [line for line in ran.stdout.splitlines() if line.startswith("::")]
    assert Path(added.removeprefix("::add-matcher::")).is_file()
    assert removed == [f"::remove-matcher owner={matcher['owner']}::" for matcher in MATCHERS]
    assert ran.returncode == 1


def annotations_in(text: str) -> list[dict[str, str]]:
    """Returns what a runner finds in a log: each matcher's patterns on consecutive lines."""
    lines, found = text.splitlines(), []
    for matcher in MATCHERS:
        first, second = matcher["pattern"]
        for line, following in pairwise(lines):
            heads, rests = re.search(first["regexp"], line), re.search(second["regexp"], following)
            if heads and rests:
                parts = {name: heads[group] for name, group in first.items() if name != "regexp"}
                parts.setdefault("severity", matcher.get("severity", ""))
                found.append({**parts, "message": rests[second["message"]]})
    return found


def test_the_matchers_find_every_finding_of_a_text_report() -> None:
    command = [sys.executable, "-m", "stslint", "check", "--no-cache", "examples/mistakes"]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False).stdout
    report = subprocess.run([*command, "--format", "json"], cwd=ROOT, capture_output=True, check=False).stdout
    findings = json.loads(report)["findings"]
    expected = {
        (
            finding["file"],
            str(finding["start"]["line"]),
            str(finding["start"]["column"]),
            finding["severity"].replace("info", "notice"),
            finding["rule"],
            finding["message"],
        )
        for finding in findings
    }
    names = ("file", "line", "column", "severity", "code", "message")
    assert {tuple(found[name] for name in names) for found in annotations_in(text)} == expected
    assert {"error", "warning", "notice"} == {found["severity"] for found in annotations_in(text)}


@pytest.mark.network
def test_install_and_check_find_the_mistakes_of_the_examples(tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    installed = run_step(INSTALL, tmp_path, RUNNER_TEMP=tmp_path, GITHUB_OUTPUT=outputs)
    assert installed.returncode == 0, installed.stderr
    program = outputs.read_text(encoding="utf-8").strip().removeprefix("program=")
    ran = run_step(CHECK, ROOT, PROGRAM=program, PATHS="examples/mistakes", ARGS="--no-cache")
    assert ran.returncode == 1, ran.stderr
    assert "STS002" in {found["code"] for found in annotations_in(ran.stdout)}
