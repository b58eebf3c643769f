"""Nothing of a file, a path, a configuration or a variable drives a terminal, whichever command prints it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

pty = pytest.importorskip("pty", reason="a terminal to print to")

TITLE = "\x1b]0;owned\x07"
"""Sets the title of a terminal: none of stslint's own sequences looks like it."""
HOSTILE = f"a{TITLE}\x9b31m\u202e\u2028b"
_OWN = re.compile(r"\x1b\[[0-9;]*[mK]")
_DRIVING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u2028]")

QUOTED = '"a\\e]0;owned\\a\\x9b31m\\u202e\\L b"'
SET = f"""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: {QUOTED}}}
spec:
  servicename: {QUOTED}
  replicas: {QUOTED}
  {QUOTED}: 1
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: {QUOTED}}}}}
    spec:
      containers: [{{name: {QUOTED}, image: {QUOTED}}}]
"""
RUNNING = f"""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: web, annotations: {{note: {QUOTED}}}}}
spec:
  serviceName: web
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers: [{{name: web, image: {QUOTED}}}]
"""
RULE = f'''"""A rule.

{TITLE}

## Bad

```yaml
a: b  # error
```

## Good

```yaml
a: b
```
"""

ID = "ACME001"
SEVERITY = "error"
SOURCE = "https://example.com/"


def check(stateful_set, bundle):
    raise ValueError("{TITLE}")
'''


def in_a_terminal(
    cwd: Path, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None
) -> str:
    """Returns all that a command prints to a terminal."""
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "stslint", *arguments],
        cwd=cwd,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            **(variables or {}),
        },
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=writer,
    )
    os.close(writer)
    assert process.stdin is not None
    try:
        process.stdin.write(stdin)
        process.stdin.close()
    except BrokenPipeError:
        pass
    output = b""
    while True:
        try:
            piece = os.read(reader, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        output += piece
    os.close(reader)
    process.wait(timeout=60)
    return output.decode("utf-8", "replace")


def assert_harmless(output: str) -> None:
    assert output.strip()
    rest = _OWN.sub("", output)
    assert not _DRIVING.search(rest), repr(rest)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / f"{HOSTILE}.yaml").write_text(SET)
    (tmp_path / "set.yaml").write_text(SET)
    (tmp_path / "running.yaml").write_text(RUNNING)
    (tmp_path / "typo.yaml").write_text(RUNNING.replace("serviceName", "servicename"))
    (tmp_path / "raw.yaml").write_text(f"kind: StatefulSet {TITLE}\n")
    (tmp_path / "scenario.yaml").write_text(f"id: {QUOTED}\nmanifest: {QUOTED}\nsteps: [{{op: {QUOTED}}}]\n")
    (tmp_path / "hostile.toml").write_text(
        '"a\\u001b]0;owned\\u0007" = 1\nselect = ["\\u001b]0;owned\\u0007"]\n'
    )
    (tmp_path / "base.json").write_text(f'{{"version": "{TITLE!r}", "findings": []}}')
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "hostile_rule.py").write_text(RULE)
    return tmp_path


NAME = f"{HOSTILE}.yaml"
COMMANDS: list[tuple[str, ...]] = [
    *(("check", "--no-cache", "--format", form, NAME) for form in ("text", "concise", "github", "tap")),
    ("check", "--no-cache", "--statistics", "."),
    ("check", "--no-cache", HOSTILE),
    ("check", "--no-cache", "--diff", HOSTILE),
    ("check", "--no-cache", "--diff", "typo.yaml"),
    ("check", "--no-cache", "--select", HOSTILE, "set.yaml"),
    ("check", "--no-cache", "--severity", f"STS101={HOSTILE}", "set.yaml"),
    ("check", "--no-cache", "--output-file", f"sarif:{HOSTILE}/x", "set.yaml"),
    ("check", "--no-cache", "--output-file", HOSTILE, "set.yaml"),
    ("check", "--no-cache", "--config", "hostile.toml", "set.yaml"),
    ("check", "--no-cache", "--config", HOSTILE, "set.yaml"),
    ("check", "--no-cache", "--baseline", "base.json", "set.yaml"),
    ("check", "--no-cache", "--baseline", HOSTILE, "set.yaml"),
    ("check", "--no-cache", "--write-baseline", f"./{HOSTILE}.json", "running.yaml"),
    ("check", "--no-cache", "--against", f"git:{HOSTILE}", "set.yaml"),
    ("check", "--no-cache", "--kubernetes-version", HOSTILE, "set.yaml"),
    ("check", "--no-cache", "--rules", HOSTILE, "set.yaml"),
    ("check", "--no-cache", "--rules", "rules", "running.yaml"),
    ("check", "--no-cache", "--format", HOSTILE),
    ("check", f"--{HOSTILE}"),
    ("check", "--no-cache", "raw.yaml"),
    (HOSTILE,),
    ("plan", "set.yaml"),
    ("plan", "running.yaml", "-v"),
    ("plan", "running.yaml", "--name", HOSTILE),
    ("plan", "running.yaml", "--not-ready", HOSTILE),
    ("plan", "running.yaml", "--then", HOSTILE),
    ("plan", HOSTILE),
    ("plan", "--scenario", "scenario.yaml"),
    ("plan", "--scenario", "scenario.yaml", "--format", "json"),
    ("plan", "running.yaml", "--cluster-domain", HOSTILE, "-v"),
    ("explain", HOSTILE),
    ("explain", "ACME001", "--rules", "rules"),
    ("rules", "--rules", "rules"),
    ("test-rules", "rules"),
    ("test-rules", HOSTILE),
    ("schema", "--kubernetes-version", HOSTILE),
    ("server", "--config", HOSTILE, "--bogus"),
    ("completion", HOSTILE),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: ascii(" ".join(words)))
def test_command_prints_nothing_that_drives_a_terminal(folder: Path, arguments: tuple[str, ...]) -> None:
    assert_harmless(in_a_terminal(folder, *arguments))


@pytest.mark.parametrize("command", ["check -", "check --fix -", "check --diff -", "plan -"])
def test_standard_input_drives_no_terminal(folder: Path, command: str) -> None:
    stdin = SET.encode() + f"# {TITLE}\n".encode()
    assert_harmless(in_a_terminal(folder, *command.split(), "--stdin-filename", HOSTILE, stdin=stdin))


@pytest.mark.parametrize("option", ["FORMAT", "SELECT", "CONFIG", "FAIL_ON"])
def test_variable_of_the_environment_drives_no_terminal(folder: Path, option: str) -> None:
    variables = {f"STSLINT_CHECK_{option}": HOSTILE}
    assert_harmless(in_a_terminal(folder, "check", "set.yaml", variables=variables))


def test_fixed_text_goes_to_a_program_byte_for_byte(folder: Path) -> None:
    text = RUNNING.replace("serviceName", "servicename").encode() + f"# {TITLE}\n".encode()
    ran = subprocess.run(
        [sys.executable, "-m", "stslint", "check", "--fix", "--select", "STS004", "-"],
        cwd=folder,
        input=text,
        capture_output=True,
        check=False,
    )
    assert ran.stdout == text.replace(b"servicename", b"serviceName")
