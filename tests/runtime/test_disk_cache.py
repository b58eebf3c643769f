"""The store keeps what it is given, whole or not at all, in the folder that the user means."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stslint.runtime import disk_cache
from stslint.runtime.disk_cache import Store, folder, key_of
from tests.support.manifests import STATEFUL_SET
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


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such owners and modes")


@POSIX
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
def test_folder_that_others_can_write_to_is_neither_read_nor_written(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "cache"
    store = Store(str(folder))
    store.write("k", VALUE)
    folder.chmod(mode)
    store.write("l", VALUE)
    assert (store.read("k"), store.read("l")) == (None, None)
    assert sorted(os.listdir(folder)) == ["CACHEDIR.TAG", "k"]
    folder.chmod(0o755)
    assert store.read("k") == VALUE


@POSIX
@pytest.mark.parametrize("what", ["folder", "entry"])
def test_what_belongs_to_another_user_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    store = Store(str(tmp_path))
    store.write("k", VALUE)
    if os.geteuid() == 0:
        os.chown(tmp_path if what == "folder" else tmp_path / "k", 12345, -1)
    else:  # who cannot give files away is another user instead
        me = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert store.read("k") is None


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give files away")
def test_what_another_user_says_of_the_rules_is_not_believed(tmp_path: Path) -> None:
    """Plants other severities of the built-in rules in a cache that belongs to another user."""
    cache = tmp_path / "cache"
    tmp_path.chmod(0o755)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "STSLINT_CACHE_DIR": str(cache),
        # The index of the rules is not next to the sources then, but in the cache.
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPYCACHEPREFIX": str(tmp_path / "none"),
    }
    manifest = tmp_path / "web.yaml"
    manifest.write_text(
        f"{STATEFUL_SET}spec:\n  selector: {{matchLabels: {{a: b}}}}\n"
        "  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: web, image: nginx}]}\n"
    )

    def said() -> bytes:
        command = [sys.executable, "-m", "stslint", "check", "--format", "json", str(manifest)]
        return subprocess.run(command, env=environment, check=False, capture_output=True).stdout

    honest = said()
    planted = 0
    for entry in [each for each in cache.iterdir() if len(each.name) == 32]:
        kept = Store(str(cache)).read(entry.name)
        if isinstance(kept, tuple) and len(kept) == 2 and isinstance(kept[1], list):
            changed = [(name, {**fields, "severity": "info"}, checks) for name, fields, checks in kept[1]]
            Store(str(cache)).write(entry.name, (kept[0], changed))
            planted += 1
        else:
            entry.unlink()
    assert planted == 1
    assert said() != honest  # own entries are believed
    for path in (cache, *cache.iterdir()):
        os.chown(path, 12345, -1)
    assert said() == honest


def test_the_folder_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "MOST_ENTRIES", 150)
    store = Store(str(tmp_path))
    keys = [key_of(str(number)) for number in range(600)]
    for number, key in enumerate(keys):
        store.write(key, number)
        os.utime(tmp_path / key, (number, number))
        assert len(os.listdir(tmp_path)) <= 150
    assert store.read(keys[-1]) == 599
    assert store.read(keys[0]) is None


def test_the_size_of_large_entries_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "LARGEST_FOLDER", 10 << 20)
    store = Store(str(tmp_path))
    for number in range(40):
        store.write(f"f{number}", b"x" * (1 << 20))
        assert sum(entry.stat().st_size for entry in tmp_path.iterdir()) <= 10 << 20
    assert store.read("f39") == b"x" * (1 << 20)


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such owners")
def test_why_a_cache_is_not_used_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    assert Store(str(tmp_path)).why_unused() == Store(str(tmp_path / "new")).why_unused() == ""
    tmp_path.chmod(0o722)
    assert "is not used: others can write to it" in Store(str(tmp_path)).why_unused()
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(tmp_path).st_uid + 1)
    assert "is not used: it belongs to another user" in Store(str(tmp_path)).why_unused()
