"""Derived data is written where Python writes bytecode, and nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from stslint.runtime import bytecode_folder


@pytest.fixture(autouse=True)
def as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def test_data_is_next_to_the_bytecode_of_its_file(tmp_path: Path) -> None:
    path = bytecode_folder.path_of(str(tmp_path / "kinds.json"))
    assert path == str(tmp_path / "__pycache__" / f"kinds.json.{sys.implementation.cache_tag}.bin")


def test_data_is_below_the_prefix_of_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "prefix"))
    path = Path(bytecode_folder.path_of(str(tmp_path / "a" / "kinds.json")) or "")
    assert path.name == f"kinds.json.{sys.implementation.cache_tag}.bin"
    assert path.parent == Path(f"{tmp_path / 'prefix'}{tmp_path / 'a'}")


def test_python_without_bytecode_has_no_place_for_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "implementation", SimpleNamespace(cache_tag=None))
    path = bytecode_folder.path_of("kinds.json")
    assert path is None
    assert bytecode_folder.read(path, "key") is None
    assert not bytecode_folder.write(path, "key", 1)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = str(tmp_path / "__pycache__" / "data.bin")
    assert bytecode_folder.write(path, "key", {"a": (1, None)})
    assert bytecode_folder.read(path, "key") == {"a": (1, None)}
    assert bytecode_folder.read(path, "another") is None
    assert [each.name for each in (tmp_path / "__pycache__").iterdir()] == ["data.bin"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xff", bytes(40)])
def test_damaged_data_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.bin"
    path.write_bytes(content)
    assert bytecode_folder.read(str(path), "key") is None


def test_nothing_is_written_where_python_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not bytecode_folder.write(str(tmp_path / "data.bin"), "key", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file")
    assert not bytecode_folder.write(str(tmp_path / "__pycache__" / "data.bin"), "key", 1)
