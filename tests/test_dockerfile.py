"""The Dockerfile, as far as it can be known without Docker: what it copies is there and is enough."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.paths import ROOT

LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "").split("\n")


def instructions(name: str) -> list[str]:
    return [line.removeprefix(f"{name} ") for line in LINES if line.startswith(f"{name} ")]


def copied() -> list[tuple[str, str]]:
    """Returns each file and folder that is copied from the repository, and where to."""
    pairs = []
    for words in (line.split() for line in instructions("COPY")):
        if not words[0].startswith("--from"):
            pairs += [(source, words[-1]) for source in words[:-1]]
    return pairs


@pytest.mark.parametrize("source", [source for source, _ in copied()])
def test_what_is_copied_exists_and_is_not_ignored(source: str) -> None:
    assert (ROOT / source).exists()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert source not in ignored


def test_what_is_copied_makes_a_wheel_with_its_rules_and_schemas(tmp_path: Path) -> None:
    for source, target in copied():
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / "source" / target)
        else:
            (tmp_path / "source" / target).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, tmp_path / "source" / target)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path / "wheels"),
    ]
    ran = subprocess.run([*command, str(tmp_path / "source")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (wheel,) = (tmp_path / "wheels").iterdir()
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"stslint/cli/app.py", "stslint/rules/kind_case.py", "stslint/schemas/1.37.json"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_runs_without_rights_on_the_image_that_it_was_built_on() -> None:
    bases = [line.split()[0] for line in instructions("FROM")]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim", bases[0])
    (user,) = instructions("USER")
    assert int(user.partition(":")[0]) > 0
    assert instructions("ENTRYPOINT") == ['["stslint"]']
