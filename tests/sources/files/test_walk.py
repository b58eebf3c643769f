"""The files of a folder and of a shell pattern."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stslint.model import Skipped
from stslint.sources.files.walk import File, ReadError, expanded, is_walked, walk
from tests.support.paths import write_empty


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(folder: str) -> list[str]:
    return [found.path for found in walk(folder) if isinstance(found, File)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, True) for name in ("a.yaml", "a.YML", "a.json", "a.md", "a.markdown", "a.mdx", "_a.tpl")),
        *((name, True) for name in ("apps.v1.StatefulSet.default.web", "v1.Service.default.web")),
        *((name, True) for name in ("x.example.com.v1beta1.Foo..web", "v1.Service.default.web.1")),
        *((name, False) for name in ("a.txt", "a.tpl", "_a.txt", "yaml", "v1.Service", "apps.v1.set.x.web")),
    ],
)
def test_a_walk_reads_files_by_their_names(name: str, expected: bool) -> None:
    assert is_walked(name) is expected


def test_files_come_by_name_and_a_folder_in_its_place() -> None:
    write_empty("d/c.yaml", "d/b/z.yaml", "d/b/a/y.yaml", "d/a.yaml", "d/b.yaml", "d/x.txt")
    expected = ["d/a.yaml", "d/b/a/y.yaml", "d/b/z.yaml", "d/b.yaml", "d/c.yaml"]
    assert paths("d") == paths("./d") == paths("d/") == paths("d//") == expected
    os.chdir("d")
    assert paths(".") == paths("./") == [name.removeprefix("d/") for name in expected]


def test_the_root_folder_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stslint.sources.files.walk._listed", lambda *_: iter(()))
    assert list(walk("/")) == []
    monkeypatch.setattr("stslint.sources.files.walk._listed", refuse)
    assert list(walk("/")) == [ReadError("/", "cannot be read: permission denied")]
    assert list(walk(".")) == [ReadError(".", "cannot be read: permission denied")]


def refuse(*_: Any) -> Iterator[Any]:
    raise PermissionError(13, "Permission denied")


def test_a_folder_that_cannot_be_read_does_not_end_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    write_empty("d/a/x.yaml", "d/b/y.yaml", "d/c.yaml")
    scan = os.scandir
    closed = os.path.realpath("d/a")
    monkeypatch.setattr(os, "scandir", lambda path: refuse() if path == closed else scan(path))
    assert list(walk("d")) == [
        ReadError("d/a", "cannot be read: permission denied"),
        File("d/b/y.yaml", os.path.realpath("d/b/y.yaml")),
        File("d/c.yaml", os.path.realpath("d/c.yaml")),
    ]


def test_links_to_files_are_followed_and_links_to_folders_are_not() -> None:
    write_empty("d/a.yaml", "d/sub/s.yaml", "out/b.yaml")
    for target, name in (
        ("../out/b.yaml", "d/file.yaml"),
        ("../out", "d/outside"),
        ("sub", "d/inside"),
        (".", "d/self"),
        ("..", "d/above"),
        ("nowhere", "d/broken.yaml"),
        ("nowhere", "d/other"),
    ):
        os.symlink(target, name)
    found = list(walk("d"))
    assert [each for each in found if not isinstance(each, File)] == [
        Skipped("d/broken.yaml", "a broken link"),
        Skipped("d/outside", "a link to a folder outside this one; name that folder to read it"),
    ]
    assert [(each.path, each.key) for each in found if isinstance(each, File)] == [
        ("d/a.yaml", os.path.realpath("d/a.yaml")),
        ("d/file.yaml", os.path.realpath("out/b.yaml")),
        ("d/sub/s.yaml", os.path.realpath("d/sub/s.yaml")),
    ]


def test_a_link_to_itself_is_broken() -> None:
    write_empty("d/a.yaml")
    os.symlink("loop.yaml", "d/loop.yaml")
    os.symlink("loop", "d/loop")
    skipped, found = walk("d")
    assert skipped == Skipped("d/loop.yaml", "a broken link")
    assert isinstance(found, File)
    assert (found.path, found.named, found.context, found.stdin) == ("d/a.yaml", False, False, False)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", ["a", "a.yaml"]),
        ("a/*", ["a/b", "a/x.yaml"]),
        ("*/b", ["a/b"]),
        ("*/*.yaml", ["a/x.yaml"]),
        ("**/*.yaml", ["a.yaml", "a/b/y.yaml", "a/x.yaml"]),
        ("a/**/y.yaml", ["a/b/y.yaml"]),
        ("**/b/**", ["a/b"]),
        ("a/**", ["a"]),
        ("**", ["."]),
        ("./a//b/*", ["a/b/y.yaml"]),
        (".h*/*", [".hidden/z.yaml"]),
        ("*/z.yaml", []),
        ("node_modules/*", ["node_modules/n.yaml"]),
        ("n*/*", []),
        ("link/*", ["link/y.yaml"]),
        ("a.yaml/*", []),
        ("none/*", []),
    ],
)
def test_what_a_pattern_matches(pattern: str, expected: list[str]) -> None:
    write_empty("a.yaml", "a/x.yaml", "a/b/y.yaml", ".hidden/z.yaml", "node_modules/n.yaml")
    os.symlink("a/b", "link")
    without_link = [name for name in expanded(pattern) if pattern.startswith("link") or "link" not in name]
    assert without_link == expected


def test_links_to_folders_match_a_star_and_not_two() -> None:
    write_empty("a/b/y.yaml")
    os.symlink("a/b", "link")
    os.symlink("..", "a/loop")
    assert expanded("*/y.yaml") == ["link/y.yaml"]
    assert expanded("**/y.yaml") == ["a/b/y.yaml"]


def test_an_absolute_pattern_has_absolute_matches(work: Path) -> None:
    write_empty("a/b.yaml")
    assert expanded(f"{work}/*/b.yaml") == [f"{work}/a/b.yaml"]
