"""A disk without room leaves the old bytes and no temporary file, and the error names the file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.manifests import MISTYPED_SET
from tests.support.paths import ROOT

if sys.platform == "win32":
    pytest.skip("Windows has no limit for the size of a file", allow_module_level=True)

import resource

pytestmark = pytest.mark.slow

SET = MISTYPED_SET + "# a comment that makes it larger than the limit\n" * 2000
FIXED = SET.replace("servicename", "serviceName")
CHECK = ("check", "--no-cache", "--no-config", "web.yaml")
COMMANDS = {
    "fix": ((*CHECK, "--fix"), "stslint: web.yaml: not fixed: file too large\n"),
    "baseline": ((*CHECK, "--write-baseline", "out"), "stslint: out: file too large\n"),
    "output file": ((*CHECK, "--output-file", "json:out"), "stslint: out: file too large\n"),
    "page": (("plan", "--no-config", "--format", "html", "--output", "out", "web.yaml"),
             "stslint: out: file too large\n"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web.yaml").write_text(SET)
    (tmp_path / "out").write_text("old")
    return tmp_path


def ran(folder: Path, words: tuple[str, ...], most_bytes: int) -> subprocess.CompletedProcess[str]:
    """Runs stslint where no file can have more bytes: the system refuses to write as on a full disk."""
    start = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, {most_bytes}))\n"
        "import runpy; runpy.run_module('stslint', run_name='__main__')"
    )
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "STSLINT_CACHE_DIR": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-B", "-c", start, *words],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("most_bytes", [0, 1, 100, 200])
@pytest.mark.parametrize("name", COMMANDS)
def test_full_disk_keeps_the_old_file(folder: Path, name: str, most_bytes: int) -> None:
    words, said = COMMANDS[name]
    found = ran(folder, words, most_bytes)
    assert (found.returncode, found.stderr) == (2, said)
    assert (folder / "web.yaml").read_text() == SET
    assert (folder / "out").read_text() == "old"
    assert set(os.listdir(folder)) - {"cache"} == {"out", "web.yaml"}


@pytest.mark.parametrize("most_bytes", [0, 1, 100, 1000])
def test_full_disk_of_the_cache_changes_no_report(folder: Path, most_bytes: int) -> None:
    words = tuple(word for word in CHECK if word != "--no-cache")
    plenty = ran(folder, CHECK, resource.RLIM_INFINITY)
    found = ran(folder, words, most_bytes)
    assert (found.returncode, found.stdout, found.stderr) == (plenty.returncode, plenty.stdout, "")
    assert not [name for name in os.listdir(folder / "cache") if name.startswith(".")]
    assert ran(folder, words, resource.RLIM_INFINITY).stdout == plenty.stdout


def test_room_enough_writes_all(folder: Path) -> None:
    assert ran(folder, COMMANDS["fix"][0], 200_000).returncode == 0
    assert (folder / "web.yaml").read_text() == FIXED
