"""The day of a Kubernetes release: adds a version, compares it, and reports what is left to do.

    python scripts/new_release.py 1.38 --referees DIR
    python scripts/new_release.py 1.38 --module v1.38.0-rc.1 --referees DIR

DIR holds the sources of the reference API server (``verdict``) and of the reference controller (``rollout``),
each with a ``build.sh`` that takes a module version and a directory (scripts/referee/README.md). The
script writes the schema, makes the version a supported one, builds both programs from the Go module of the
release, asks them all recorded cases, records new ones and writes the rows of the tables (docs/releases.md).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.release_steps import go_module, schema

if TYPE_CHECKING:
    from scripts.release_steps.replay import Difference

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 1200
"""Characters of a case that are printed."""

Found = Iterable[tuple[str, "Difference"]]


class Clock:
    """Prints each step with the seconds since the last one."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def step(self, text: str) -> None:
        """Prints a step that is done."""
        now = time.monotonic()
        print(f"[{now - self.last:6.1f} s] {text}", flush=True)
        self.last = now


def prepare(minor: str, version: str, package: Path | None, clock: Clock) -> str:
    """Writes the schema and makes the version a supported one; returns where the schema is from."""
    module = go_module.folder_of(version)
    clock.step(f"the module k8s.io/kubernetes {version}")
    data, origin = schema.source_of(minor, module, package)
    written = [*schema.write_schema(ROOT, minor, version, data), *schema.support(ROOT, minor)]
    clock.step(f"schema from {origin}: {', '.join(written)}")
    return origin


class Programs:
    """Both reference programs, built from a version of the module."""

    def __init__(self, sources: Path, version: str, work: Path, clock: Clock) -> None:
        self.verdict = go_module.build(sources / "verdict", version, work / "verdict", "verdict")
        clock.step(f"built: {self.verdict}")
        self.rollout = go_module.build(sources / "rollout", version, work / "rollout", "referee")
        clock.step(f"built: {self.rollout}")


def compare(minor: str, programs: Programs, clock: Clock) -> int:
    """Replays the recorded cases on both programs, prints the differences, and returns how many are open."""
    from scripts.release_steps.replay import rollout_differences, verdict_differences

    open_differences = 0
    for title, found in (
        ("API server", verdict_differences(programs.verdict, minor)),
        ("controller", rollout_differences(programs.rollout, minor)),
    ):
        open_differences += show(title, minor, found)
        clock.step(f"recorded cases replayed: {title}")
    return open_differences


def show(title: str, minor: str, found: Found) -> int:
    """Prints differences by kind with the smallest case of each; returns how many stslint has."""
    from scripts.release_steps.replay import smallest

    sides: dict[str, list[Difference]] = {"changed": [], "stslint": []}
    for side, difference in found:
        sides[side].append(difference)
    heads = {
        "changed": "answers that changed since the version before",
        "stslint": "answers that stslint lacks",
    }
    for side, head in heads.items():
        print(f"\n{title} {minor}, {head}: {len(sides[side])}")
        for kind, (count, least) in sorted(smallest(sides[side]).items()):
            print(f"  {kind}: {count}; the smallest case: {json.dumps(least.case)[:LONGEST]}")
            print(f"    {least.first}"[:LONGEST] + f"\n    {least.second}"[:LONGEST])
    return len(sides["stslint"])


def record(minor: str, programs: Programs, clock: Clock) -> None:
    """Records cases of the version."""
    from scripts import record_rollouts, record_verdicts

    record_verdicts.record(minor, str(programs.verdict), 7)
    record_rollouts.record(minor, str(programs.rollout), 20)
    clock.step(f"recorded: tests/verdict/recorded-{minor}.jsonl.gz, tests/planner/recorded-{minor}.jsonl.gz")


def finish(minor: str, version: str, origin: str, left: int, clock: Clock) -> None:
    """Writes the rows of the tables, and prints what is left."""
    from scripts.release_steps import rows

    release = version.removeprefix("v")
    rows.write_row(ROOT / rows.VERDICT, minor, rows.verdict_row(minor, release))
    rows.write_row(ROOT / rows.RELEASES, minor, rows.release_row(minor, release, origin))
    clock.step(f"rows written: {rows.VERDICT}, {rows.RELEASES}")
    previous = f"1.{int(minor.split('.')[1]) - 1}"
    print("\nLeft to do:")
    if left:
        print(f"- implement the {left} differences listed above, with tests")
    if "-" in release:
        print(f"- {release} is a pre-release: run this again for {minor}.0")
    if origin != "kubernetes-validate":
        print(f"- generate the schemas again when kubernetes-validate {minor}.0 is published")
    print("- update the expected outputs: pytest --update; then the whole test run")
    print(f"- read these places, which name {previous}:")
    for place in rows.places(ROOT, previous):
        print(f"    {place}")


def main() -> int:
    """Reads the command line and runs the steps; returns 1 if stslint differs from the new version."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("minor", metavar="VERSION", help="such as 1.38")
    parser.add_argument("--module", metavar="RELEASE", help="version of the Go module; the newest by default")
    parser.add_argument(
        "--referees", type=Path, required=True, metavar="DIR", help="sources of both programs"
    )
    parser.add_argument("--kubernetes-validate", type=Path, metavar="DIR", help="the installed package")
    parser.add_argument("--work", type=Path, metavar="DIR", help="directory to build in")
    options = parser.parse_args()
    clock, started = Clock(), time.monotonic()
    version = options.module or go_module.newest_of(options.minor)
    origin = prepare(options.minor, version, options.kubernetes_validate, clock)
    work = options.work or Path(tempfile.mkdtemp(prefix="new-release-"))
    programs = Programs(options.referees, version, work, clock)
    left = compare(options.minor, programs, clock)
    record(options.minor, programs, clock)
    finish(options.minor, version, origin, left, clock)
    print(f"\n{time.monotonic() - started:.0f} s in all")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
