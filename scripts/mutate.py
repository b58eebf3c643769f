"""Changes the code at random places, and reports the changes that no test notices.

``python scripts/mutate.py --area kubernetes --mutants 500 --seed 1`` copies the repository to ``.mutation``
and runs the tests there once, to learn which of them reach which line. Then it draws mutants, tries on each
the tests that reach it, and lists those that survive. Results are kept as they come: the same command goes
on where it was interrupted. ``--again`` tries the survivors with the tests of today, ``--report`` only lists
them. ``--module`` draws from some modules of the area only.

The code of the recording is mutated, until ``--record`` makes a new one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts.mutation.drawing import Drawn, draw
from scripts.mutation.judging import Result
from scripts.mutation.mutant import Mutant
from scripts.mutation.recording import Recording
from scripts.mutation.results import read_results, report
from scripts.mutation.trying import check_killers, trial, try_mutants

ROOT = Path(__file__).parent.parent
AREAS = {
    "kubernetes": "kubernetes",
    "planner": "planner",
    "readers": "sources",
    "fixer": "fixer",
    "linter": "linter",
    "pipeline": "pipeline",
    "runtime": "runtime",
}
# A test that sometimes fails may be found only at the second look.
_CHECKS = 3


def main(words: Sequence[str]) -> int:
    """Prints the report, and returns the exit code: 1 if fewer mutants are noticed than are wanted."""
    arguments = _parser().parse_args(words)
    folder: Path = arguments.folder.absolute()
    recording = Recording(folder / "recording")
    if arguments.record or not recording.exists():
        recording.make(ROOT, arguments.tests, arguments.test_paths, arguments.jobs)
    package = f"stslint/{AREAS[arguments.area]}"
    path = folder / f"{arguments.area}-{arguments.seed}.jsonl"
    drawing = draw(recording.tree, package, arguments.seed, arguments.module)
    drawn = list(islice(drawing, arguments.mutants))
    if not arguments.report:
        with trial(recording, ROOT, folder, arguments.jobs, arguments.most_seconds) as trying:
            try_mutants(to_try(drawn, read_results(path), again=arguments.again), trying, path)
            for _ in range(_CHECKS):
                if check_killers(trying, recording, path):
                    break
                try_mutants(to_try(drawn, read_results(path), again=False), trying, path)
    return _finish(drawn, read_results(path), arguments)


def to_try(drawn: Sequence[Drawn], known: Mapping[Mutant, Result], *, again: bool) -> Sequence[Drawn]:
    """Returns the mutants without a clear result, or if again, those that survived."""
    outcomes = {mutant: result.outcome for mutant, result in known.items()}
    wanted = "survived" if again else "unclear"
    return [each for each in drawn if outcomes.get(each.mutant, "unclear") == wanted]


def _finish(drawn: Sequence[Drawn], known: Mapping[Mutant, Result], arguments: argparse.Namespace) -> int:
    results = [known[each.mutant] for each in drawn if each.mutant in known]
    print("\n".join(report(arguments.area, results)))
    noticed = sum(each.outcome in ("killed", "timed out") for each in results)
    return int(noticed * 100 < arguments.at_least * len(results))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Report changes of the code that no test notices.")
    parser.add_argument("--area", choices=AREAS, required=True, help="which part of the code to change")
    parser.add_argument("--module", action="append", help="a file's name in the area; repeatable (all)")
    parser.add_argument("--mutants", type=int, default=500, help="how many changes to draw (500)")
    parser.add_argument("--seed", type=int, default=1, help="chooses which (1)")
    parser.add_argument("--jobs", type=int, default=1, help="how many to try at once (1)")
    parser.add_argument("--again", action="store_true", help="try the survivors with the tests of today")
    parser.add_argument("--report", action="store_true", help="list the survivors of earlier runs")
    parser.add_argument("--record", action="store_true", help="copy the code and record its tests anew")
    parser.add_argument(
        "--tests", default="not (slow or network) or recorded", help="recorded ones, as pytest -m"
    )
    parser.add_argument("--test-paths", nargs="+", default=["tests"], help="where they are (tests)")
    parser.add_argument(
        "--most-seconds",
        type=float,
        default=120,
        help="how long more tests of a survivor may take (120)",
    )
    parser.add_argument("--at-least", type=float, default=85, help="the percentage to be noticed (85)")
    parser.add_argument("--folder", type=Path, default=ROOT / ".mutation", help="where to keep all of it")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
