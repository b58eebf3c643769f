"""The store keeps what it is given, whole or not at all, in the folder that the user means."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stslint.runtime import disk_cache
from stslint.runtime.disk_cache import Store, folder, key_of
from tests.support.paths import ROOT

VALUE = {"a": (1, "é", None, [b"x", 2.5])}


def test_a_value_comes_back(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "new"))
    assert store.read("k") is None
    store.write("k", VALUE)
    assert store.read("k") == VALUE
    assert sorted(os.listdir(tmp_path / "new")) == ["CACHEDIR.TAG", "k"]


def test_what_is_not_plain_or_too_large_is_not_kept(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    store.write("k", object())
    store.write("l", b"x" * (disk_cache.LARGEST_ENTRY + 1))
    assert not os.listdir(tmp_path)


def test_every_damaged_byte_is_noticed(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    store.write("k", VALUE)
    sound = (tmp_path / "k").read_bytes()
    for index in range(len(sound)):
        damaged = bytearray(sound)
        damaged[index] ^= 1
        (tmp_path / "k").write_bytes(damaged)
        assert store.read("k") is None


def test_the_folder_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "MOST_ENTRIES", 10)
    store = Store(str(tmp_path))
    for number in range(40):
        store.write(f"{number:02}", number)
        os.utime(tmp_path / f"{number:02}", (number, number))
        assert len(os.listdir(tmp_path)) <= 11
    assert store.read("39") == 39
    assert store.read("00") is None


@pytest.mark.skipif(sys.platform == "win32", reason="owners are Unix's")
def test_the_files_of_another_user_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(str(tmp_path))
    store.write("k", VALUE)
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(tmp_path).st_uid + 1)
    assert store.read("k") is None


def test_keys_tell_parts_apart() -> None:
    keys = {key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("c", "ab"), key_of("ab", "c", "")}
    assert len(keys) == 5
    assert key_of("a", b"b") == key_of("a", "b")


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of this system")
def test_the_folder_is_the_one_the_user_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STSLINT_CACHE_DIR")
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert folder() == "/home/ann/.cache/stslint"
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/ann")
    assert folder() == "/var/cache/ann/stslint"
    monkeypatch.setenv("STSLINT_CACHE_DIR", "/srv/kept")
    assert folder() == "/srv/kept"


def test_the_page_says_the_bounds() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert f"below {disk_cache.LARGEST_FOLDER >> 20} MiB and {disk_cache.MOST_ENTRIES} files" in text
