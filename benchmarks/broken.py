"""Measures what broken manifests cost: ``python benchmarks/broken.py``.

600 manifests, in each of which a few bytes were changed so that it no longer parses, are checked as one
folder, as the neighbors of one sound file, and one by one against the sound manifest that each comes from.
All figures are CPU time, without the cache.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import mutants
import trees
from run import STSLINT, Bench

_COMMAND = [*STSLINT, "--no-cache"]


_AGAIN = 20
"""The slowest of so many files are measured again: the worst of 600 single runs is that of a busy moment."""


def one_by_one(bench: Bench, folder: Path, sound: Path, number: int) -> list[float]:
    """Returns the ratios of broken files to their sound ones, the slowest first, for the largest ones."""
    costs = {path.stem: _cost(bench, path) for path in sound.iterdir()}
    ratios = {
        path: _cost(bench, path, 1) / costs[path.stem.partition("-")[2]]
        for path in sorted(folder.iterdir())[:number]
    }
    for path in sorted(ratios, key=lambda path: -ratios[path])[:_AGAIN]:
        ratios[path] = _cost(bench, path) / costs[path.stem.partition("-")[2]]
    return sorted(ratios.values(), reverse=True)


def _cost(bench: Bench, path: Path, runs: int = 5) -> float:
    """Returns the median CPU time of some checks of one file, in seconds."""
    command = [*_COMMAND, "--no-context", str(path)]
    return statistics.median(bench.cost(command).cpu for _ in range(runs))


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=600)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        bench = Bench(place, 3)
        trees.write(place / "broken", mutants.mutants(words.files))
        trees.write(place / "context", mutants.mutants(words.files))
        trees.write(place / "sound", ((f"{kind}.yaml", text) for kind, text in enumerate(mutants.sound())))
        trees.write(place / "context", trees.one_set())
        whole = [bench.cost([*_COMMAND, "--jobs", "1", str(place / "broken")]) for _ in range(3)]
        around = [bench.cost([*_COMMAND, str(place / "context" / "web.yaml")]) for _ in range(3)]
        print(f"{words.files} broken files: {statistics.median(each.cpu for each in whole):.2f} s")
        print(f"the same as context of one file: {statistics.median(each.cpu for each in around):.2f} s")
        ratios = one_by_one(bench, place / "broken", place / "sound", words.files)
        print(f"a broken file / its sound one: median {statistics.median(ratios):.2f}, worst {ratios[0]:.2f}")


if __name__ == "__main__":
    main()
