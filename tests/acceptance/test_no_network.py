"""No command opens a socket, whatever the manifests name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

GUARD = """\
import os, sys

def refuse(event, words):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.")):
        # asyncio wakes itself up with a pair of connected sockets of its own.
        if event == "socket.__new__" and sys._getframe(1).f_code.co_name in ("socketpair", "__init__"):
            frame = sys._getframe(1)
            while frame is not None:
                if frame.f_code.co_name == "_make_self_pipe":
                    return
                frame = frame.f_back
        os.write(2, f"SOCKET {event} {words!r}\\n".encode())
        os._exit(99)

sys.addaudithook(refuse)
"""
"""A module that Python imports at its start: every use of the network ends the process with code 99."""
MANIFEST = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, annotations: {source: https://example.invalid/}}
spec:
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: example.invalid/web:1}]
"""
SNAPSHOT = ROOT / "tests" / "fixtures" / "snapshots" / "image.yaml"
COMMANDS: list[tuple[str, ...]] = [
    ("check", "."),
    ("check", "--jobs", "2", "."),
    ("check", "--fix", "web.yaml"),
    ("check", "--diff", "web.yaml"),
    ("check", "--write-baseline", "base.json", "web.yaml"),
    ("check", "--against", "web.yaml", "new.yaml"),
    *(("check", "--format", form, "web.yaml") for form in ("json", "sarif", "junit", "tap", "github")),
    *(("check", "--format", form, "web.yaml") for form in ("gitlab", "rdjson", "markdown", "concise")),
    ("check", "https://example.invalid/web.yaml"),
    ("plan", "web.yaml"),
    *(("plan", "--from", "web.yaml", "new.yaml", "--format", form) for form in ("html", "svg", "json")),
    ("diagnose", str(SNAPSHOT)),
    ("explain", "STS105"),
    ("explain", "partition"),
    ("rules",),
    ("test-rules", str(ROOT / "tests" / "acceptance")),
    ("schema",),
    ("kubectl-diff", "live", "merged"),
    ("completion", "bash"),
    ("server",),
    ("--version",),
]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in a folder with the guard."""
    (folder / "guard").mkdir(exist_ok=True)
    (folder / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    paths = os.pathsep.join((str(folder / "guard"), str(ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths, "STSLINT_CACHE_DIR": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_command_opens_no_socket(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "web.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(MANIFEST.replace("web:1", "web:2"), encoding="utf-8")
    for side in ("live", "merged"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "apps.v1.StatefulSet.default.web").write_text(MANIFEST, encoding="utf-8")
    ran = run(tmp_path, "-m", "stslint", *words)
    assert "SOCKET" not in ran.stderr
    assert ran.returncode in (0, 1, 2), ran.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_guard_notices_a_socket(tmp_path: Path, code: str) -> None:
    assert run(tmp_path, "-c", code).returncode == 99
