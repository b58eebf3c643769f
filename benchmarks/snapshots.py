"""Measures ``stslint diagnose`` on large snapshots, each against a bare start of Python.

    python benchmarks/snapshots.py [--runs 5]

A third of the StatefulSets is stuck on an image that cannot be pulled. The limit is 2 seconds for 100
StatefulSets with 1,000 pods; ten times as many pods may take ten times as long.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from run import BARE, Bench

from tests.support.snapshots import Workload, waiting

SIZES = ((100, 10), (10, 1_000), (1, 10_000))
"""StatefulSets, and pods of each."""

DIAGNOSE = [sys.executable, "-c", "from stslint.__main__ import main; main()", "diagnose"]


def snapshot(sets: int, pods: int) -> dict[str, Any]:
    """Returns a List of StatefulSets with their revisions, pods and claims."""
    items = [item for number in range(sets) for item in _workload(f"db{number}", pods, number % 3 == 0)]
    return {"apiVersion": "v1", "kind": "List", "items": items}


def _workload(name: str, pods: int, stuck: bool) -> Iterator[dict[str, Any]]:
    changed = {"containers": [{"image": "registry.example.com/app:2"}]}
    workload = Workload(name, {"a": {}, "b": changed})
    yield workload.stateful_set(pods, update="b" if stuck else "a")
    yield from workload.revisions()
    for ordinal in range(pods):
        last = stuck and ordinal == pods - 1
        status = waiting("ImagePullBackOff", "Back-off pulling image") if last else None
        yield workload.pod(ordinal, "b" if last else "a", status=status)
        yield workload.claim(ordinal)


def lines(bench: Bench, folder: Path) -> Iterator[str]:
    """Yields a line for each size as soon as it is measured."""
    for sets, pods in SIZES:
        file = folder / f"{sets}-{pods}.json"
        file.write_text(json.dumps(snapshot(sets, pods)), encoding="utf-8")
        pairs = bench.pairs([*DIAGNOSE, str(file)], BARE)
        title = f"diagnose {sets * pods:,} pods of {sets} / python -c pass"
        yield bench.line(title, pairs)
        cpu, wall = (statistics.median(getattr(a, what) for a, _ in pairs) for what in ("cpu", "wall"))
        yield f"{title.partition(' /')[0]}: {cpu:.2f} s of a processor, {wall:.2f} s"


def main() -> None:
    """Runs the benchmark and prints its lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="number of runs of each command")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Bench(Path(folder), runs), Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
