"""Compares the speed of stslint with similar tools: ``python benchmarks/run.py``.

The two commands of each pair run alternately (A B A B), and the ratio is calculated for each pair, because
on a busy machine ratios are meaningful and seconds are not. Peers are built with Go, if Go is installed, or
found on the ``PATH``. Their schemas are derived from the package kubernetes-validate. A peer that is not
available is reported.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple

import peers
import trees

ROOT = Path(__file__).parent.parent
BARE = [sys.executable, "-c", "pass"]
STSLINT = [sys.executable, "-c", "from stslint.__main__ import main; main()", "check", "--quiet"]
EVENTS = """
import sys
from stslint.sources.yaml.libyaml_events import FINISH, events
for document in open(sys.argv[1]).read().split("---\\n"):
    following = events(document)
    while following()[0] != FINISH:
        pass
"""
"""The fastest way to get libyaml's events: the event objects of ruamel.yaml take several times as long."""

SIZES = (100, 1_000, 10_000, 30_000)
REPLICAS = (1_000, 10_000)


class Cost(NamedTuple):
    """Wall-clock seconds, CPU seconds, and peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


class Bench:
    """Runs each command ``runs`` times, in an isolated environment."""

    def __init__(self, workshop: Path, runs: int) -> None:
        self.runs = runs
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(workshop / "bytecode"),
            "STSLINT_CACHE_DIR": str(workshop / "kept"),
        }
        # Installed packages have cached bytecode. Compiling at each start would measure Python, not stslint.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def cost(self, command: list[str]) -> Cost:
        """Returns the cost of one run of a command. Raises RuntimeError if the command fails.

        A run that reports findings is not a failure.
        """
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
        return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def pairs(
        self, a: list[str], b: list[str], before: Callable[[], object] = int
    ) -> list[tuple[Cost, Cost]]:
        """Returns the costs of two commands that run alternately, after one uncounted run of each."""
        before()
        self.cost(a), self.cost(b)
        return [self._pair(a, b, before) for _ in range(self.runs)]

    def _pair(self, a: list[str], b: list[str], before: Callable[[], object]) -> tuple[Cost, Cost]:
        before()
        return self.cost(a), self.cost(b)

    def line(self, title: str, pairs: list[tuple[Cost, Cost]]) -> str:
        """Returns a line of the table: the medians of the ratios, and the peak memory of both commands."""
        wall = statistics.median(a.wall / b.wall for a, b in pairs)
        cpu = statistics.median(a.cpu / b.cpu for a, b in pairs)
        ours, theirs = max(a.peak for a, _ in pairs), max(b.peak for _, b in pairs)
        return f"{title:58} {wall:7.2f} {cpu:7.2f} {ours:8.0f} {theirs:8.0f}"


def one_file(bench: Bench, folder: Path) -> Iterator[str]:
    """Measures a StatefulSet without findings: changed before each run, and unchanged."""
    file = folder / "one" / "web.yaml"
    trees.write(folder / "one", trees.one_set())
    text = file.read_text()
    command = [*STSLINT, str(file)]
    change = iter(range(1_000_000))
    first = bench.pairs(command, BARE, lambda: file.write_text(f"{text}# {next(change)}\n"))
    yield bench.line("one changed file / python -c pass", first)
    yield bench.line("one unchanged file / python -c pass", bench.pairs(command, BARE))
    uncached = bench.pairs([*command, "--no-cache"], BARE)
    yield bench.line("one file without the cache / python -c pass", uncached)


def against_peers(bench: Bench, folder: Path, found: list[peers.Peer]) -> Iterator[str]:
    """Compares stslint with each peer on trees of files, without a cache."""
    trees.write(folder / "mixed", trees.repository(1_000))
    trees.write(folder / "half", trees.sets_with_services(1_500))
    trees.write(folder / "sets", trees.sets_with_services(3_000))
    trees.write(folder / "collection", trees.collection())
    for title, name, options in (
        ("1,000 files of mixed kinds", "mixed", ()),
        ("1,500 StatefulSets, 1,500 Services", "half", ()),
        ("3,000 StatefulSets, 3,000 Services", "sets", ()),
        ("the same, the verdict alone", "sets", ("--select", "STS0")),
        ("4,000 files of a collection", "collection", ()),
    ):
        for peer in found:
            if peer.command is not None:
                ours = [*STSLINT, "--no-cache", *options, str(folder / name)]
                yield bench.line(f"{title} / {peer.name}", bench.pairs(ours, peer.command(folder / name)))


def alike(bench: Bench, folder: Path) -> Iterator[str]:
    """Compares StatefulSets that have one name and one selector in one folder with different ones."""
    number = 1_500
    for path, text in trees.sets_with_services(number):
        name = Path(path).stem
        place = Path(path).name
        trees.write(folder / "different", iter([(place, text)]))
        trees.write(folder / "alike", iter([(place, text.replace(name, "web"))]))
    ours, other = ([*STSLINT, "--no-cache", str(folder / name)] for name in ("alike", "different"))
    yield bench.line(f"{number:,} StatefulSets alike / different", bench.pairs(ours, other))


def one_change(bench: Bench, folder: Path, found: list[peers.Peer]) -> Iterator[str]:
    """Compares a run after the image of one StatefulSet has changed with one from nothing, and with peers."""
    for title, name, files in (
        ("1,000 files", "mixed-1000", trees.repository(1_000)),
        ("10,000 files", "mixed-10000", trees.repository(10_000)),
        ("1,500 StatefulSets", "sets-1500", trees.sets_with_services(1_500)),
    ):
        place = folder / f"changed-{name}"
        trees.write(place, files)
        file = next(file for file in sorted(place.rglob("*.yaml")) if "kind: StatefulSet" in file.read_text())
        text, numbers = file.read_text(), count()

        def change(file: Path = file, text: str = text, numbers: Iterator[int] = numbers) -> None:
            file.write_text(text.replace("image: ", f"image: registry-{next(numbers)}.example/", 1))

        ours, title = [*STSLINT, str(place)], f"one change in {title}"
        yield bench.line(f"{title} / a run from nothing", bench.pairs(ours, [*ours, "--no-cache"], change))
        for peer in found:
            if peer.command is not None:
                yield bench.line(f"{title} / {peer.name}", bench.pairs(ours, peer.command(place), change))


def growth(bench: Bench, folder: Path) -> Iterator[str]:
    """Measures how the cost grows with ten times as many files: a ratio of 10 means linear growth."""
    makers = {
        "files of mixed kinds": trees.repository,
        "StatefulSets with Services": trees.sets_with_services,
    }
    for title, make in makers.items():
        for size in SIZES:
            trees.write(folder / f"{make.__name__}-{size}", make(size))
        for small, large in pairwise(SIZES):
            a, b = (
                [*STSLINT, "--no-cache", str(folder / f"{make.__name__}-{size}")] for size in (large, small)
            )
            yield bench.line(f"{large:,} {title} / {small:,}", bench.pairs(a, b))
    mixed = [str(folder / f"repository-{size}") for size in (30_000, 1_000)]
    a, b = ([*STSLINT, "--no-cache", "--select", "STS0", place] for place in mixed)
    yield bench.line("30,000 files, the verdict alone / 1,000", bench.pairs(a, b))


def one_stream(bench: Bench, folder: Path) -> Iterator[str]:
    """Compares checking one file of 5,000 documents with only reading its YAML events."""
    trees.write(folder, iter([("stream.yaml", trees.stream(5_000))]))
    file = str(folder / "stream.yaml")
    pairs = bench.pairs([*STSLINT, "--no-cache", file], [sys.executable, "-c", EVENTS, file])
    yield bench.line("one file of 5,000 documents / its YAML events", pairs)


def jobs(bench: Bench, folder: Path) -> Iterator[str]:
    """Compares two processes with one: how much time they save, and from which size on."""
    for size in (100, 250, 500, 3_000):
        place = folder / f"jobs-{size}"
        trees.write(place, trees.sets_with_services(size))
        two, one = ([*STSLINT, "--no-cache", "--jobs", number, str(place)] for number in ("2", "1"))
        yield bench.line(f"{2 * size:,} documents in two processes / in one", bench.pairs(two, one))


def planner(bench: Bench, folder: Path) -> Iterator[str]:
    """Measures how the cost of a rolling update grows with ten times the pods; the limit is 1.5 seconds."""
    commands = []
    for replicas in REPLICAS:
        old, new = folder / f"old-{replicas}.yaml", folder / f"new-{replicas}.yaml"
        text = trees.plain_set(replicas)
        folder.mkdir(exist_ok=True)
        old.write_text(text)
        new.write_text(text.replace("nginx:1.27.2", "nginx:1.29.0"))
        program = [sys.executable, "-c", "from stslint.__main__ import main; main()"]
        commands.append([*program, "plan", str(new), "--from", str(old), "--format", "json"])
    small, large = commands
    pairs = bench.pairs(large, small)
    yield bench.line(f"update of {REPLICAS[1]:,} pods / {REPLICAS[0]:,}", pairs)
    yield bench.line(f"update of {REPLICAS[1]:,} pods / python -c pass", bench.pairs(large, BARE))
    yield f"update of {REPLICAS[1]:,} pods: {statistics.median(a.cpu for a, _ in pairs):.2f} s of a processor"


PARTS = ("one-file", "peers", "alike", "one-change", "growth", "stream", "jobs", "planner")


def lines(bench: Bench, workshop: Path, folder: Path, parts: list[str]) -> Iterator[str]:
    """Yields each line of the table as soon as it is measured."""
    yield f"{'A / B, medians of ratios':58} {'wall':>7} {'cpu':>7} {'A MiB':>8} {'B MiB':>8}"
    if "one-file" in parts:
        yield from one_file(bench, folder)
    if "peers" in parts or "one-change" in parts:
        found = peers.peers(workshop)
        yield from (f"{peer.name}: not measured: {peer.reason}" for peer in found if peer.command is None)
        if "peers" in parts:
            yield from against_peers(bench, folder, found)
        if "one-change" in parts:
            yield from one_change(bench, folder, found)
    if "alike" in parts:
        yield from alike(bench, folder / "likeness")
    if "growth" in parts:
        yield from growth(bench, folder)
    if "stream" in parts:
        yield from one_stream(bench, folder)
    if "jobs" in parts:
        yield from jobs(bench, folder)
    if "planner" in parts:
        yield from planner(bench, folder)


def main() -> None:
    """Runs the benchmarks and prints a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}; default: all")
    parser.add_argument("--runs", type=int, default=5, help="number of runs of each command")
    parser.add_argument(
        "--workshop",
        type=Path,
        default=Path(tempfile.gettempdir()) / "stslint-benchmarks",
        help="a folder that keeps the peers and their schemas for the next run",
    )
    words = parser.parse_args()
    words.workshop.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(words.workshop, words.runs)
        for line in lines(bench, words.workshop, Path(folder), words.parts or list(PARTS)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
