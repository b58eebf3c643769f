"""Plays every act that ``diagnose`` offers with the real controller, and reports those that free nothing.

    python scripts/check_acts.py REFEREE SNAPSHOTS.jsonl.gz --count 500

REFEREE is the program of ``record_rollouts.py``, made to begin with the ``state``, ``now`` and ``assume`` of
a scenario. SNAPSHOTS holds scenarios that begin with a state, one a line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from stslint.forecast.manifests import Manifests
from stslint.forecast.snapshot.assumed import Observed
from stslint.forecast.snapshot.diagnosis import diagnosis_of
from stslint.forecast.snapshot.freeing import Attempts
from stslint.forecast.snapshot.playing import played
from stslint.planner.snapshot_scenario import snapshot_of
from tests.planner.recording import answers

Json = dict[str, Any]


def lines(path: Path) -> Iterator[Json]:
    """Yields the scenarios of a file."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from map(json.loads, text.splitlines())


def stuck(scenarios: Iterator[Json], manifests: Manifests) -> Iterator[tuple[Json, list[Json]]]:
    """Yields the scenarios that come to rest stuck, each with what plays its offered acts."""
    for scenario in scenarios:
        snapshot = snapshot_of(scenario)
        if scenario.get("gates") or not snapshot.of_kind("StatefulSet"):
            continue
        observed = Observed(("default", snapshot.name), snapshot, {}, ())
        found = diagnosis_of(played(observed, scenario["kubernetes"], manifests), Attempts())
        if found.state != "stuck":
            continue
        kept = {key: scenario[key] for key in ("kubernetes", "now", "assume", "state")}
        yield (
            scenario,
            [
                {**kept, "id": f"{scenario['id']}: {act.title}", "steps": [{"op": "resume"}, *act.steps]}
                for act in found.acts
            ],
        )


def settles(answer: Json) -> bool:
    """Returns whether the last step of an answer leaves nothing to do and nothing to wait for."""
    steps = answer.get("steps") or [{"refused": True}]
    last = steps[-1]
    done = not any(step.get("refused") for step in steps) and not last.get("livelock")
    return done and not last["end"]["blocked_on"] and not last["end"].get("remaining")


def main() -> None:
    """Reads the command line and prints the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("referee")
    parser.add_argument("snapshots", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=500)
    arguments = parser.parse_args()
    manifests, states, without, asked = Manifests(), 0, 0, []
    for path in arguments.snapshots:
        for _, acts in stuck(lines(path), manifests):
            states += 1
            without += not acts
            asked += acts
            if states == arguments.count:
                break
        if states == arguments.count:
            break
    wrong = [answer["id"] for answer in answers(arguments.referee, asked) if not settles(answer)]
    print(f"{states} stuck states, {without} without an act; {len(asked)} acts, {len(wrong)} do not free")
    print("\n".join(wrong[:20]))


if __name__ == "__main__":
    main()
