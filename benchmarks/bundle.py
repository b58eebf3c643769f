"""Measures how the cost of one run grows with the number of StatefulSets, and prints a table.

    python benchmarks/bundle.py [SIZE...]

Each size is the number of StatefulSets in a bundle. Each StatefulSet has its own Service, PodDisruptionBudget
and HorizontalPodAutoscaler. The benchmark measures each size twice: once with different labels for each
StatefulSet, and once with the same labels, Service name and folder for all of them, which is the worst case
for selectors. The columns show seconds of CPU time, and milliseconds for each StatefulSet.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from stslint.linter.linter import lint
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle
from stslint.runtime import package_data

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.support.bundles import alike, distinct, documents

SIZES = (100, 1_000, 10_000)


def measure(count: int, one: Callable[[int], str]) -> tuple[float, float, int]:
    """Returns the seconds for reading, the seconds for checking, and the number of findings."""
    rules = load_rules(package_data.folder("rules"))
    started = time.process_time()
    read_ones = documents(count, one)
    read_at = time.process_time()
    outcome = lint(Bundle(read_ones, "1.37"), rules, Settings(select=("STS",)))
    return read_at - started, time.process_time() - read_at, len(outcome.findings)


def main(sizes: list[int]) -> None:
    """Prints the table."""
    print("   sets  labels     read s  check s   ms/set  findings")
    for one in (distinct, alike):
        for size in sizes:
            reading, judging, findings = measure(size, one)
            each = (reading + judging) / size * 1000
            times = f"{reading:>7.2f}  {judging:>7.2f}  {each:>7.2f}"
            print(f"{size:>7}  {one.__name__:8}  {times}  {findings:>8}", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
