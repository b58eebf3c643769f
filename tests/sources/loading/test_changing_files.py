"""Files that change between the moment they are found and the one they are read."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stslint.sources.files.path_expansion import find_files
from stslint.sources.files.walk import File
from stslint.sources.loading import discovery

SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\n"


def replaced_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def replaced_by_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def without_its_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def with_a_comment(file: Path) -> None:
    file.write_text(f"# changed\n{SET}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "in" / name).write_text(SET)
    return tmp_path / "in"


def discovered(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> discovery.Discovery:
    """Returns what is read of a folder whose file b.yaml changes after it was found."""

    def then_changed(*words: Any) -> Iterator[Any]:
        for found in list(find_files(*words)):
            if isinstance(found, File) and found.path.endswith("b.yaml"):
                change(folder / "b.yaml")
            yield found

    monkeypatch.setattr(discovery, "find_files", then_changed)
    return discovery.discover([str(folder)], use_context=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other words for it")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Path.unlink, "cannot be read: no such file or directory"),
        (without_its_folder, "cannot be read: no such file or directory"),
        (replaced_by_a_folder, "cannot be read: is a directory"),
        (replaced_by_a_pipe, "cannot be read: not a regular file"),
    ],
)
def test_file_that_is_gone_when_it_is_read_is_an_error_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], reason: str
) -> None:
    found = discovered(folder, monkeypatch, change)
    assert [(Path(error.file).name, error.reason) for error in found.errors] == [("b.yaml", reason)]
    assert [Path(source.name).name for source in found.sources] == ["a.yaml"]


def test_file_with_other_content_is_read_as_it_is_then(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = discovered(folder, monkeypatch, with_a_comment)
    assert found.errors == ()
    assert [source.text for source in found.sources] == [SET, f"# changed\n{SET}"]
