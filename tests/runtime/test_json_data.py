"""JSON data come back as they are written, whatever was kept of them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from stslint.runtime import bytecode_folder, json_data
from tests.support.paths import ROOT

CONTENT = {"b": [1, 2.5, None, True, "é\U0001f600"], "a": {"": []}}


@pytest.fixture(autouse=True)
def bytecode_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data.json"
    path.write_text(json.dumps(CONTENT), encoding="utf-8")
    return path


def test_content_is_kept_next_to_the_bytecode(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json_data.load(str(file)) == CONTENT
    (kept,) = (file.parent / "__pycache__").iterdir()
    assert kept.name.startswith("data.json.")
    monkeypatch.setattr(json_data, "_parsed", None)
    again = json_data.load(str(file))
    assert again == CONTENT
    assert list(again) == ["b", "a"]


@pytest.mark.parametrize("later", [0, 1])
def test_a_changed_file_is_read_anew(file: Path, later: int) -> None:
    json_data.load(str(file))
    state = file.stat()
    text = "[1]" if not later else json.dumps(CONTENT).replace("2.5", "9.5")
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + later))
    assert json_data.load(str(file)) == json.loads(text)


@pytest.mark.parametrize("kept", [b"", b"no marshal", b"N"])
def test_a_damaged_entry_is_not_used(file: Path, kept: bytes) -> None:
    json_data.load(str(file))
    Path(bytecode_folder.path_of(str(file)) or "").write_bytes(kept)
    assert json_data.load(str(file)) == CONTENT


def test_a_wheel_carries_the_content(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / f"{file.name}{json_data.SHIPPED}").write_bytes(json_data.shipped(str(file)))
    os.utime(file, (1, 1))
    monkeypatch.setattr(json_data, "_parsed", None)
    assert json_data.load(str(file)) == CONTENT
    assert not (file.parent / "__pycache__").exists()


def test_where_python_may_not_write_the_file_is_parsed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for _ in range(2):
        assert json_data.load(str(file)) == CONTENT
    assert not (file.parent / "__pycache__").exists()


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        json_data.load(str(tmp_path / "none.json"))


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.name)
def test_each_schema_is_the_same_from_marshal(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    assert json_data.load(str(copy)) == json_data.load(str(copy)) == json.loads(path.read_bytes())
