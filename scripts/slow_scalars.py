"""Measures how long a check takes with one very long value, key or setting, and lists those above a limit.

``python scripts/slow_scalars.py`` puts 90 KB of a repeated piece into one place of a manifest at a time: each
place of each kind of object in the examples of the rules (``tests/fuzzing/long_values.py``), and each setting
of each known application (``tests/fuzzing/long_settings.py``). There are too many combinations to try all of
them, so it tries as many as there is time for, in an order that ``--seed`` decides. All run in this process;
the seconds are those of a processor, without the start of Python and of stslint.
"""

from __future__ import annotations

import argparse
import gc
import random
import signal
import sys
import time
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.fuzzing.internal_error import InternalError
from tests.fuzzing.long_settings import PLACES, families, manifest
from tests.fuzzing.long_values import PIECES, around, values
from tests.fuzzing.targets import check_manifest

SIZE = 90_000
MOST_SECONDS = 10.0
EMPTIED_AFTER = 300
"""After so many manifests, what functions remember of them is forgotten: it is 90 KB for each."""


class _Stopped(BaseException):
    """A check took too long to wait for its end."""


def _stop(*_: object) -> None:
    raise _Stopped


def cases(seed: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Yields manifests with their names, of each kind in turn, without an end."""
    chance, places = random.Random(seed), values()
    while True:
        value, piece = chance.choice(places), chance.choice(PIECES)
        yield f"{value.name}  {piece!r}", value.manifest(around(piece, size, value.written, chance))
        family, place, piece = chance.choice(list(families())), chance.choice(PLACES), chance.choice(PIECES)
        yield f"{family}: {place}  {piece!r}", manifest(family, place, piece, size, chance)


def seconds(data: bytes) -> float:
    """Returns the processor time of a check. Raises InternalError where a rule fails."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        check_manifest(data, "text")
    except (_Stopped, InternalError) as error:
        if isinstance(error, InternalError) and _Stopped.__name__ not in str(error):
            raise
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def forget() -> None:
    """Empties all caches of functions."""
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper):
            each.cache_clear()


def main() -> int:
    """Returns 1 if a check takes longer than the limit, or a rule fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit", type=float, default=0.7, help="seconds of processor time")
    parser.add_argument("--seconds", type=float, default=300, help="how long to try, in processor time")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of the long value")
    parser.add_argument("--text", default="", help="only cases whose name contains this")
    arguments = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _stop)
    tried = bad = 0
    for name, data in cases(arguments.seed, arguments.size):
        if time.process_time() > arguments.seconds:
            break
        if arguments.text not in name:
            continue
        tried += 1
        try:
            taken = seconds(data)
        except InternalError as error:
            taken, name = float("inf"), f"{name}: {str(error)[:200]}"
        if taken > arguments.limit:
            bad += 1
            print(f"{taken:6.2f} s  {name}", flush=True)
        if tried % EMPTIED_AFTER == 0:
            forget()
    print(f"{bad} of {tried} above {arguments.limit} s or failed")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
