"""Paths of a command line, the files beside a file, and the files of context."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stslint.model import Skipped
from stslint.sources.files.path_expansion import context_files, find_files, siblings
from stslint.sources.files.path_filter import PathFilter
from stslint.sources.files.walk import File, ReadError
from tests.support.paths import write_empty


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def key(name: str) -> str:
    return os.path.realpath(name)


def test_named_and_found_files_differ() -> None:
    write_empty("a.yaml", "d/b.yaml")
    assert list(find_files(["./a.yaml", "d", "-"], stdin_name="x.yaml")) == [
        File("a.yaml", key("a.yaml"), named=True),
        File("d/b.yaml", key("d/b.yaml")),
        File("x.yaml", key("x.yaml"), named=True, stdin=True),
    ]


def test_a_file_that_is_there_twice_does_not_hide_the_next() -> None:
    write_empty("a.yaml", "b.yaml")
    assert [found.path for found in find_files(["a.yaml", "."]) if isinstance(found, File)] == [
        "a.yaml",
        "b.yaml",
    ]


def test_a_bare_star_finds_what_a_walk_reads_and_other_patterns_all() -> None:
    write_empty("d/a.yaml", "d/b.txt", "d/e/c.yaml", "d/e/f.txt")
    os.mkdir("d/x.yaml")

    def found(pattern: str) -> list[tuple[str, bool]]:
        return [(each.path, each.named) for each in find_files([pattern]) if isinstance(each, File)]

    assert found("d/*") == [("d/a.yaml", False), ("d/e/c.yaml", False)]
    assert found("d/*.txt") == [("d/b.txt", True)]
    assert found("d/*.yaml") == [("d/a.yaml", True)]
    assert found("d/**/*.txt") == [("d/b.txt", True), ("d/e/f.txt", True)]


def test_what_is_excluded_below_a_folder_that_matches_is_left_out() -> None:
    write_empty("d/a.yaml", "d/e/c.yaml", "d/e/f/g.yaml")
    names = [each.path for each in find_files(["d/*"], PathFilter(["f", "c.*"])) if isinstance(each, File)]
    assert names == ["d/a.yaml"]


def test_paths_that_cannot_be_read_say_why() -> None:
    os.symlink("nowhere", "broken.yaml")
    os.mkdir("empty")
    long = "x" * 5000
    assert list(find_files(["broken.yaml", "empty", "a\0b", "*.json", long])) == [
        ReadError("broken.yaml", "a broken link"),
        Skipped(
            "empty",
            "no manifest in this folder (`.yaml`, `.yml`, `.json`, `.md`); other files are read when you "
            "name them",
        ),
        ReadError("a\0b", "not a path: it contains a null byte"),
        ReadError("*.json", "no file matches this pattern"),
        ReadError(long, "cannot be read: file name too long"),
    ]


def test_the_files_beside_a_file_are_manifests_by_name() -> None:
    write_empty("d/b.yaml", "d/a.JSON", "d/c.yml", "d/page.md", "d/x.txt")
    os.mkdir("d/e.yaml")
    os.symlink("nowhere", "d/f.yaml")
    assert list(siblings(File("d/b.yaml", key("d/b.yaml"), named=True))) == [
        File(f"d/{name}", key(f"d/{name}"), context=True) for name in ("a.JSON", "b.yaml", "c.yml")
    ]
    assert list(siblings(File("none/b.yaml", key("none/b.yaml")))) == []


def test_a_file_in_the_working_directory_has_neighbours_without_a_folder() -> None:
    write_empty("a.yaml", "b.yaml")
    assert [each.path for each in siblings(File("a.yaml", key("a.yaml")))] == ["a.yaml", "b.yaml"]


def test_the_first_thousand_files_are_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number:04}.yaml" for number in range(1002)]
    monkeypatch.setattr(os, "listdir", lambda _: reversed(names))
    monkeypatch.setattr(os.path, "isfile", lambda _: True)
    found = [each.path for each in siblings(File("a.yaml", key("a.yaml")))]
    assert found == names[:1000]


def test_context_is_read_or_skipped_and_never_an_error() -> None:
    write_empty("d/a.yaml")
    os.mkdir("empty")
    assert list(context_files(["d", "d/a.yaml", "none"])) == [
        File("d/a.yaml", key("d/a.yaml"), context=True),
        Skipped("none", "context does not exist"),
    ]
    assert list(context_files(["empty"])) == []
