"""Records how the real controller goes on from the middle of a rollout, for tests/planner to compare with.

    python scripts/record_snapshots.py REFEREE tests/planner/recorded_snapshots.jsonl.gz --seed 21 --count 300

REFEREE is the program of ``record_rollouts.py``. It plays a scenario to a wave of one of its steps, prints
what ``kubectl get`` would show then, and goes on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.planner.compare import comparable
from tests.planner.generate_scenarios import scenarios
from tests.planner.recording import answers

Json = dict[str, Any]
BATCH = 200


def cut(chance: random.Random, scenario: Json, answer: Json) -> tuple[Json, int] | None:
    """Returns a scenario cut within one of its steps, and where it goes on; None if nothing moves in it."""
    steps = answer.get("steps", [])
    places = [i for i, step in enumerate(steps) if step["waves"] and not step.get("livelock")]
    if not places:
        return None
    at = chance.choice(places)
    first = 1 if scenario["steps"][at].get("broken") else 0
    waves = chance.randint(first, len(steps[at]["waves"]))
    stopped = {**scenario["steps"][at], "cut": waves}
    if waves and chance.random() < 0.5:
        stopped["moved"] = chance.randint(1, 4)
    rest = scenario["steps"][at + 1 :]
    resume = {"op": "resume", "dump": True}
    return {**scenario, "steps": [*scenario["steps"][:at], stopped, resume, *rest]}, at + 1


def recorded(referee: str, seed: int) -> Iterator[Json]:
    """Yields scenarios that begin with a state, with the referee's answers."""
    chance = random.Random(seed)
    for batch in range(seed * 1000, seed * 1000 + 1000):
        asked = list(scenarios(batch, BATCH))
        pairs = zip(asked, answers(referee, asked), strict=True)
        cuts = [found for scenario, answer in pairs if (found := cut(chance, scenario, answer))]
        played = answers(referee, [scenario for scenario, _ in cuts])
        for (scenario, at), answer in zip(cuts, played, strict=True):
            if not answer.get("error"):
                yield from _case(scenario, at, answer["steps"][at:])


def _case(scenario: Json, at: int, steps: list[Json]) -> Iterator[Json]:
    state = steps[0].pop("state")
    if not state["list"]["items"] or state["assume"].get("armed") or _ambiguous(state["list"]["items"]):
        return
    kept: Json = {key: value for key, value in scenario.items() if key not in ("manifest", "steps")}
    rest = [{"op": "resume"}, *scenario["steps"][at + 1 :]]
    begin = {"now": state["now"], "assume": state["assume"], "state": state["list"]}
    yield {**kept, **begin, "steps": rest, "result": comparable({"steps": steps})}


def _ambiguous(items: list[Json]) -> bool:
    """Returns whether two ControllerRevisions have one number: which comes first is then left to chance."""
    numbers = [item["revision"] for item in items if item["kind"] == "ControllerRevision"]
    return len(numbers) != len(set(numbers))


def main() -> None:
    """Reads the command line and writes the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("referee")
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--count", type=int, default=300)
    arguments = parser.parse_args()
    cases = list(islice(recorded(arguments.referee, arguments.seed), arguments.count))
    text = "".join(f"{json.dumps(case, separators=(',', ':'))}\n" for case in cases)
    arguments.output.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
