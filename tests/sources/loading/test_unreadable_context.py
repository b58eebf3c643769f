"""A file that --context names and that is not read is in the report."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stslint.model import Skipped
from stslint.sources.loading import discovery, file_reader

SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "web.yaml").write_text(SET)
    (tmp_path / "service.yaml").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(context: str) -> tuple[list[str], tuple[Skipped, ...]]:
    found = discovery.discover(["in/web.yaml"], context_paths=[context])
    return [source.name for source in found.sources], found.skipped


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other words for it")
def test_named_context_that_cannot_be_read_is_skipped_with_the_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read("service.yaml") == (["in/web.yaml", "service.yaml"], ())

    def refuse(*words: object) -> bytes:  # the superuser, who may run the tests, can read everything
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(file_reader, "read_opened", refuse)
    (skipped,) = read("service.yaml")[1]
    assert skipped == ("service.yaml", "context cannot be read: permission denied")


def test_named_context_that_is_too_large_is_skipped_with_the_limit(folder: Path) -> None:
    (folder / "service.yaml").write_text(SERVICE + "# a comment\n" * 100_000)
    assert read("service.yaml") == (
        ["in/web.yaml"],
        (Skipped("service.yaml", "context has more than 1 MiB"),),
    )


def test_large_file_of_a_context_folder_is_left_out(folder: Path) -> None:
    (folder / "service.yaml").write_text(SERVICE + "# a comment\n" * 100_000)
    assert read(".") == (["in/web.yaml"], ())
