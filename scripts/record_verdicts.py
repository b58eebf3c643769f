"""Records what API servers say of generated manifests, for tests/verdict to compare with.

    python scripts/record_verdicts.py 1.37=REFEREE 1.30=REFEREE
    python scripts/record_verdicts.py --compare --seed 11 --count 3000 1.37=REFEREE

REFEREE is a program that reads one case a line and writes one verdict a line; scripts/referee/README.md says
how it is made. The newest release is asked more, and about updates too. With ``--compare`` nothing is kept:
what stslint answers otherwise is printed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.verdict.compare import differences, our_answer
from tests.verdict.generate import cases, updates
from tests.verdict.recording import answered_cases, write

NEWEST, CASES, UPDATES, CASES_OF_OTHERS = "1.37", 1350, 400, 400


def record(release: str, program: str, seed: int) -> None:
    """Asks the program and keeps its answers."""
    asked = cases(seed, CASES if release == NEWEST else CASES_OF_OTHERS, release)
    pairs = updates(seed, UPDATES, release) if release == NEWEST else iter(())
    write(release, answered_cases(program, chain(asked, pairs)))


def compare(release: str, program: str, seed: int, count: int) -> None:
    """Prints each case on which stslint and the program differ, and how many there are."""
    seen: Counter[str] = Counter()
    for case, theirs in answered_cases(
        program, chain(cases(seed, count, release), updates(seed, count // 10, release))
    ):
        found = differences(case, theirs, release)
        seen[found or "equal"] += 1
        if found:
            print(found, case["id"], "ours", our_answer(case, release), "theirs", theirs)
    print(release, dict(seen))


def main() -> None:
    """Reads the command line, and records or compares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("programs", nargs="+", metavar="RELEASE=REFEREE")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=3000)
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
