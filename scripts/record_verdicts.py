"""Records what API servers say of generated manifests, for tests/verdict to compare with.

    python scripts/record_verdicts.py 1.37=REFEREE 1.30=REFEREE
    python scripts/record_verdicts.py --compare --seed 11 --count 3000 1.37=REFEREE

REFEREE is a program that reads one case a line and writes one verdict a line; scripts/referee/README.md says
how it is made. Every release is asked about creates of all kinds, updates of StatefulSets and updates of the
other kinds; the newest about more of each. With ``--compare`` nothing is kept: what stslint answers
otherwise is printed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from stslint.kubernetes.schema.versions import NEWEST
from tests.verdict.compare import differences, our_answer
from tests.verdict.generate import NEIGHBOURS, Case, cases, updates
from tests.verdict.recording import answered_cases, write

COUNTS, COUNTS_OF_NEWEST = (400, 150, 200), (1350, 400, 400)
"""Creates of all kinds, updates of StatefulSets and updates of the other kinds."""


def asked(release: str, seed: int, counts: tuple[int, int, int]) -> Iterator[Case]:
    """Yields so many creates, updates of StatefulSets and updates of the other kinds."""
    creates, of_sets, of_others = counts
    return chain(
        cases(seed, creates, release),
        updates(seed, of_sets, release),
        updates(seed, of_others, release, NEIGHBOURS),
    )


def record(release: str, program: str, seed: int) -> None:
    """Asks the program and keeps its answers."""
    counts = COUNTS_OF_NEWEST if release == NEWEST else COUNTS
    write(release, answered_cases(program, asked(release, seed, counts)))


def compare(release: str, program: str, seed: int, count: int) -> None:
    """Prints each case on which stslint and the program differ, and how many there are."""
    seen: Counter[str] = Counter()
    counts = (count, count // 10, count // 10)
    for case, theirs in answered_cases(program, asked(release, seed, counts)):
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
