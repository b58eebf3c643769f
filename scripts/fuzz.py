"""Gives stslint inputs made at random until the time is over, and reports what breaks.

``python scripts/fuzz.py --seconds 600`` shares the time between all kinds of input; ``--kind snapshot`` tries
one kind. Each input has a seed, and ``--kind KIND --seed N`` runs it again and prints the whole traceback.
``scripts/fuzz_bytes.py`` chooses the bytes by the code that they reach.

An input breaks stslint if anything but a clear error is raised, if a rule fails, or if it takes more than a
second of processor time with less than 100 KB.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.fuzzing.generators import GENERATORS
from tests.fuzzing.targets import run

MOST_SECONDS = 1.0
LARGEST = 100_000
HANGS_AFTER = 20
MOST_FAILURES = 12


class Hangs(BaseException):
    """An input that takes longer than anybody waits."""


@contextmanager
def limited() -> Iterator[None]:
    """Raises Hangs after 20 seconds of processor time, where the system has such a timer."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, HANGS_AFTER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def count_hangs() -> None:
    """Makes the timer of ``limited`` raise Hangs."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGVTALRM, _hangs)


def _hangs(number: int, frame: FrameType | None) -> None:
    raise Hangs(f"it takes more than {HANGS_AFTER} s")


def broken(kind: str, data: bytes, accepted: Counter[str], most_seconds: float = MOST_SECONDS) -> str:
    """Returns what an input breaks, or an empty string; what is accepted is counted."""
    began = time.process_time()
    try:
        with limited():
            accepted[kind] += run(kind, data)
    except (Exception, Hangs) as error:
        return f"{type(error).__name__}: {error} (in {_place(error)})"
    if len(data) < LARGEST and time.process_time() - began > most_seconds:
        return f"takes {time.process_time() - began:.1f} s with {len(data)} bytes"
    return ""


def _place(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return "nowhere"
    return f"{os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}"


def fuzz(
    kind: str, seconds: float, first: int, most: int, accepted: Counter[str]
) -> tuple[int, Counter[str]]:
    """Returns how many inputs of a kind were run, and how often each failure was seen."""
    failures: Counter[str] = Counter()
    broken(kind, GENERATORS[kind](random.Random(-1)), Counter())  # what is imported and loaded once
    end, seed = time.monotonic() + seconds, first
    while time.monotonic() < end and seed - first < most and len(failures) < MOST_FAILURES:
        failure = broken(kind, GENERATORS[kind](random.Random(seed)), accepted)
        if failure:
            place = failure.rpartition("(in ")[2] if "(in " in failure else "slow"
            failures[place] += 1
            if failures[place] == 1:
                print(f"--kind {kind} --seed {seed}: {failure[:400]}", flush=True)
        seed += 1
        if seed % 200 == 0:
            gc.collect()
    return seed - first, failures


def main() -> int:
    """Returns 1 when an input broke stslint."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=300, help="for all kinds together")
    parser.add_argument("--inputs", type=int, default=1 << 62, help="the most inputs of a kind")
    parser.add_argument("--kind", action="append", choices=sorted(GENERATORS), help="can be repeated")
    parser.add_argument("--seed", type=int, help="run one input again")
    parser.add_argument("--first", type=int, help="the first seed; without it a new one each time")
    parser.add_argument("--show", action="store_true", help="print the input of --seed")
    arguments = parser.parse_args()
    kinds = arguments.kind or list(GENERATORS)
    if arguments.seed is not None:
        return _again(kinds[0], arguments.seed, arguments.show)
    count_hangs()
    first = arguments.first if arguments.first is not None else random.SystemRandom().randrange(1 << 40)
    total, bad, accepted = 0, 0, Counter[str]()
    for kind in kinds:
        number, failures = fuzz(kind, arguments.seconds / len(kinds), first, arguments.inputs, accepted)
        total, bad = total + number, bad + len(failures)
        share = accepted[kind] * 100 // max(number, 1)
        broke = dict(failures) or "nothing broke"
        print(f"{kind:14} {number:9,} inputs, {share:3} % accepted  {broke}", flush=True)
    print(f"{'all':14} {total:9,} inputs")
    return 1 if bad else 0


def _again(kind: str, seed: int, show: bool) -> int:
    data = GENERATORS[kind](random.Random(seed))
    if show:
        sys.stdout.buffer.write(data + b"\n")
    began = time.process_time()
    print(f"accepted: {run(kind, data)}, {time.process_time() - began:.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
