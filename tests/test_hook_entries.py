"""The hooks as they are written: which files each is given, and what its command does with them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from identify.identify import tags_from_path
from ruamel.yaml import YAML

from tests.support.paths import ROOT
from tests.support.runners import Run

pytestmark = pytest.mark.slow

HOOKS: list[dict[str, Any]] = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")
GOOD = (ROOT / "examples" / "database" / "postgres.yaml").read_text(encoding="utf-8")
BROKEN = (ROOT / "examples" / "mistakes" / "redis.yaml").read_text(encoding="utf-8")
MISSPELT = GOOD.replace("kind: StatefulSet", "kind: statefulset")

NAMES = {
    "db.yaml": True,
    "deploy/prod/db.yml": True,
    "db.json": True,
    "values.yaml": True,
    "statefulset": False,
    "README.md": False,
    "db.yaml.tmpl": False,
    "script.sh": False,
    "notes.txt": False,
}


def is_given(hook: dict[str, Any], folder: Path, name: str) -> bool:
    """Returns whether pre-commit gives a hook this file: https://pre-commit.com/#filtering-files-with-types."""
    tags = tags_from_path(str(folder / name))
    by_type = set(hook.get("types", ["file"])) <= tags and bool(set(hook["types_or"]) & tags)
    return by_type and re.search(hook.get("files", ""), name) is not None


def given_names(hook: dict[str, Any], folder: Path, text: str = GOOD) -> set[str]:
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return {name for name in NAMES if is_given(hook, folder, name)}


def pages_hooks() -> list[dict[str, Any]]:
    """Returns the hooks' settings on the page about pre-commit that choose other files."""
    page = (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(  - id: .*?)```", page, re.DOTALL)
    return [hook for block in blocks for hook in YAML(typ="safe").load(block) if "types_or" in hook]


def run(hook: dict[str, Any], folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    program, *words = shlex.split(hook["entry"])
    assert program == "stslint"
    return subprocess.run(
        [sys.executable, "-m", "stslint", *words, *names],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def hooks_that_run(stslint: Run) -> list[dict[str, Any]]:
    options = stslint("check", "--help").stdout
    return [hook for hook in HOOKS if all(word in options for word in hook["entry"].split()[2:])]


def test_the_hooks_are_these() -> None:
    assert [hook["id"] for hook in HOOKS] == ["stslint", "stslint-fix", "stslint-system"]
    assert all(hook["require_serial"] for hook in HOOKS)
    assert [hook["language"] for hook in HOOKS] == ["python", "python", "system"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_is_given_manifests(hook: dict[str, Any], tmp_path: Path) -> None:
    assert given_names(hook, tmp_path) == {name for name, given in NAMES.items() if given}


def test_the_page_shows_how_to_have_other_files_given(tmp_path: Path) -> None:
    pages, plain = pages_hooks()
    assert given_names(pages, tmp_path) == {name for name, given in NAMES.items() if given} | {"README.md"}
    expected = {"prod/statefulset": False, "deploy/prod/statefulset": True, "deploy/prod/other": False}
    for name in expected:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    assert {name: is_given(plain, tmp_path, name) for name in expected} == expected


def test_a_hooks_command_passes_what_is_good_and_foreign(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "db.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "values.yaml").write_text("replicas: 3\n", encoding="utf-8")
    for hook in hooks_that_run(stslint):
        ran = run(hook, tmp_path, "db.yaml", "values.yaml")
        assert ran.returncode == 0, hook["id"] + ran.stdout + ran.stderr
    assert (tmp_path / "db.yaml").read_text(encoding="utf-8") == GOOD


def test_a_hooks_command_stops_what_is_broken(stslint: Run, tmp_path: Path) -> None:
    for hook in hooks_that_run(stslint):
        (tmp_path / "redis.yaml").write_text(BROKEN, encoding="utf-8")
        ran = run(hook, tmp_path, "redis.yaml")
        assert ran.returncode == 1, hook["id"] + ran.stdout + ran.stderr
        assert "redis.yaml:22:18: warning STS302" in ran.stdout
        if "--fix" not in hook["entry"]:
            assert (tmp_path / "redis.yaml").read_text(encoding="utf-8") == BROKEN


def test_the_fixing_hook_mends_what_is_safe(stslint: Run, tmp_path: Path) -> None:
    fixing = [hook for hook in hooks_that_run(stslint) if "--fix" in hook["entry"]]
    if not fixing:
        pytest.skip("`stslint check` has no --fix")
    (tmp_path / "db.yaml").write_text(MISSPELT, encoding="utf-8")
    run(fixing[0], tmp_path, "db.yaml")
    assert (tmp_path / "db.yaml").read_text(encoding="utf-8") == GOOD
