"""Tries many mutants, and checks the tests that killed them on the code without a change."""

from __future__ import annotations

import os
import queue
import sys
import time
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scripts.mutation.drawing import Drawn
from scripts.mutation.judging import Laboratory, Result
from scripts.mutation.recording import Recording
from scripts.mutation.results import append_result, read_results, survivor, without_killers

_PROGRESS_EVERY = 20


class Trial:
    """A number of laboratories that work at once."""

    def __init__(self, laboratories: Sequence[Laboratory], most_seconds: float) -> None:
        self._free: queue.SimpleQueue[Laboratory] = queue.SimpleQueue()
        for each in laboratories:
            self._free.put(each)
        self._count = len(laboratories)
        self._most_seconds = most_seconds

    def results(self, drawn: Sequence[Drawn]) -> Iterator[Result]:
        """Yields the results in the order of the mutants."""
        pool = ThreadPoolExecutor(self._count)
        try:
            yield from pool.map(self._result, drawn)
        finally:
            pool.shutdown(cancel_futures=True)

    def unreliable(self, killers: Set[str]) -> set[str]:
        """Returns the tests that fail on the code without a change, too."""
        laboratory = self._free.get()
        try:
            return set(laboratory.run(sorted(killers), stop=False).failed) & set(killers)
        finally:
            self._free.put(laboratory)

    def _result(self, drawn: Drawn) -> Result:
        laboratory = self._free.get()
        try:
            return laboratory.judge(drawn.mutant, drawn.text, drawn.change, self._most_seconds)
        finally:
            self._free.put(laboratory)


@contextmanager
def trial(
    recording: Recording, repository: Path, folder: Path, processes: int, most_seconds: float
) -> Iterator[Trial]:
    """Makes laboratories in a folder, and removes them."""
    with ExitStack() as stack:
        places = [folder / f"copy-{os.getpid()}-{number}" for number in range(processes)]
        laboratories = [stack.enter_context(Laboratory(recording, repository, place)) for place in places]
        yield Trial(laboratories, most_seconds)


def try_mutants(drawn: Sequence[Drawn], trial: Trial, path: Path) -> None:
    """Writes the results to a file as they come, and prints the survivors and how far it is."""
    began = time.monotonic()
    for count, result in enumerate(trial.results(drawn), 1):
        append_result(path, result)
        if result.outcome in ("survived", "unclear"):
            print(survivor(result), flush=True)
        if count % _PROGRESS_EVERY == 0:
            print(f"{count} of {len(drawn)} after {time.monotonic() - began:.0f} s", file=sys.stderr)


def check_killers(trial: Trial, recording: Recording, path: Path) -> bool:
    """Returns whether all tests that killed a mutant pass without a change.

    If not, it names the others, removes their results and has the recording forget them.
    """
    killers = {result.killer for result in read_results(path).values()} - {""}
    unreliable = trial.unreliable(killers)
    for name in sorted(unreliable):
        print(f"{name} fails without a change: what it killed is tried again", file=sys.stderr)
    recording.forget(unreliable)
    without_killers(path, unreliable)
    return not unreliable
