"""Measures how long commands take with texts that repeat one mistake, and lists those above a limit.

``python scripts/slow_texts.py`` tries ``tests/fuzzing/repeated_texts.py`` and ``long_texts.py`` with 99 KB
each, the latter with a value of half of it. Each command runs in a process of its own; the seconds are those
of a processor, with the start of Python and of stslint. As in an installation, no module is compiled again in
each run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from stslint.cli.check_arguments import FORMATS
from tests.fuzzing.long_texts import LONG, long_text
from tests.fuzzing.repeated_texts import (
    BROKEN,
    HOSTILE,
    MISSING,
    PAGES,
    PLANNED,
    POD,
    POLICIES,
    SET,
    SNAPSHOTS,
    UPGRADED,
    repeated,
)

ROOT = Path(__file__).parent.parent
COMMANDS = {
    "check": ("check", "--no-cache"),
    **{form: ("check", "--no-cache", "--format", form) for form in FORMATS},
    "diff": ("check", "--no-cache", "--diff"),
    "fix": ("check", "--no-cache", "--fix"),
    "plan": ("plan",),
    "diagnose": ("diagnose",),
    "diagnose as HTML": ("diagnose", "--format", "html"),
    "diagnose as JSON": ("diagnose", "--format", "json"),
    "plan of an upgrade": ("plan", "--from-version", "1.25"),
    "check of an upgrade": ("check", "--no-cache", "--from-version", "1.25"),
    "three versions": ("check", "--no-cache", "--kubernetes-version", "1.35,1.36,1.37"),
    "policy": ("check", "--no-cache", "set.yaml", "--policy"),
}
_MANIFESTS = ("check", *FORMATS, "diff", "fix", "plan", "diagnose")
GROUPS = (
    (HOSTILE | PLANNED | BROKEN, _MANIFESTS, "web.yaml"),
    (PAGES, _MANIFESTS, "page.md"),
    (UPGRADED, ("plan of an upgrade", "check of an upgrade", "three versions"), "web.yaml"),
    (SNAPSHOTS | MISSING, ("diagnose", "diagnose as HTML", "diagnose as JSON"), "snapshot.yaml"),
    (POLICIES, ("policy",), "policy.yaml"),
)
"""Texts, the commands that are tried with them, and the name of their file."""
LARGEST = 99_000
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}


def seconds(command: str, data: bytes, name: str) -> float:
    """Returns the processor time of a command. Raises RuntimeError if it does not end as it should."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        (Path(folder) / "set.yaml").write_text(SET + POD if command == "policy" else "")
        process = subprocess.Popen(
            [sys.executable, "-m", "stslint", *COMMANDS[command], name],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2):
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def largest(head: str, lines: str, most: int = LARGEST) -> bytes:
    """Returns as many repetitions as fit into a number of bytes."""
    times = 1
    while len(repeated(head, lines, 2 * times)) <= most:
        times *= 2
    step = times
    while step := step // 2:
        times += step if len(repeated(head, lines, times + step)) <= most else 0
    return repeated(head, lines, times)


def texts() -> Iterator[tuple[str, Sequence[str], str, bytes]]:
    """Yields the name of each text, its commands, the name of its file, and its bytes."""
    for group, commands, file in GROUPS:
        for name, text in group.items():
            yield name, commands, file, largest(*text)
    for name, (head, lines) in LONG.items():
        times = LARGEST // 2 // len(lines)
        data = long_text(head, lines, LARGEST // 2 - 1_000, times)
        yield f"long: {name}", _MANIFESTS, "web.yaml", data


def main() -> int:
    """Returns 1 if a command takes longer than the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit", type=float, default=1.0, help="seconds of processor time")
    parser.add_argument("--command", action="append", choices=sorted(COMMANDS), help="can be repeated")
    parser.add_argument("--text", default="", help="only texts whose name contains this")
    arguments = parser.parse_args()
    slow = 0
    for name, commands, file, data in texts():
        asked = commands if arguments.text in name else ()
        for command in (each for each in asked if each in (arguments.command or commands)):
            taken = seconds(command, data, file)
            if taken > arguments.limit:
                slow += 1
                print(f"{taken:6.2f} s  {command:8}  {name}", flush=True)
    print(f"{slow} above {arguments.limit} s")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
