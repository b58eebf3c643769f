"""Rules that are kept are those in the folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stslint.linter import rule_cache
from stslint.linter.rule import CHECKS, Rule, RuleError, answers
from stslint.linter.rule_loader import load_rules
from stslint.model import Bundle, Document, Node, Source, Span
from stslint.runtime import package_data
from stslint.runtime.disk_cache import Store

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


def test_rules_are_compiled_next_to_their_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_damaged_compiled_rules_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
