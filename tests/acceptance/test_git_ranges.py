"""`git:A...B` compares with where B began, and advice leads from what people write to what Git knows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.acceptance.test_gates import SET
from tests.support.runners import Run

SCALED = SET.replace("replicas: 3", "replicas: 4")
USE = "does not exist; for the Git revision, use"
NONE = "the repository has no revision"
IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")


def git(folder: Path, *words: str) -> str:
    ran = subprocess.run(["git", *IDENTITY, *words], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Returns a repository whose branch `topic` changes the image; meanwhile `main` has other replicas."""
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "web.yaml").write_text(SET)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    git(folder, "switch", "-q", "-c", "topic")
    (folder / "web.yaml").write_text(SET.replace("1.2.3", "1.2.4"))
    git(folder, "commit", "-q", "-a", "-m", "image")
    git(folder, "switch", "-q", "main")
    (folder / "web.yaml").write_text(SCALED)
    git(folder, "commit", "-q", "-a", "-m", "replicas")
    git(folder, "switch", "-q", "topic")
    return folder


def test_a_range_compares_with_the_merge_base(stslint: Run, work: Path) -> None:
    base = git(work, "merge-base", "main", "topic")[:12]
    for revision in ("main...HEAD", "main...", "main...topic"):
        ran = stslint("check", "web.yaml", "--against", f"git:{revision}", "--select", "STS7", cwd=work)
        assert ran.returncode == 0, ran.stdout
        assert f"{base}:web.yaml:11:" in ran.stdout
        assert "replicas" not in ran.stdout
        plan = stslint("plan", "--from", f"git:{revision}", "web.yaml", cwd=work).stdout
        assert "replicas" not in plan.splitlines()[0]
    other = stslint("plan", "--from", "git:main", "web.yaml", cwd=work).stdout
    assert "replicas" in other.splitlines()[0]


def test_a_range_without_a_common_commit_says_what_to_fetch(stslint: Run, work: Path) -> None:
    git(work, "switch", "-q", "--orphan", "alone")
    git(work, "commit", "-q", "--allow-empty", "-m", "alone")
    (work / "web.yaml").write_text(SET)
    ran = stslint("check", "web.yaml", "--against", "git:main...", cwd=work)
    assert ran.returncode == 2
    assert ran.stderr == (
        "stslint: `main` and `HEAD` have no common commit here; fetch the whole history "
        "(`git fetch --unshallow`, `fetch-depth: 0` in a job)\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "--against", "HEAD"], f"--against HEAD: {USE} `git:HEAD`"),
        (["plan", "--from", "main"], f"--from main: {USE} `git:main`"),
        (["check", "--against", "git:mian"], f"{NONE} `mian`; did you mean `main`?"),
        (["check", "--against", "git:release"], f"{NONE} `release`; did you mean `origin/release`?"),
        (["check", "--against", "git:v9"], f"{NONE} `v9`; a shallow clone may lack it"),
    ],
)
def test_a_revision_that_is_not_one_is_answered_with_what_is(
    stslint: Run, work: Path, words: list[str], said: str
) -> None:
    git(work, "update-ref", "refs/remotes/origin/release", "main")
    ran = stslint(*words, "web.yaml", cwd=work)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"stslint: {said}\n")
