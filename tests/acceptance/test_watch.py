"""`check --watch` checks again after a change, survives a mistake, and ends with Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.acceptance.test_gates import SET
from tests.support.runners import Run

pytestmark = pytest.mark.slow


def read_until(stream: IO[str], text: str) -> str:
    """Returns what is printed up to a line with a text; the end of the stream is an error."""
    shown = ""
    for line in stream:
        shown += line
        if text in line:
            return shown
    raise AssertionError(shown)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_watch_checks_again_after_each_change(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(SET)
    command = [sys.executable, "-u", "-m", "stslint", "check", "--watch", "--select", "STS0", "web.yaml"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    try:
        assert "No findings" in read_until(process.stdout, "watching 1 file; Ctrl-C ends it")
        (tmp_path / "web.yaml").write_text(SET.replace("replicas", "replica"))
        assert "did you mean `replicas`?" in read_until(process.stdout, "watching")
        (tmp_path / "stslint.toml").write_text("ignore = [\n")
        assert "stslint.toml:" in read_until(process.stdout, "watching 2 files")
        (tmp_path / "stslint.toml").unlink()
        assert "did you mean `replicas`?" in read_until(process.stdout, "watching 1 file")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-"], "--watch looks at files: standard input cannot be read again"),
        (["--fix", "."], "--watch only reads: remove --fix"),
        (["--write-baseline", "x", "."], "--watch only reads: remove --write-baseline"),
    ],
)
def test_watch_refuses_what_it_can_not_repeat(stslint: Run, words: list[str], said: str) -> None:
    ran = stslint("check", "--watch", *words)
    assert (ran.returncode, ran.stderr) == (2, f"stslint: {said}\n")
