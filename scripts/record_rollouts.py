"""Records what the real StatefulSet controller does with random scenarios, for tests/planner to compare with.

    python scripts/record_rollouts.py 1.37=REFEREE 1.30=REFEREE
    python scripts/record_rollouts.py --compare --seed 11 --count 1000 1.37=REFEREE

REFEREE is a program that reads one scenario a line, runs the controller's own code in memory and writes one
answer a line. The newest release is asked more. The texts of refusals and reasons are free and not recorded.
With ``--compare`` nothing is kept: the scenarios that the planner answers otherwise are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from stslint.kubernetes.schema.versions import NEWEST
from tests.planner.compare import answer_to, comparable
from tests.planner.generate_scenarios import scenarios
from tests.planner.recording import answered_scenarios, write

COUNT, COUNT_OF_NEWEST = 100, 400


def record(release: str, program: str, seed: int) -> None:
    """Asks the program and keeps its answers."""
    count = COUNT_OF_NEWEST if release == NEWEST else COUNT
    write(release, answered_scenarios(program, list(scenarios(seed, count, release))))


def compare(release: str, program: str, seed: int, count: int) -> None:
    """Prints each scenario that the planner answers otherwise than the program, and how many there are."""
    asked = answered_scenarios(program, list(scenarios(seed, count, release)))
    different = [
        scenario
        for scenario, answer in asked
        if not answer.get("error") and comparable(answer_to(scenario)) != comparable(answer)
    ]
    for scenario in different:
        print(json.dumps(scenario))
    print(release, f"{len(different)} of {len(asked)} scenarios differ")


def main() -> None:
    """Reads the command line, and records or compares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("programs", nargs="+", metavar="RELEASE=REFEREE")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    for word in options.programs:
        release, _, program = word.partition("=")
        if options.compare:
            compare(release, program, options.seed, options.count)
        else:
            record(release, program, options.seed)


if __name__ == "__main__":
    main()
