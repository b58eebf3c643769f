"""Measures how long plans of 99 KB take, and lists those above a limit.

``python scripts/slow_plans.py`` tries ``tests/fuzzing/hostile_plans.py`` in each format: with as many
repetitions as fit into 99 KB (all files together), and with as many of them as are not too large for a plan.
Each command runs in a process of its own; the seconds are those of a processor, with the start of Python and
of stslint.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts.slow_texts import ENVIRONMENT, LARGEST
from tests.fuzzing.hostile_plans import PLANS, HostilePlan

FORMATS = ("text", "json", "html", "svg", "markdown")
_TOO_LARGE = (b"too large", b"plan with at most")


def seconds(plan: HostilePlan, times: int, form: str) -> tuple[float, bool]:
    """Returns the processor time of a plan, and whether it was made. Raises RuntimeError if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in plan.files(times).items():
            (Path(folder) / name).write_bytes(data)
        output = Path(folder) / "output"
        with output.open("wb") as opened:
            process = subprocess.Popen(
                [sys.executable, "-m", "stslint", "plan", *plan.arguments, "--format", form],
                cwd=folder,
                env=ENVIRONMENT,
                stdout=opened,
                stderr=opened,
            )
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said = output.read_bytes()
    if process.returncode not in (0, 1, 2):
        raise RuntimeError(f"{plan.arguments} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, not any(each in said for each in _TOO_LARGE)


def most(fits: Callable[[int], bool]) -> int:
    """Returns the largest number that fits, at least 0; all smaller ones fit, too."""
    times = 1
    while fits(times):
        times *= 2
    low, high = times // 2, times
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def cases(plan: HostilePlan) -> list[int]:
    """Returns the numbers of repetitions to try: the most of 99 KB, and the most that are planned."""
    if not plan.lines:
        return [0]
    whole = most(lambda times: sum(map(len, plan.files(times).values())) <= LARGEST)
    planned = most(lambda times: times <= whole and seconds(plan, times, "json")[1])
    return sorted({whole, planned})


def main() -> int:
    """Returns 1 if a plan takes longer than the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit", type=float, default=1.0, help="seconds of processor time")
    parser.add_argument("--format", action="append", choices=FORMATS, help="can be repeated")
    parser.add_argument("--plan", default="", help="only plans whose name contains this")
    arguments = parser.parse_args()
    slow = 0
    for name, plan in PLANS.items():
        for times in cases(plan) if arguments.plan in name else ():
            for form in arguments.format or FORMATS:
                taken, made = seconds(plan, times, form)
                if taken > arguments.limit:
                    slow += 1
                    end = "" if made else " (too large)"
                    print(f"{taken:6.2f} s  {form:8}  {name}: {times} times{end}", flush=True)
    print(f"{slow} above {arguments.limit} s")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
