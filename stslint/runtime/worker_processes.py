"""Shares the work on a long list among processes. Linux only: elsewhere forking a process is slow or unsafe.

Each worker is a fork, so it has everything that was read before and nothing is sent to it. It works on one
part, sends its answer through a pipe, which must be picklable, and ends. No pool of ``multiprocessing`` or
``concurrent.futures`` is used: ``Pool`` waits forever for a worker that was killed (such as for its memory),
and the workers of ``ProcessPoolExecutor`` keep running when the run itself is killed.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise

from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess
    from typing import TypeAlias, TypeVar

    Answer = TypeVar("Answer")

Work: TypeAlias = "Callable[[range], Answer]"

SHARE = 500
"""Items that make another process worth its start; `benchmarks/run.py jobs` measures it."""

MOST = 8
"""Maximum of processes unless more are requested: a container can see more processors than it may use."""


class _Worker(NamedTuple):
    """A process at work and where to read its answer; without a process its part is done in this one."""

    part: range
    process: ForkProcess | None = None
    answer: Connection | None = None


def in_parts(work: Work[Answer], length: int, jobs: int) -> list[Answer]:
    """Returns what ``work`` returns for each part of ``range(length)``, in order.

    Up to ``jobs`` processes share the work; 0 means one for each processor, up to ``MOST``. A part is done in
    this process where no other process can be started, or where one ends without an answer.
    """
    first, *others = _parts(length, _processes(length, jobs))
    workers = [_start(work, part) for part in others]
    try:
        return [work(first), *(_answer(work, worker) for worker in workers)]
    finally:
        for worker in workers:
            _stop(worker)


def _processes(length: int, jobs: int) -> int:
    if jobs == 1 or sys.platform != "linux":
        return 1
    allowed = jobs or min(len(os.sched_getaffinity(0)), MOST)
    return max(min(allowed, length // SHARE), 1)


def _parts(length: int, number: int) -> list[range]:
    bounds = [length * place // number for place in range(number + 1)]
    return [range(start, end) for start, end in pairwise(bounds)]


def _start(work: Work[Answer], part: range) -> _Worker:
    from multiprocessing import get_context  # 10 ms, and most runs start no process

    context = get_context("fork")
    try:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(work, part, receiver, sender), daemon=True)
        process.start()
    except OSError:  # no more processes or files are allowed
        return _Worker(part)
    sender.close()
    return _Worker(part, process, receiver)


def _send(work: Work[Answer], part: range, receiver: Connection, sender: Connection) -> None:
    """Works on a part in a worker. After a failure the run does the part itself and reports the failure."""
    receiver.close()  # so that a worker whose run has ended does not wait for it
    try:
        sender.send(work(part))
    except BaseException:
        sender.close()


def _answer(work: Work[Answer], worker: _Worker) -> Answer:
    if worker.answer is None:
        return work(worker.part)
    try:
        answer: Answer = worker.answer.recv()
    except (EOFError, OSError):  # it ended before or while it answered
        return work(worker.part)
    return answer


def _stop(worker: _Worker) -> None:
    if worker.process is not None and worker.answer is not None:
        worker.answer.close()
        worker.process.terminate()
        worker.process.join()
