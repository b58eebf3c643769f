"""Processes that share a run: whichever is ended at any moment, no other is left, and no report is half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.bundles import distinct
from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere"),
]

MOMENTS = 34 if os.environ.get("STSLINT_LONG_TESTS") else 2
"""For each signal to the first process or to another one: 204 in all."""
FILES = 460
SIGNALS = ["SIGKILL", "SIGTERM", "SIGINT"]
WORDS = ("check", "--no-cache", "--no-config", "--jobs", "3", "--format", "json", "--output", "out", "in")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float, bytes]:
    """Returns a folder with enough files for three processes, how long a run takes, and its report."""
    folder = tmp_path_factory.mktemp("shared")
    (folder / "in").mkdir()
    for number in range(FILES):
        (folder / "in" / f"{number}.yaml").write_text(distinct(number))
    began = time.monotonic()
    assert started(folder).wait() == 1
    return folder, time.monotonic() - began, (folder / "out").read_bytes()


def started(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "stslint", *WORDS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def others_of(process: int) -> list[int]:
    """Returns the ids of the processes that a running process has started; none after its end."""
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def soon_gone(processes: list[int]) -> bool:
    """Returns whether processes end within ten seconds."""
    end = time.monotonic() + 10
    while any(is_running(each) for each in processes):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def sharing(
    folder: Path, chance: random.Random, duration: float
) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """Yields runs, each at a moment from the start of its other processes on, and these processes."""
    for _ in range(MOMENTS):
        (folder / "out").write_bytes(b"old")
        process = started(folder)
        others: list[int] = []
        while len(others) < 2 and process.poll() is None:
            others = others_of(process.pid)
        time.sleep(duration * 0.8 * chance.random())
        yield process, others


@pytest.mark.parametrize("ending", SIGNALS)
def test_no_process_is_left_of_a_run_that_is_ended(tree: tuple[Path, float, bytes], ending: str) -> None:
    folder, duration, whole = tree
    number = getattr(signal, ending)
    for process, others in sharing(folder, random.Random(ending), duration):
        process.send_signal(number)
        code = process.wait(30)
        assert soon_gone(others)
        if code != 1:
            assert code == (130 if ending == "SIGINT" else -number)
        assert (folder / "out").read_bytes() in ((whole,) if code == 1 else (b"old", whole))


@pytest.mark.parametrize("ending", SIGNALS)
def test_a_run_goes_on_without_a_process_that_is_ended(tree: tuple[Path, float, bytes], ending: str) -> None:
    folder, duration, whole = tree
    chance = random.Random(f"other {ending}")
    for process, others in sharing(folder, chance, duration):
        left = others_of(process.pid)
        if left:
            os.kill(chance.choice(left), getattr(signal, ending))
        assert process.wait(60) == 1
        assert soon_gone(others)
        assert (folder / "out").read_bytes() == whole
