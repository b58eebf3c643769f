"""What is completed: in click's own terms, and in a real bash, which splits words at colons."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.test_git_ranges import work as work  # the fixture
from tests.support.paths import ROOT


def offered(line: str, shell: str, cwd: Path | None = None) -> list[str]:
    """Returns the values that a shell is offered for the last word of a line."""
    words = line.split(" ")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "_STSLINT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "stslint"],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ran.stdout.splitlines()
    if shell == "zsh":
        return [value.replace("\\:", ":") for value in lines[1::3]]
    return [each.partition(",")[2].partition("\t")[0] for each in lines]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("stslint explain node-l", "node-loss"),
        ("stslint explain STS10", "STS105"),
        ("stslint check --select STS105,pdb-m", "STS105,pdb-missing"),
        ("stslint check --severity STS105=e", "STS105=error"),
        ("stslint check --kubernetes-version 1.33,1.3", "1.33,1.34"),
        ("stslint plan --then force-d", "force-delete"),
        ("stslint plan --from gi", "git:HEAD"),
        ("stslint check --against git:ma", "git:main"),
    ],
)
def test_a_value_is_completed(work: Path, shell: str, line: str, value: str) -> None:
    assert value in offered(line, shell, work)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("stslint check --against git:ma", "main"),
        ("stslint check --against=git:ma", "main"),
        ("stslint check --severity STS105=e", "error"),
        ("stslint explain node-l", "node-loss"),
        ("stslint compl", "completion"),
    ],
)
def test_bash_completes_what_it_has_split(work: Path, line: str, reply: str) -> None:
    launcher = work / "stslint"
    launcher.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m stslint "$@"\n')
    launcher.chmod(0o755)
    script = f"""
eval "$(stslint completion bash)"
COMP_LINE={line!r}; COMP_POINT={len(line)}
COMP_WORDS=(${{COMP_LINE//:/ : }}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_stslint_completion stslint
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    environment = {**os.environ, "PATH": f"{work}{os.pathsep}{os.environ['PATH']}"}
    ran = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.splitlines() == [reply]
