"""Rows of tables that name the Kubernetes versions, and the places that a script cannot write."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.verdict import recording as verdicts

VERDICT, RELEASES = "docs/verdict.md", "docs/releases.md"


def verdict_row(minor: str, release: str) -> str:
    """Returns the row of ``docs/verdict.md``: what was compared with which release."""
    cases = [case for case, _ in verdicts.read(minor)]
    sets = sum("new" in case and case["id"].startswith("set/") for case in cases)
    others = sum("new" in case and not case["id"].startswith("set/") for case in cases)
    return f"| {minor} | {release} | {len(cases) - sets - others:,} | {sets} | {others} |"


def release_row(minor: str, release: str, schema: str) -> str:
    """Returns the row of ``docs/releases.md``."""
    return f"| {minor} | {schema} | {release} | {release} |"


def write_row(path: Path, minor: str, row: str) -> None:
    """Writes a row above that of the next older version, or in the place of the version's own."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    rows = [index for index, line in enumerate(lines) if re.match(r"\| 1\.\d+ \|", line)]
    if not rows:
        raise ValueError(f"{path} has no table of Kubernetes versions")
    own = [index for index in rows if lines[index].startswith(f"| {minor} |")]
    if own:
        lines[own[0]] = f"{row}\n"
    else:
        lines.insert(rows[0], f"{row}\n")
    path.write_text("".join(lines), "utf-8")


def places(root: Path, previous: str) -> list[str]:
    """Returns the lines of code and pages that name the version before as the newest one."""
    number = re.escape(previous)
    pattern = rf'to {number}\b|"{number}"|\.\.\.{number}|\(1, {previous.partition(".")[2]}\)'
    found = subprocess.run(
        [
            "git",
            "grep",
            "-nE",
            pattern,
            "--",
            "stslint",
            "rules",
            "tests",
            "docs",
            "README.md",
            "CHANGELOG.md",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return [line[:120] for line in found.stdout.splitlines()]
