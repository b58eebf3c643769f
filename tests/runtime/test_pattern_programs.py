"""An expression from its program is the one that ``re`` compiles; what is not as expected is not used."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.runtime import bytecode_folder, pattern_programs
from stslint.runtime.disk_cache import Store
from stslint.runtime.pattern_programs import PatternPrograms
from tests.support.paths import ROOT

Written = str | bytes


def patterns_of(path: Path) -> list[tuple[Written, int]]:
    """Returns the texts and flags of a file's expressions that are written out."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pattern":
            try:
                found.append((ast.literal_eval(node.args[0]), ast.literal_eval(ast.Tuple(node.args[1:]))))
            except ValueError:
                continue
    return [(text, sum(flags)) for text, flags in found]


SOURCES = sorted([*(ROOT / "stslint").rglob("*.py"), *(ROOT / "rules").glob("*.py")])
PATTERNS: list[tuple[Any, int]] = sorted({each for path in SOURCES for each in patterns_of(path)}, key=repr)


def again(path: Path, text: str, flags: int = 0) -> re.Pattern[str]:
    """Returns an expression as a later process gets it."""
    first = PatternPrograms(str(path))
    first.compiled(text, flags)
    first.keep()
    return PatternPrograms(str(path)).compiled(text, flags)


@pytest.fixture(autouse=True)
def bytecode_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_all_expressions_of_the_sources_come_back_without_re(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "programs"
    first = PatternPrograms(str(path))
    plain = [first.compiled(text, flags) for text, flags in PATTERNS]
    first.keep()
    assert len(plain) > 100
    monkeypatch.setattr(re, "compile", None)
    second = PatternPrograms(str(path))
    for expected, (text, flags) in zip(plain, PATTERNS, strict=True):
        made = second.compiled(text, flags)
        assert made == expected
        assert (made.pattern, made.flags, made.groups) == (expected.pattern, expected.flags, expected.groups)
        assert made.groupindex == expected.groupindex


@given(text=st.text("ab-1. \n", max_size=12))
@pytest.mark.parametrize(
    "expression", [r"(?P<word>[a-b]+)(-)?(?=\d)|\Z", r"(a|b)*?\.\s", r"(?<!a)b{2,3}(?P<end>1|-)$", "(?i)AB"]
)
def test_a_program_finds_what_the_expression_finds(
    tmp_path_factory: pytest.TempPathFactory, expression: str, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"programs-{abs(hash(expression))}"
    made, plain = again(path, expression, re.MULTILINE), re.compile(expression, re.MULTILINE)
    for one, other in zip(made.finditer(text), plain.finditer(text), strict=True):
        assert (one.span(), one.groups(), one.groupdict(), one.lastgroup) == (
            other.span(),
            other.groups(),
            other.groupdict(),
            other.lastgroup,
        )
    assert made.sub(r"<\g<0>>", text) == plain.sub(r"<\g<0>>", text)


def test_an_invalid_expression_is_an_error_of_re(tmp_path: Path) -> None:
    with pytest.raises(re.error):
        PatternPrograms(str(tmp_path / "programs")).compiled("(", 0)


@pytest.mark.parametrize(
    "program",
    [
        (0, [99999, 1], 0, {}, ()),
        (0, "code", 0, {}, ()),
        (0, [-1], 0, {}, ()),
        (0,),
        "text",
        (0, [], 3, {}, ()),
    ],
    ids=repr,
)
def test_a_program_that_is_damaged_is_not_used(tmp_path: Path, program: object) -> None:
    path = str(tmp_path / "programs")
    bytecode_folder.write(path, pattern_programs._key(), {("a+", 0): program})
    found = PatternPrograms(path).compiled("a+", 0).search("baa")
    assert found is not None
    assert found.group() == "aa"


@pytest.mark.parametrize("entry", [b"", b"not marshal", None])
def test_a_file_that_is_damaged_or_missing_is_written_anew(tmp_path: Path, entry: bytes | None) -> None:
    path = tmp_path / "programs"
    if entry is not None:
        path.write_bytes(entry)
    assert again(path, "[a-c]x").fullmatch("bx")
    assert ("[a-c]x", 0) in bytecode_folder.read(str(path), pattern_programs._key())


def test_programs_of_another_python_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "programs")
    bytecode_folder.write(path, pattern_programs._key(), {("a", 0): "not a program"})
    monkeypatch.setattr(pattern_programs, "MAGIC", 1)
    assert pattern_programs._read(path, None) == {}


def test_without_python_s_engine_re_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "programs"
    monkeypatch.setattr(pattern_programs, "MAGIC", None)
    assert again(path, "[a-c]y").fullmatch("by")
    assert not path.exists()


def test_where_no_bytecode_can_be_written_programs_are_in_the_cache_of_the_user(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    first = PatternPrograms(None)
    first.compiled("early", 0)
    first.use(store)
    first.compiled("late", 0)
    first.keep()
    second = PatternPrograms(None)
    second.compiled("other", 0)
    second.use(store)
    second.keep()
    assert set(pattern_programs._read(None, store)) == {("early", 0), ("late", 0), ("other", 0)}


def test_programs_next_to_the_bytecode_are_enough(tmp_path: Path) -> None:
    again(tmp_path / "programs", "[a-c]v")
    store = Store(str(tmp_path / "cache"))
    known = PatternPrograms(str(tmp_path / "programs"))
    known.compiled("[a-c]v", 0)
    known.use(store)
    known.compiled("[a-c]w", 0)
    known.keep()
    assert not (tmp_path / "cache").exists()
    assert set(pattern_programs._read(str(tmp_path / "programs"))) == {("[a-c]v", 0), ("[a-c]w", 0)}


def test_programs_of_the_cache_are_used_where_nothing_can_be_written(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "cache"))
    for text in ("early", "late"):
        programs = PatternPrograms(str(tmp_path / "file" / "programs"))
        (tmp_path / "file").touch()
        programs.use(store)
        programs.compiled(text, 0)
        programs.keep()
    assert set(pattern_programs._read(None, store)) == {("early", 0), ("late", 0)}


def test_without_any_place_nothing_is_kept(tmp_path: Path) -> None:
    programs = PatternPrograms(None)
    programs.use(None)
    programs.compiled("early", 0)
    programs.keep()
    assert list(tmp_path.iterdir()) == []


def test_nothing_new_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "programs"
    again(path, "[a-c]z")
    path.chmod(0o644)
    before = path.stat().st_mtime_ns
    known = PatternPrograms(str(path))
    known.compiled("[a-c]z", 0)
    known.keep()
    assert path.stat().st_mtime_ns == before


def test_the_module_of_programs_is_imported_without_re() -> None:
    assert not {"re", "_sre"} & set(vars(importlib.import_module("stslint.runtime.lazy_regex")))
