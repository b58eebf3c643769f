"""Directories of strangers: whatever is in them, a run ends, reads the rest, and says what it left out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.manifests import MISTYPED_SET
from tests.support.runners import Run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files"),
]

READ_BY_NAME = (
    ".gitignore", "kustomization.yaml", "kustomization.yml", "Kustomization", "Chart.yaml", ".stslint.yaml",
    "stslint.toml", "pyproject.toml", "stslint.yaml", ".git",
)  # fmt: skip
COMMANDS = [("check",), ("check", "--diff"), ("plan",), ("diagnose",)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web.yaml").write_text(MISTYPED_SET)
    return tmp_path


def assert_clear(ran: subprocess.CompletedProcess[str]) -> None:
    assert ran.returncode in (0, 1, 2)
    assert "internal error" not in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("target", ["pipe", "/dev/zero", "loop"])
def test_name_that_leads_to_something_else_does_not_stop_a_run(
    folder: Path, stslint: Run, words: tuple[str, ...], target: str
) -> None:
    os.mkfifo(folder / "pipe")
    for name in READ_BY_NAME:
        (folder / name).symlink_to("loop" if target == "loop" else target)
    (folder / "loop").symlink_to("loop")
    ran = stslint(*words, ".")
    assert_clear(ran)
    assert "web" in ran.stdout + ran.stderr


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_files_that_are_none_are_left_out(
    folder: Path, stslint: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(folder / "pipe.yaml")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "up").symlink_to("..")
    (folder / "here").symlink_to(".")
    with socket.socket(socket.AF_UNIX) as opened:
        monkeypatch.chdir(folder)  # the whole path is too long for a socket
        opened.bind("socket.yaml")
    assert_clear(stslint(*words, "."))
    # A snapshot is read from a pipe that is named: kubectl can be at its other end.
    for name in ("zero.yaml", "loop.yaml", "socket.yaml", *(["pipe.yaml"] if words != ("diagnose",) else [])):
        ran = stslint(*words, name)
        assert_clear(ran)
        assert name in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "name", ["a\nb.yaml", "a\x1b[31mb.yaml", "-x.yaml", "a b'\".yaml", "é😀.yaml", "a\\b.yaml"]
)
def test_name_of_any_characters_is_read(tmp_path: Path, stslint: Run, name: str) -> None:
    (tmp_path / name).write_text(MISTYPED_SET)
    ran = stslint("check", "--format", "concise", ".")
    assert ran.returncode == 1
    assert "\x1b[31mb" not in ran.stdout
    assert "STS004" in ran.stdout


def test_name_that_is_not_utf8_is_read(tmp_path: Path, stslint: Run) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"\xff.yaml"), "wb") as opened:
        opened.write(MISTYPED_SET.encode())
    for form in ("text", "json", "sarif", "junit"):
        ran = stslint("check", "--format", form, ".")
        assert ran.returncode == 1
        assert "STS004" in ran.stdout


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_path_that_is_too_long_is_a_clear_error(stslint: Run, words: tuple[str, ...]) -> None:
    for path in ("x" * 5000 + ".yaml", "x/" * 3000 + "a.yaml"):
        ran = stslint(*words, path)
        assert ran.returncode == 2
        assert_clear(ran)


def test_tree_deeper_than_a_path_can_be_is_a_clear_error(
    tmp_path: Path, stslint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(45):
        os.mkdir("d" * 100)
        os.chdir("d" * 100)
    Path("web.yaml").write_text(MISTYPED_SET)
    monkeypatch.chdir(tmp_path)
    assert_clear(stslint("check", "."))


def test_cache_and_home_that_are_not_writable_do_not_stop_a_run(
    folder: Path, stslint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("/proc/nowhere", "/dev/null", str(folder / "web.yaml")):
        monkeypatch.setenv("STSLINT_CACHE_DIR", place)
        ran = stslint("check", "web.yaml")
        assert (ran.returncode, ran.stderr) == (1, "")


def test_cache_that_others_can_write_to_is_named_when_asked_and_never_in_the_report(
    folder: Path, stslint: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("STSLINT_CACHE_DIR", str(cache))
    private = stslint("check", "--verbose", "web.yaml")
    cache.chmod(0o777)
    public = stslint("check", "--verbose", "web.yaml")
    assert public.stdout == private.stdout
    assert (private.stderr, public.stderr) == (
        "",
        f"stslint: the cache {cache} is not used: others can write to it; "
        "STSLINT_CACHE_DIR names another folder\n",
    )
    assert stslint("check", "web.yaml").stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device")
@pytest.mark.parametrize("words", [("check",), ("plan",), ("check", "--format", "json")], ids=" ".join)
def test_full_disk_on_standard_output_is_a_clear_error(folder: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "stslint", *words, "web.yaml"]
        ran = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr


def test_runs_at_once_fix_a_file_once(folder: Path) -> None:
    command = [sys.executable, "-m", "stslint", "check", "--fix", "web.yaml"]
    running = [
        subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(4)
    ]
    assert {each.wait(timeout=120) for each in running} <= {0, 1, 2}
    assert (folder / "web.yaml").read_text() == MISTYPED_SET.replace("servicename", "serviceName")
    assert os.listdir(folder) == ["web.yaml"]
