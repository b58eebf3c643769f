"""What is kept from run to run never changes what is found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Report
from stslint.pipeline import cached_check_run, run
from stslint.pipeline.inputs import Inputs
from stslint.report import json
from stslint.runtime.disk_cache import Store
from tests.support.runners import Run

MANIFEST = """apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicsa: 2
  template:
    spec:
      containers:
      - {name: web, image: nginx}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text(MANIFEST.replace("web", name))
    (tmp_path / "service.yaml").write_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {prots: []}\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


def rendered(report: Report) -> tuple[str]:
    return (json.render(report),)


def checked(store: Store | None, settings: Settings | None = None) -> str:
    asked = run.Run(Inputs(["."]), rule_set(), settings or Settings(), store=store)
    text: tuple[str] = cached_check_run.check(asked, "json", rendered)
    return text[0]


def test_a_kept_report_is_the_report(tree: Path, kept: Path) -> None:
    plain, first, second = checked(None), checked(Store(str(kept))), checked(Store(str(kept)))
    assert "STS004" in plain
    assert plain == first == second


def test_a_kept_report_asks_nobody(tree: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = checked(Store(str(kept)))
    fail = lambda *_: pytest.fail("it was worked out again")  # noqa: E731
    monkeypatch.setattr(cached_check_run, "_check_with_documents", fail)
    assert checked(Store(str(kept))) == first


CHANGES: list[Callable[[Path], object]] = [
    lambda tree: (tree / "a.yaml").write_text(MANIFEST),
    lambda tree: (tree / "service.yaml").unlink(),
    lambda tree: (tree / "a.yaml").rename(tree / "d.yaml"),
    lambda tree: (tree / "kustomization.yaml").write_text("patches:\n- path: a.yaml\n"),
    lambda tree: (tree / ".gitignore").write_text("a.yaml\n"),
]


@pytest.mark.parametrize("change", CHANGES, ids=["text", "context", "name", "patch", "ignored"])
def test_what_changes_the_answer_changes_the_key(
    tree: Path, kept: Path, change: Callable[[Path], object]
) -> None:
    (tree / ".git").mkdir()
    before = checked(Store(str(kept)))
    change(tree)
    after = checked(Store(str(kept)))
    assert after == checked(None)
    assert after != before


def test_settings_are_part_of_the_key(tree: Path, kept: Path) -> None:
    store = Store(str(kept))
    checked(store)
    others = [
        Settings("1.30"),
        Settings(complete=True),
        Settings(ignore=("STS0",)),
        Settings(fail_on="error"),
    ]
    for settings in others:
        assert checked(store, settings) == checked(None, settings)


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"half"], ids=["empty", "zeros", "half"])
def test_damaged_entries_are_worked_out_again(tree: Path, kept: Path, damage: bytes) -> None:
    plain = checked(Store(str(kept)))
    for entry in kept.iterdir():
        data = entry.read_bytes()
        entry.write_bytes(data[: len(data) // 2] if damage == b"half" else damage)
    assert checked(Store(str(kept))) == plain
    assert checked(Store(str(kept))) == plain


def test_an_entry_of_another_shape_is_none(tree: Path, kept: Path) -> None:
    store = Store(str(kept))
    plain = checked(store)
    for entry in kept.iterdir():
        for value in (["Report"], 7, (), ("text", "other"), ["json"]):
            store.write(entry.name, value)
            assert checked(store) == plain


def test_runs_at_the_same_time_agree(tree: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STSLINT_CACHE_DIR", str(kept))
    command = [sys.executable, "-m", "stslint", "check", ".", "--format", "json"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    outputs = {run.communicate() for run in runs}
    assert outputs == {(checked(None).encode(), b"")}
    assert not [entry for entry in kept.iterdir() if entry.name.startswith(".")]


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "gitlab", "junit"])
@pytest.mark.slow
def test_every_format_writes_the_same_bytes(tree: Path, stslint: Run, form: str) -> None:
    def said(*words: str) -> str:
        return stslint("check", ".", "--format", form, *words, cwd=tree).stdout

    assert said("--no-cache") == said() == said()


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_no_failure(
    tree: Path, stslint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STSLINT_CACHE_DIR", str(tree / "a.yaml" / "below"))
    run = stslint("check", ".", "--format", "json", cwd=tree)
    assert (run.returncode, run.stderr) == (1, "")


@pytest.mark.slow
def test_what_is_not_in_the_key_is_not_kept(tree: Path, stslint: Run) -> None:
    def said(*words: str) -> str:
        return stslint("check", ".", "--format", "concise", *words, cwd=tree).stdout

    before = said()
    assert "STS004" in before
    (tree / "stslint.toml").write_text('[per-path-ignores]\n"a.yaml" = ["unknown-field"]\n')
    assert before != said() == said("--no-cache")
    (tree / "stslint.toml").write_text('ignore = ["STS0"]\n')
    assert "STS004" not in said()
    assert said("--no-config") == before
    (tree / "stslint.toml").unlink()
    said("--write-baseline", "frozen.json")
    assert said("--baseline", "frozen.json") == said("--baseline", "frozen.json", "--no-cache") != before
    assert said() == before
