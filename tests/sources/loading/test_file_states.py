"""A file is not opened again if its state says that it is the same, and only then."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stslint.model.known_source import KnownSource, OutdatedError
from stslint.runtime import file_systems
from stslint.sources.files.walk import File
from stslint.sources.loading import file_reader, file_states
from stslint.sources.loading.discovery import Discovery, discover
from stslint.sources.loading.file_states import FileStates

SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\n"
OTHER = SET.replace("web", "dbs")
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all files are read")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(file_states, "_SETTLED", 0)
    monkeypatch.setattr(file_states, "tells_changes", lambda path: True)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.yaml").write_text(SET)
    (tmp_path / "d" / "b.yaml").write_text(SERVICE)
    (tmp_path / "d" / "other.yaml").write_text("a: 1\n")
    (tmp_path / "d" / "page.md").write_text("# Title\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "d"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    load = file_reader.load_with_state

    def noted(file: File, stdin: Callable[[], bytes]) -> object:
        names.append(file.path)
        return load(file, stdin)

    monkeypatch.setattr("stslint.sources.loading.discovery.load_with_state", noted)
    return names


def texts(found: Discovery) -> dict[str, str]:
    return {source.name: source.text for source in found.sources}


def found_before(*paths: str) -> FileStates:
    """Returns the states of a later run."""
    states = FileStates()
    discover(paths or ["d"], use_context=False, states=states)
    return FileStates(states.written)


def test_no_file_of_the_same_state_is_opened(folder: Path, opened: list[str]) -> None:
    states = found_before()
    assert sorted(opened) == ["d/a.yaml", "d/b.yaml", "d/other.yaml", "d/page.md"]
    opened.clear()
    found = discover(["d"], use_context=False, states=states)
    assert opened == []
    assert texts(found) == {"d/a.yaml": SET, "d/b.yaml": SERVICE}
    assert all(isinstance(source, KnownSource) for source in found.sources)
    assert found.files == 4
    assert states.changed == 0


def same_size_and_times(file: Path) -> None:
    before = file.stat()
    file.write_text(OTHER)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced_by_a_file_of_the_same_size_and_times(file: Path) -> None:
    before, new = file.stat(), file.with_name("new")
    new.write_text(OTHER)
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(file)


def replaced_by_an_older_file(file: Path) -> None:
    older = file.with_name("older")
    older.write_text(OTHER)
    os.utime(older, (1_000_000_000, 1_000_000_000))
    older.replace(file)


def folder_replaced(file: Path) -> None:
    before = file.stat()
    copy = file.parent.with_name("copy")
    shutil.copytree(file.parent, copy)
    (copy / file.name).write_text(OTHER)
    os.utime(copy / file.name, ns=(before.st_atime_ns, before.st_mtime_ns))
    file.parent.rename(file.parent.with_name("former"))
    copy.rename(file.parent)


def turned_into_a_link(file: Path) -> None:
    target = file.with_name("target")
    target.write_text(OTHER)
    file.unlink()
    file.symlink_to(target)


@pytest.mark.parametrize(
    "change",
    [
        same_size_and_times,
        replaced_by_a_file_of_the_same_size_and_times,
        replaced_by_an_older_file,
        folder_replaced,
        turned_into_a_link,
    ],
)
def test_file_of_another_state_is_read(folder: Path, change: Callable[[Path], None]) -> None:
    states = found_before()
    change(folder / "a.yaml")
    assert texts(discover(["d"], use_context=False, states=states))["d/a.yaml"] == OTHER


def test_link_that_leads_elsewhere_is_read(folder: Path) -> None:
    (folder / "one").write_text(SET)
    (folder / "two").write_text(OTHER)
    link = folder / "a.yaml"
    link.unlink()
    link.symlink_to("one")
    states = found_before()
    assert texts(discover(["d"], use_context=False, states=states))["d/a.yaml"] == SET
    link.unlink()
    link.symlink_to("two")
    assert texts(discover(["d"], use_context=False, states=FileStates(states.written)))["d/a.yaml"] == OTHER


def test_two_files_that_are_exchanged_are_read(folder: Path) -> None:
    a, b = folder / "a.yaml", folder / "b.yaml"
    b.write_text(OTHER)
    states = found_before()
    a.rename(folder / "c")
    b.rename(a)
    (folder / "c").rename(b)
    assert texts(discover(["d"], use_context=False, states=states)) == {"d/a.yaml": OTHER, "d/b.yaml": SET}


def test_pipe_in_the_place_of_a_file_is_not_read(folder: Path) -> None:
    states = found_before()
    (folder / "a.yaml").unlink()
    os.mkfifo(folder / "a.yaml")
    found = discover(["d"], use_context=False, states=states)
    assert [skipped.reason for skipped in found.skipped] == ["not a regular file"]


def test_file_that_nobody_may_read_any_more_is_an_error(folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads all files")
    states = found_before()
    (folder / "a.yaml").chmod(0)
    assert len(discover(["d"], use_context=False, states=states).errors) == 1


def test_state_of_a_moment_ago_is_not_trusted(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_states, "_SETTLED", 3_600_000_000_000)
    states = found_before()
    opened.clear()
    discover(["d"], use_context=False, states=states)
    assert len(opened) == 4


def test_state_on_another_file_system_is_not_trusted(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_states, "tells_changes", lambda path: False)
    states = found_before()
    opened.clear()
    discover(["d"], use_context=False, states=states)
    assert len(opened) == 4


def test_text_that_has_changed_since_its_state_was_seen_is_outdated(folder: Path) -> None:
    found = discover(["d"], use_context=False, states=found_before())
    (folder / "a.yaml").write_text(OTHER)
    with pytest.raises(OutdatedError, match=r"d/a\.yaml has changed while it was checked"):
        texts(found)


@pytest.mark.parametrize(
    "text",
    [
        f"# stslint: ignore-file=STS401\n{SET}",
        f"{SET}  annotations: {{stslint.dev/ignore: STS401}}\n",
        f"---\n# Source: chart/templates/web.yaml\n{SET}",
        f"{SET}data: '{{{{ .Values.x }}}}'\n",
        f"{SET}spec:\n  (replicas > 1): true\n",
    ],
)
def test_manifest_that_says_how_it_is_taken_is_read(folder: Path, opened: list[str], text: str) -> None:
    (folder / "a.yaml").write_text(text)
    states = found_before()
    opened.clear()
    found = discover(["d"], use_context=False, states=states)
    assert opened == ["d/a.yaml"]
    plain = discover(["d"], use_context=False)
    assert (found.sources[:-1], found.skipped) == (plain.sources[:-1], plain.skipped)
    assert (texts(found), states.changed) == (texts(plain), 0)


def test_kustomization_that_lists_a_known_file_makes_it_a_patch(folder: Path) -> None:
    states = found_before()
    (folder / "kustomization.yaml").write_text("patches:\n- path: a.yaml\n")
    found = discover(["d"], use_context=False, states=states)
    assert [source.partial for source in found.sources if source.name == "d/a.yaml"] == [True]


MOUNTS = (
    "22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
    "23 22 0:21 / /home rw,relatime shared:2 - nfs4 server:/home rw\n"
    "24 22 0:22 / /mnt/my\\040files rw - vfat /dev/sdb1 rw\n"
    "25 22 0:23 / /srv rw - nfs server:/srv rw\n"
    "26 25 0:24 / /srv rw - xfs /dev/sdc1 rw\n"
)


@pytest.mark.parametrize(
    ("path", "trusted"),
    [
        ("/work/a.yaml", True),
        ("/home/me/a.yaml", False),
        ("/homes/a.yaml", True),
        ("/mnt/my files/a.yaml", False),
        ("/srv/a.yaml", True),
    ],
)
def test_only_local_file_systems_tell_changes(
    path: str, trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    monkeypatch.setattr(file_systems, "_MOUNTS", str(mounts))
    assert file_systems.tells_changes(path) is trusted


def test_unknown_mounts_tell_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_systems, "_MOUNTS", str(tmp_path / "missing"))
    assert not file_systems.tells_changes("/work/a.yaml")
