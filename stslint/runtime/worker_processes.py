"""Work on a long list in several processes: each is a copy of this one, and sends back what it has found.

A copy sees all that was read before, so nothing is sent to it; what it answers must be plain data.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from stslint.runtime.namedtuple import NamedTuple

Answer = TypeVar("Answer")
Work = Callable[[range], Answer]

SHARE = 500
"""Items that make another process worth its start; `benchmarks/run.py jobs` measures it."""

MOST = 8
"""Processes at most unless more are asked for: a container may see many more processors than it may use."""


class _Copy(NamedTuple):
    """A process at work, and where its answer can be read; nothing where there could be none."""

    part: range
    process: int = 0
    answer: int = -1


def in_parts(work: Work[Answer], length: int, jobs: int) -> list[Answer]:
    """Returns what ``work`` answers for each part of ``range(length)``, in order.

    Up to ``jobs`` processes share the work; for 0, one for each processor, up to ``MOST``. A part whose
    process ends without an answer is worked on here.
    """
    first, *others = _parts(length, _processes(length, jobs))
    copies = [_copy(work, part) for part in others]
    return [work(first), *(_answer(work, each) for each in copies)]


def _processes(length: int, jobs: int) -> int:
    """Returns how many processes are worth it; a copy of one is quick and safe to be had on Linux only."""
    if jobs == 1 or sys.platform != "linux":
        return 1
    allowed = jobs or min(len(os.sched_getaffinity(0)), MOST)
    return max(min(allowed, length // SHARE), 1)


def _parts(length: int, number: int) -> list[range]:
    bounds = [length * place // number for place in range(number + 1)]
    return [range(start, end) for start, end in pairwise(bounds)]


def _copy(work: Work[Answer], part: range) -> _Copy:
    read, write = os.pipe()
    try:
        process = os.fork()
    except OSError:  # no more processes are allowed
        os.close(read)
        os.close(write)
        return _Copy(part)
    if process:
        os.close(write)
        return _Copy(part, process, read)
    status = 1
    try:
        from pickle import dumps

        os.close(read)  # so that a copy whose original is gone does not wait for it
        with open(write, "wb") as sent:
            sent.write(dumps(work(part)))
        status = 0
    finally:
        # Not even an interrupt may let the copy go on with what its original does next.
        os._exit(status)


def _answer(work: Work[Answer], copy: _Copy) -> Answer:
    from pickle import loads

    if not copy.process:
        return work(copy.part)
    with open(copy.answer, "rb") as sent:
        data = sent.read()
    _, status = os.waitpid(copy.process, 0)
    if status:
        return work(copy.part)
    answer: Answer = loads(data)
    return answer
