"""The jobs that docs/ci.md shows, and what plays a runner: events in repositories made for a test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "ci.md"
_IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


class Event(NamedTuple):
    """What a runner knows: the name of an event, and the branches that it is about."""

    name: str
    base: str = ""


class Ran(NamedTuple):
    """One step that a runner has run."""

    script: str
    code: int
    output: str


def section(title: str) -> dict[str, Any]:
    """Returns the first YAML block of a section of the page."""
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    block = re.search(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    loaded: dict[str, Any] = YAML(typ="safe").load(block[1])
    return loaded


def git(folder: Path, *words: str) -> str:
    """Runs git and returns what it prints."""
    command = ["git", *_IDENTITY, *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def github_steps(job: Mapping[str, Any], event: Event, work: Path) -> Iterator[Ran]:
    """Runs the shell steps of a job as GitHub's runner does: a step after a failure only if it says so."""
    failed = False
    for step in job["steps"]:
        condition = str(step.get("if", "")).removeprefix("${{").removesuffix("}}").strip()
        if (failed and "cancelled()" not in condition) or not _holds(condition, event, work):
            continue
        if "run" not in step:
            continue
        variables = {name: _value(text, event) for name, text in step.get("env", {}).items()}
        summary = {"GITHUB_STEP_SUMMARY": str(work.parent / "summary.md")}
        ran = shell(_value(step["run"], event), work, {**variables, **summary})
        failed = failed or ran.code != 0
        yield ran


def _holds(condition: str, event: Event, work: Path) -> bool:
    """Returns whether the condition of a step holds: terms of three forms, joined by `&&`."""
    for term in filter(None, (each.strip() for each in condition.split("&&"))):
        if found := re.fullmatch(r"hashFiles\('([^']+)'\) != ''", term):
            holds = (work / found[1]).exists()
        elif found := re.fullmatch(r"github\.event_name == '(\w+)'", term):
            holds = event.name == found[1]
        else:
            assert term == "!cancelled()", term
            holds = True
        if not holds:
            return False
    return True


def _value(text: str, event: Event) -> str:
    known = {"github.base_ref": event.base, "github.event_name": event.name}
    return _EXPRESSION.sub(lambda found: known[found[1]], str(text))


def gitlab_steps(job: Mapping[str, Any], variables: Mapping[str, str], work: Path) -> Iterator[Ran]:
    """Runs the script of a job as GitLab's runner does: it stops at the first failure."""
    for line in job["script"]:
        ran = shell(line, work, variables)
        yield ran
        if ran.code:
            return


def shell(script: str, work: Path, variables: Mapping[str, str]) -> Ran:
    """Runs a script with the options of GitHub's `bash`; an install is of this checkout, which is there."""
    if "pip install" in script:
        assert "/archive/REVISION.tar.gz" in script
        return Ran(script, 0, "")
    programs = work.parent / "bin"
    programs.mkdir(exist_ok=True)
    launcher = programs / "stslint"
    launcher.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m stslint "$@"\n')
    launcher.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    ran = subprocess.run(
        command, cwd=work, env={**os.environ, **variables, "PATH": path}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return Ran(script, ran.returncode, ran.stdout)
