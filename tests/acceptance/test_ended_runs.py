"""A run that is ended at any moment leaves the old bytes or the new ones, and no temporary file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

MOMENTS = 13 if os.environ.get("STSLINT_LONG_TESTS") else 3
"""For each command and signal: 208 in all."""
TYPO = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  servicename: web
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "registry.example.com/web:1.2.3"}]
"""
COMMANDS = {
    "fix": ("check", "--no-cache", "--no-config", "--fix", "web.yaml"),
    "baseline": ("check", "--no-cache", "--no-config", "--write-baseline", "out", "web.yaml"),
    "output": ("check", "--no-cache", "--no-config", "--output-file", "json:out", "web.yaml"),
    "cache": ("check", "--no-config", "web.yaml"),
}
SIGNALS = ["SIGKILL", "SIGTERM", "SIGINT", "SIGPIPE"]
Place = Callable[[str], Path]


def started(folder: Path, command: str) -> subprocess.Popen[bytes]:
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "STSLINT_CACHE_DIR": str(folder / "cache")}
    words = [sys.executable, "-m", "stslint", *COMMANDS[command]]
    return subprocess.Popen(
        words, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def prepare(folder: Path) -> None:
    (folder / "web.yaml").write_text(TYPO)
    (folder / "out").write_text("old")


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("web.yaml", "out")}


def temporary(folder: Path) -> list[str]:
    cached = os.listdir(folder / "cache") if (folder / "cache").exists() else []
    return [name for name in (*os.listdir(folder), *cached) if name.startswith(".")]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("ending", SIGNALS)
def test_ended_run_leaves_old_or_new_bytes(tmp_path: Path, command: str, ending: str) -> None:
    prepare(tmp_path)
    began = time.monotonic()
    started(tmp_path, command).wait()
    duration, old, new = (
        time.monotonic() - began,
        {"web.yaml": TYPO.encode(), "out": b"old"},
        contents(tmp_path),
    )
    chance = random.Random(f"{command} {ending}")
    for _ in range(MOMENTS):
        prepare(tmp_path)
        process = started(tmp_path, command)
        time.sleep(duration * (0.3 + 0.8 * chance.random()))
        process.send_signal(getattr(signal, ending))
        process.wait()
        found = contents(tmp_path)
        assert all(found[name] in (old[name], new[name]) for name in found)
        if ending != "SIGKILL":
            assert not temporary(tmp_path)
    for name in temporary(tmp_path):
        os.utime(tmp_path / "cache" / name if name.count(".") == 3 else tmp_path / name, (0, 0))
    prepare(tmp_path)
    assert started(tmp_path, command).wait() in (0, 1)
    assert contents(tmp_path) == new
    if command != "cache":  # a run that finds its report in the cache writes nothing
        assert not temporary(tmp_path)
