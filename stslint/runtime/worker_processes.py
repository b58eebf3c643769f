"""Shares the work of a run among processes. Linux only: elsewhere forking a process is slow or unsafe.

The first long list starts them. Each is a fork that runs the same program as the first one on what was read
before, so that nothing has to be sent to it. It works on a part of each list, and the processes tell each
other what they have found. What one keeps, such as a tree, it still has when it works on the next list.

Neither ``multiprocessing`` nor ``concurrent.futures`` is used: their import takes half as long as a check of
one file, ``Pool`` waits forever for a worker that was killed (such as for its memory), and the workers of
``ProcessPoolExecutor`` keep running when the run itself is killed.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise

from stslint.runtime.process_link import Link, linked

try:
    import _signal as signals  # type: ignore[import-not-found]  # `signal` loads `enum`, which takes longer
except ImportError:
    import signal as signals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType
    from typing import TypeAlias, TypeVar

    from stslint.runtime.disk_cache import Plain

    Answer = TypeVar("Answer")
    Work: TypeAlias = "Callable[[range], Answer]"

SHARE = 150
"""Items that make another process worth its start; `benchmarks/run.py jobs` measures it."""

_LOOKS_EVERY = 0.5
"""Seconds between two looks whether the first process is still there."""

MOST = 8
"""Maximum of processes unless more are requested: a container can see more processors than it may use."""


class Workers:
    """The processes of a run, seen from one of them. All ask for the same lists, in the same order.

    The first process leaves the block with the result. The others end there.
    """

    def __init__(self, jobs: int) -> None:
        """Up to ``jobs`` processes share the work; 0 means one for each processor, up to ``MOST``."""
        self._jobs = jobs
        self._rank = 0
        self._links: list[Link] = []
        """Of the first process, those to the others; of another, that to the first."""
        self._size = 1
        self._processes: list[int] = []

    @property
    def leads(self) -> bool:
        """Returns whether the result of this process is that of the run."""
        return self._rank == 0

    def number_for(self, length: int) -> int:
        """Returns how many processes work on a list of this length."""
        most = self._size if self._size > 1 else _most(self._jobs)
        return max(min(most, length // SHARE), 1)

    def exchanged(self, work: Work[Plain], length: int) -> list[Plain]:
        """Returns what ``work`` returns for each part of ``range(length)``, in order, to each process.

        The first process does the part of one that ends without an answer.
        """
        parts = self._parts(length)
        if self.leads:
            answers = self._received(work, parts, _same)
            for link in self._links:
                link.send(answers)
            return answers
        own = self._sent(work, parts, _same)
        answers = self._links[0].receive()
        return [*answers[: self._rank], *own, *answers[self._rank + len(own) :]]

    def collected(
        self,
        work: Work[Answer],
        length: int,
        plain: Callable[[Answer], Plain],
        restored: Callable[[Plain], Answer],
    ) -> list[Answer]:
        """Returns the same to the first process, and to each other nothing.

        An answer is sent as ``plain`` data, from which it is ``restored``.
        """
        parts = self._parts(length)
        if self.leads:
            return self._received(work, parts, restored)
        self._sent(work, parts, plain)
        return []

    def end_others(self) -> None:
        """Ends all other processes, where sharing saves nothing. The first goes on alone."""
        self._end(at_once=False)
        self._jobs = self._size = 1

    def _parts(self, length: int) -> list[range]:
        number = self.number_for(length)
        if number > self._size:
            self._start(number)
            number = self._size
        bounds = [length * place // number for place in range(number + 1)]
        return [range(start, end) for start, end in pairwise(bounds)]

    def _received(
        self, work: Work[Answer], parts: Sequence[range], restored: Callable[[Plain], Answer]
    ) -> list[Answer]:
        answers = [work(parts[0])]
        for link, part in zip(self._links, parts[1:], strict=False):  # a short list has fewer parts
            told = _told(link, part)
            answers += map(restored, told) if told else [work(part)]
        return answers

    def _sent(
        self, work: Work[Answer], parts: Sequence[range], plain: Callable[[Answer], Plain]
    ) -> list[Answer]:
        """Sends the answer for the part of this process, and returns it, unless it has none."""
        own = [work(part) for part in parts[self._rank : self._rank + 1]]
        for answer in own:
            self._links[0].send([*_bounds(parts[self._rank]), plain(answer)])
        return own

    def _start(self, number: int) -> None:
        """Starts processes, fewer than that if no more files are allowed."""
        links = _links(number - 1)
        self._size = len(links) + 1
        first = os.getpid()
        for rank, (_, there) in enumerate(links, 1):
            process = _forked()
            if process == 0:
                self._rank, self._links = rank, [there]
                _close(link for each in links for link in each if link is not there)
                _end_with(first)
                return
            self._processes += [process] if process else []
        # Where no process could be started, there is no other end.
        _close(there for _, there in links)
        self._links = [here for here, _ in links]

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the other processes. What fails in one of them is left to the first, which reports it."""
        self._end(at_once=kind is not None)

    def _end(self, at_once: bool) -> None:
        if not self.leads:
            os._exit(0)
        _close(self._links)
        for process in self._processes:
            _wait_for(process, at_once)
        self._links, self._processes = [], []


ALONE = Workers(1)
"""A run that no other process takes part in: it never starts any."""


def _most(jobs: int) -> int:
    if jobs == 1 or sys.platform != "linux":
        return 1
    return jobs or min(len(os.sched_getaffinity(0)), MOST)


def _links(number: int) -> list[tuple[Link, Link]]:
    links = []
    try:
        for _ in range(number):
            links.append(linked())
    except OSError:
        return links
    return links


def _forked() -> int | None:
    """Returns the id of a new process, and 0 in this process; nothing if no more processes are allowed."""
    try:
        return os.fork()
    except OSError:
        return None


def _close(links: Iterable[Link]) -> None:
    for link in links:
        link.close()


def _wait_for(process: int, at_once: bool) -> None:
    """Waits for a process, which has done its part of all lists unless it is to end at once.

    One that has ended is not known any more if the caller of this program ignores SIGCHLD, as services do.
    """
    try:
        if at_once:
            os.kill(process, signals.SIGKILL)  # it writes no file
        os.waitpid(process, 0)
    except (ProcessLookupError, ChildProcessError):
        return


def _end_with(first: int) -> None:
    """Ends this process soon after the first one, even in the middle of its part."""

    def look(*_: object) -> None:
        if os.getppid() != first:
            os._exit(0)

    signals.signal(signals.SIGALRM, look)
    signals.setitimer(signals.ITIMER_REAL, _LOOKS_EVERY, _LOOKS_EVERY)


def _told(link: Link, part: range) -> list[Plain]:
    """Returns the answer of another process about a part; none if it has ended, or works on another list."""
    try:
        start, end, answer = link.receive()
    except EOFError:
        return []
    return [answer] if [start, end] == _bounds(part) else []


def _bounds(part: range) -> list[int]:
    return [part.start, part.stop]


def _same(answer: Plain) -> Plain:
    return answer
