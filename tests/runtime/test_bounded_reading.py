"""No file blocks a run or fills its memory."""

from __future__ import annotations

import os
import sys
from io import BytesIO, FileIO
from pathlib import Path

import pytest

from stslint.runtime import bounded_reading
from stslint.runtime.bounded_reading import read_opened, read_regular, read_stream

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_reading, "MOST_BYTES", 10)


def read(path: str | Path) -> bytes:
    with open(path, "rb", buffering=0) as opened:
        return read_opened(opened)


@pytest.mark.parametrize("size", [0, 1, 10])
def test_file_within_the_limit_is_read_whole(tmp_path: Path, small_limit: None, size: int) -> None:
    (tmp_path / "a").write_bytes(b"x" * size)
    assert read(tmp_path / "a") == read_regular(str(tmp_path / "a")) == b"x" * size
    assert read_stream(BytesIO(b"x" * size)) == b"x" * size


def test_larger_file_is_refused_with_the_limit(tmp_path: Path, small_limit: None) -> None:
    (tmp_path / "a").write_bytes(b"x" * 11)
    with pytest.raises(OSError, match="more than 10 bytes, the most that stslint reads"):
        read(tmp_path / "a")
    with pytest.raises(OSError, match="more than 10 bytes, the most that stslint reads"):
        read_stream(BytesIO(b"x" * 11))


@unix
def test_device_without_an_end_is_refused(small_limit: None) -> None:
    with pytest.raises(OSError, match="the most that stslint reads"):
        read("/dev/zero")


@unix
@pytest.mark.parametrize("target", ["pipe", "/dev/zero", "/dev/null", ".", "loop"])
def test_file_that_is_not_regular_is_refused_at_once(tmp_path: Path, target: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(OSError, match=r"regular|directory|symbolic"):
        read_regular(str(tmp_path / "link"))


def changed_after_its_size_is_known(monkeypatch: pytest.MonkeyPatch, file: Path, content: bytes) -> None:
    """Makes another process change a file between the question for its size and its reading."""
    fstat = os.fstat

    def then_changed(handle: int) -> os.stat_result:
        state = fstat(handle)
        file.write_bytes(content)
        return state

    monkeypatch.setattr(os, "fstat", then_changed)


@pytest.mark.parametrize("content", [b"", b"x", b"xyz" * 1000])
def test_file_that_grew_or_shrank_is_read_as_it_is_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    (tmp_path / "a").write_bytes(b"before")
    changed_after_its_size_is_known(monkeypatch, tmp_path / "a", content)
    assert read(tmp_path / "a") == content


class Growing(FileIO):
    """A file that has grown each time that it is read from the beginning."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        with open(str(self.name), "ab") as other:
            other.write(b"x")
        return super().seek(offset, whence)


def test_file_that_changes_all_the_time_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_reading, "_BETWEEN_READINGS", 0)
    (tmp_path / "a").write_bytes(b"x")
    changed_after_its_size_is_known(monkeypatch, tmp_path / "a", b"xx")
    with (
        Growing(str(tmp_path / "a")) as opened,
        pytest.raises(OSError, match="it changes while it is read; run stslint again when it is complete"),
    ):
        read_opened(opened)
