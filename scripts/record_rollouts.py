"""Records what the real StatefulSet controller does with random scenarios, for tests/planner to compare with.

    python scripts/record_rollouts.py REFEREE tests/planner/recorded.jsonl.gz --seed 20 --count 400

REFEREE is a program that reads one scenario a line, runs the controller's own code in memory and writes one
answer a line. The texts of refusals and reasons are not recorded: they are free.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.planner.compare import comparable
from tests.planner.generate_scenarios import scenarios

Json = dict[str, Any]


def answers(referee: str, asked: list[Json]) -> list[Json]:
    """Returns the referee's answers, in the order of the scenarios. Raises CalledProcessError if it fails."""
    # ControllerRevisions are compared byte by byte, so a state has to be written as the API server writes it.
    lines = "".join(f"{json.dumps(each, separators=(',', ':'), ensure_ascii=False)}\n" for each in asked)
    done = subprocess.run([referee], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def record(referee: str, seed: int, count: int) -> bytes:
    """Returns the recorded scenarios, gzipped JSON Lines."""
    asked = list(scenarios(seed, count))
    recorded = [
        {**scenario, "result": comparable(answer)}
        for scenario, answer in zip(asked, answers(referee, asked), strict=True)
        if not answer.get("error")
    ]
    text = "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in recorded)
    return gzip.compress(text.encode(), 9, mtime=0)


def main() -> None:
    """Reads the command line and writes the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("referee")
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--count", type=int, default=400)
    arguments = parser.parse_args()
    arguments.output.write_bytes(record(arguments.referee, arguments.seed, arguments.count))


if __name__ == "__main__":
    main()
