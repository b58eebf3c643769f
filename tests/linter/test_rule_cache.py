"""Rules that are kept are those in the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stslint.linter import rule_cache
from stslint.linter.rule import CHECKS, Rule, RuleError, answers
from stslint.linter.rule_loader import load_rule, load_rules, rule_files
from stslint.model import Bundle, Document, Node, Source, Span
from stslint.runtime import package_data
from stslint.runtime.disk_cache import Store
from tests.support.paths import ROOT

RULE = '''"""A page.

More of it.
"""
from stslint.model import Problem

ID = "ACME001"
SEVERITY = "warning"
SOURCE = "https://example.com"


def check(stateful_set, bundle):
    yield Problem(stateful_set, "MESSAGE")
'''


def shown(rule: Rule) -> list[object]:
    return [value is not None if name in CHECKS else value for name, value in rule._asdict().items()]


def said(rule: Rule) -> list[str]:
    root = Node("mapping", {}, Span(1, 1, 1, 1))
    bundle = Bundle((Document(Source("a.yaml", ""), 0, root),), "1.37")
    return [getattr(answer, "message", "") for answer in answers(rule, root, bundle)]


def test_the_built_in_rules_come_back(tmp_path: Path) -> None:
    store, folder = Store(str(tmp_path)), package_data.location("rules")
    first, second = rule_cache.load(folder, store), rule_cache.load(folder, store)
    own = load_rules(folder)
    wanted = sorted(map(shown, own), key=str)
    assert sorted(map(shown, first), key=str) == wanted
    assert sorted(map(shown, second), key=str) == wanted
    assert len(second) == len(own) > 50


def test_a_changed_rule_is_read_anew(tmp_path: Path) -> None:
    folder, store = tmp_path / "rules", Store(str(tmp_path / "kept"))
    folder.mkdir()
    file = folder / "acme.py"
    for message in ("first", "the second", "third one"):
        file.write_text(RULE.replace("MESSAGE", message))
        for _ in range(2):
            assert [said(rule) for rule in rule_cache.load(str(folder), store)] == [[message]]


def test_index_is_next_to_the_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    folder, store = tmp_path / "rules", Store(str(tmp_path / "cache"))
    folder.mkdir()
    (folder / "acme.py").write_text(RULE)
    first = rule_cache.load(str(folder), store)
    assert [each.suffix for each in (folder / "__pycache__").glob("rules.*")] == [".bin"]
    assert not (tmp_path / "cache").exists()
    monkeypatch.setattr(rule_cache, "load_rule", None)
    assert list(map(shown, rule_cache.load(str(folder)))) == list(map(shown, first))
    assert [said(rule) for rule in rule_cache.load(str(folder))] == [["MESSAGE"]]


def test_damaged_index_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "acme.py").write_text(RULE)
    rule_cache.load(str(tmp_path))
    (compiled,) = (tmp_path / "__pycache__").glob("rules.*")
    whole = compiled.read_bytes()
    for damaged in (b"", b"no marshal", whole[:100]):
        compiled.write_bytes(damaged)
        assert [said(rule) for rule in rule_cache.load(str(tmp_path))] == [["MESSAGE"]]
        assert compiled.read_bytes() == whole


def test_rules_in_a_folder_that_cannot_be_written_are_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "acme.py").write_text(RULE)
    store = Store(str(tmp_path / "cache"))
    rule_cache.load(str(tmp_path), store)
    monkeypatch.setattr(rule_cache, "load_rule", None)
    assert [said(rule) for rule in rule_cache.load(str(tmp_path), store)] == [["MESSAGE"]]


def test_a_bad_rule_is_named_each_time(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("ID = 1\n")
    for _ in range(2):
        with pytest.raises(RuleError, match=r"bad\.py"):
            rule_cache.load(str(tmp_path), Store(str(tmp_path / "kept")))


def test_shipped_index_is_used_without_running_a_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme.py").write_text(RULE)
    first = rule_cache.load(str(tmp_path))
    (tmp_path / rule_cache.SHIPPED).write_bytes(rule_cache.shipped_index(str(tmp_path)))
    os.utime(tmp_path / "acme.py", (1, 1))  # an installed file has another time
    monkeypatch.setattr(rule_cache, "load_rule", None)
    assert list(map(shown, rule_cache.load(str(tmp_path)))) == list(map(shown, first))
    assert [said(rule) for rule in rule_cache.load(str(tmp_path))] == [["MESSAGE"]]


@pytest.mark.parametrize("change", ["edited", "added", "removed"])
def test_shipped_index_of_other_rules_is_not_used(tmp_path: Path, change: str) -> None:
    for name in ("acme", "other"):
        (tmp_path / f"{name}.py").write_text(RULE)
    (tmp_path / rule_cache.SHIPPED).write_bytes(rule_cache.shipped_index(str(tmp_path)))
    if change == "edited":
        (tmp_path / "acme.py").write_text(RULE.replace("A page", "Another page"))
    elif change == "added":
        (tmp_path / "third.py").write_text(RULE)
    else:
        (tmp_path / "other.py").unlink()
    assert sorted(map(shown, rule_cache.load(str(tmp_path))), key=str) == sorted(
        map(shown, load_all(tmp_path)), key=str
    )


def load_all(folder: Path) -> list[Rule]:
    return [load_rule(file) for file in rule_files(str(folder))]


def test_shipped_index_has_the_same_bytes_for_each_python() -> None:
    folder = package_data.location("rules")
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from stslint.linter.rule_cache import shipped_index\n"
        f"sys.stdout.buffer.write(shipped_index({folder!r}))"
    )
    wanted = rule_cache.shipped_index(folder)
    for minor in range(10, 15):
        python = shutil.which(f"python3.{minor}")
        if python is None:
            continue
        ran = subprocess.run([python, "-I", "-c", program], capture_output=True, check=False)
        assert ran.returncode or ran.stdout == wanted
