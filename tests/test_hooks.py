"""The hook as pre-commit runs it: a commit with a broken set fails, one with a good set passes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.network]


GOOD = (ROOT / "examples" / "database" / "postgres.yaml").read_text(encoding="utf-8")
BROKEN = GOOD.replace("kind: StatefulSet", "kind: statefulset")


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a repository with the hook of this checkout installed."""
    if not (ROOT / ".git").exists():
        pytest.skip("pre-commit installs from a git repository, and an unpacked sdist is not one")
    folder = tmp_path_factory.mktemp("hooked")
    source = tmp_path_factory.mktemp("source") / "stslint"
    kept = ("--exclude-standard", "--cached", "--others")
    files = git(ROOT, "ls-files", *kept).stdout.split("\n")
    for name in filter(None, files):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    git(source, "init", "-q")
    git(source, "add", "-A")
    git(source, "commit", "-q", "-m", "as it stands")
    revision = git(source, "rev-parse", "HEAD").stdout.strip()
    git(folder, "init", "-q")
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks:\n  - id: stslint\n  - id: stslint-system\n",
        encoding="utf-8",
    )
    return folder


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)


def hook(folder: Path, home: Path, name: str = "stslint", path: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PRE_COMMIT_HOME": str(home),
            "PATH": os.pathsep.join(filter(None, (path, os.environ["PATH"]))),
        },
    )


def test_the_hook_stops_a_broken_set_and_passes_the_rest(
    hooked: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    (hooked / "db.yaml").write_text(BROKEN, encoding="utf-8")
    git(hooked, "add", "-A")
    ran = hook(hooked, home)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "did you mean `StatefulSet`?" in ran.stdout
    for name, text in {
        "db.yaml": GOOD,
        "values.yaml": "replicas: 3\n",
        "compose.yml": "services: {}\n",
    }.items():
        (hooked / name).write_text(text, encoding="utf-8")
    git(hooked, "add", "-A")
    ran = hook(hooked, home)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_the_system_hook_runs_the_stslint_on_the_path(
    hooked: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    program = tmp_path / "stslint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stslint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (hooked / "db.yaml").write_text(BROKEN, encoding="utf-8")
    git(hooked, "add", "-A")
    ran = hook(hooked, home, "stslint-system", str(tmp_path))
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "did you mean `StatefulSet`?" in ran.stdout
