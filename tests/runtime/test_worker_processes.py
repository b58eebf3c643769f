"""Several processes share a run, and nothing that is found depends on it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TypeVar

import pytest

from stslint.cli.check_arguments import CheckArguments
from stslint.cli.commands.check import run
from stslint.runtime import worker_processes
from stslint.runtime.worker_processes import ALONE, Workers

pytestmark = pytest.mark.slow
linux = pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")

Answer = TypeVar("Answer")


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the shortest list worth several processes."""
    monkeypatch.setattr(worker_processes, "SHARE", 1)


def plain(answer: Answer) -> Answer:
    return answer


def in_parts(work: Callable[[range], Answer], length: int, jobs: int) -> list[Answer]:
    """Returns what the first process collects."""
    with Workers(jobs) as workers:
        return workers.collected(work, length, plain, plain)


@pytest.mark.parametrize("jobs", [0, 1, 2, 3, 20])
@pytest.mark.parametrize("length", [0, 1, 2, 7])
def test_each_item_is_worked_on_once_and_in_order(many: None, length: int, jobs: int) -> None:
    parts = in_parts(list, length, jobs)
    assert [item for part in parts for item in part] == list(range(length))
    assert len(parts) <= max(length, 1)
    if jobs:
        assert len(parts) <= jobs


def test_a_run_alone_starts_no_process(many: None) -> None:
    assert [ALONE.number_for(length) for length in (0, 1, 1000)] == [1, 1, 1]
    assert ALONE.exchanged(lambda part: [*part, os.getpid()], 3) == [[0, 1, 2, os.getpid()]]


@linux
def test_the_work_is_shared(many: None) -> None:
    assert len(set(in_parts(lambda part: os.getpid(), 4, 2))) == 2
    assert in_parts(lambda part: os.getpid(), 4, 1) == [os.getpid()]


def test_a_short_list_stays_in_one_process() -> None:
    assert len(in_parts(len, worker_processes.SHARE, 8)) == 1


@linux
@pytest.mark.parametrize("length", [2, 3, 9])
def test_each_process_has_the_answers_of_all_and_keeps_its_own(many: None, length: int) -> None:
    with Workers(3) as workers:
        kept: list[list[int]] = []

        def work(part: range) -> list[int]:
            kept.append(list(part))
            return [number * 10 for number in part]

        told = workers.exchanged(work, length)
        again = workers.exchanged(lambda part: [told, kept, os.getpid()], length)
        seen = workers.collected(lambda part: [told, again, os.getpid()], length, plain, plain)
    assert [number for part in told for number in part] == [number * 10 for number in range(length)]
    assert all(each[0] == told for each in again)
    assert [part for _, parts, _ in again for part in parts] == [
        [number // 10 for number in part] for part in told
    ]
    assert [each[:2] for each in seen] == [[told, again]] * len(again)
    assert [each[2] for each in seen] == [each[2] for each in again]


@linux
def test_no_process_is_added_for_a_longer_list(many: None) -> None:
    with Workers(4) as workers:
        workers.exchanged(len, 2)
        longer = workers.exchanged(lambda part: [os.getpid(), *part], 8)
    assert [items[1:] for items in longer] == [[0, 1, 2, 3], [4, 5, 6, 7]]


@linux
def test_a_list_that_is_too_short_for_two_is_worked_on_by_the_first(many: None) -> None:
    here = os.getpid()
    with Workers(3) as workers:
        workers.exchanged(len, 3)
        short = workers.exchanged(lambda part: [os.getpid(), *part], 1)
        empty = workers.exchanged(lambda part: [os.getpid(), *part], 0)
        seen = workers.collected(lambda part: [short, empty], 3, plain, plain)
    assert seen == [[[[here, 0]], [[here]]]] * 3


@linux
def test_a_list_that_is_too_short_for_all_processes_is_known_to_all(many: None) -> None:
    with Workers(4) as workers:
        whole = workers.exchanged(lambda part: list(part), 8)
        short = workers.exchanged(lambda part: list(part), 2)
        seen = workers.collected(lambda part: [whole, short], 4, plain, plain)
    assert seen == [[[[0, 1], [2, 3], [4, 5], [6, 7]], [[0], [1]]]] * 4


@pytest.mark.parametrize("ends", ["at once", "after the first list", "in the second list"])
@pytest.mark.parametrize("how", ["raises", "is killed"])
def test_the_first_process_does_the_part_of_one_that_ends(many: None, how: str, ends: str) -> None:
    here = os.getpid()

    def end() -> None:
        if os.getpid() != here and how == "raises":
            raise KeyboardInterrupt
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    def first(part: range) -> list[int]:
        if ends == "at once" and part.start == 2:
            end()
        return list(part)

    def second(part: range) -> list[int]:
        if ends == "in the second list" and part.start == 2:
            end()
        return [os.getpid(), *part]

    with Workers(3) as workers:
        told = workers.exchanged(first, 6)
        if ends == "after the first list":
            end()
        answers = workers.collected(second, 6, plain, plain)
    assert told == [[0, 1], [2, 3], [4, 5]]
    assert [answer[1:] for answer in answers] == told
    assert answers[1][0] == here


@linux
@pytest.mark.parametrize("other", [4, 5, 8])
def test_the_answer_of_a_process_with_another_list_is_not_taken(many: None, other: int) -> None:
    here = os.getpid()
    with Workers(2) as workers:
        workers.exchanged(len, 2)
        length = 6 if os.getpid() == here else other
        answers = workers.collected(lambda part: [os.getpid(), *part], length, plain, plain)
    assert answers == [[here, 0, 1, 2], [here, 3, 4, 5]]


@linux
@pytest.mark.parametrize("leaves", ["the block", "the others"])
def test_a_process_that_waits_for_the_first_ends_when_it_leaves(many: None, leaves: str) -> None:
    here = os.getpid()
    with Workers(3) as workers:
        workers.exchanged(len, 3)
        if os.getpid() != here:
            workers.exchanged(len, 3)
        elif leaves == "the others":
            workers.end_others()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@linux
def test_an_answer_may_be_none(many: None) -> None:
    here = os.getpid()
    with Workers(2) as workers:
        answers = workers.exchanged(lambda part: part.start if os.getpid() == here else None, 4)
    assert answers == [0, None]


@linux
@pytest.mark.parametrize("fails", [False, True])
def test_no_process_is_left(many: None, fails: bool) -> None:
    here = os.getpid()

    def work(part: range) -> int:
        if os.getpid() != here:
            time.sleep(60 if fails else 0)
        elif fails:
            raise ValueError("here")
        return os.getpid()

    with pytest.raises(ValueError, match="here") if fails else nullcontext():
        in_parts(work, 4, 4)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@linux
def test_no_file_is_left_open(many: None) -> None:
    before = os.listdir("/proc/self/fd")
    in_parts(list, 4, 4)
    assert os.listdir("/proc/self/fd") == before


KILLED = """
import os, time
from stslint.runtime import worker_processes
worker_processes.SHARE = 1
here = os.getpid()
def work(part):
    if os.getpid() == here:
        time.sleep(60)
    print(os.getpid(), flush=True)
    time.sleep(0.5)
    return 0
with worker_processes.Workers(3) as workers:
    workers.exchanged(work, 3)
"""


@linux
def test_workers_end_when_the_run_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as ran:
        assert ran.stdout is not None
        workers = [ran.stdout.readline(), ran.stdout.readline()]
        ran.kill()
        assert all(workers)
        # The pipe ends when no process holds it any more.
        assert ran.stdout.read() == ""


BUSY = KILLED.replace(
    "time.sleep(0.5)", "end = time.monotonic() + 60\n    while time.monotonic() < end: pass"
)


@linux
def test_workers_end_in_the_middle_of_their_part_when_the_run_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, text=True) as ran:
        assert ran.stdout is not None
        assert all([ran.stdout.readline(), ran.stdout.readline()])
        ran.kill()
        began = time.monotonic()
        assert ran.stdout.read() == ""
        assert time.monotonic() - began < 30


@linux
@pytest.mark.parametrize("fails", [False, True])
def test_a_run_ends_as_usual_where_the_ends_of_processes_are_ignored(many: None, fails: bool) -> None:
    def work(part: range) -> int:
        if fails and not part.start:
            time.sleep(0.2)
            raise ValueError("here")
        return part.start

    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with pytest.raises(ValueError, match="here") if fails else nullcontext():
            assert in_parts(work, 4, 4) == [0, 1, 2, 3]
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_no_process_of_the_block_goes_on_behind_it(many: None, capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(3) as workers:
        workers.exchanged(len, 3)
    print("behind", flush=True)
    assert capfd.readouterr().out == "behind\n"


@linux
def test_the_first_process_goes_on_alone_when_it_ends_the_others(many: None) -> None:
    with Workers(3) as workers:
        shared = workers.exchanged(lambda part: os.getpid(), 6)
        workers.end_others()
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        assert workers.exchanged(list, 6) == [[0, 1, 2, 3, 4, 5]]
    assert len(set(shared)) == 3


def test_an_answer_that_cannot_be_sent_is_worked_out_here(many: None) -> None:
    def later(part: range) -> Callable[[], range]:
        return lambda: part

    answers = in_parts(later, 4, 2)
    assert [answer() for answer in answers] == [range(2), range(2, 4)]


def test_where_no_process_can_be_had_all_is_worked_out_here(
    many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    assert in_parts(list, 4, 4) == [[0], [1], [2], [3]]


@linux
@pytest.mark.parametrize("allowed", [1, 2])
def test_where_fewer_processes_can_be_had_than_asked_for_the_first_does_the_rest(
    many: None, allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [None] * allowed
    fork = os.fork

    def limited() -> int:
        if not left:
            raise BlockingIOError
        left.pop()
        return fork()

    monkeypatch.setattr(os, "fork", limited)
    before = os.listdir("/proc/self/fd")
    parts = in_parts(lambda part: [os.getpid(), *part], 4, 4)
    assert [item for _, item in parts] == [0, 1, 2, 3]
    assert len({process for process, _ in parts}) == allowed + 1
    assert os.listdir("/proc/self/fd") == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@linux
@pytest.mark.parametrize("allowed", [0, 1, 3])
def test_where_no_more_files_are_allowed_fewer_processes_share_the_work(
    many: None, allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [None] * allowed
    pipe = os.pipe

    def limited() -> tuple[int, int]:
        if not left:
            raise OSError(errno.EMFILE, "Too many open files")
        left.pop()
        return pipe()

    before = os.listdir("/proc/self/fd")
    monkeypatch.setattr(os, "pipe", limited)
    parts = in_parts(list, 4, 4)
    assert parts == ([[0, 1], [2, 3]] if allowed == 3 else [[0, 1, 2, 3]])
    assert os.listdir("/proc/self/fd") == before


def test_a_failure_here_is_raised(many: None) -> None:
    def work(part: range) -> None:
        raise ValueError(part.start)

    with pytest.raises(ValueError, match="0"):
        in_parts(work, 4, 2)


@pytest.fixture
def tree(examples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples of all rules, good and bad, and files that are broken in several ways."""
    (examples / "tab.yaml").write_text("kind: StatefulSet\n\tspec: 1\n")
    (examples / "kustomization.yaml").write_text("resources: [tab.yaml]\n")
    monkeypatch.chdir(examples)
    return examples


def report(capsys: pytest.CaptureFixture[str], form: str, **words: object) -> str:
    run(CheckArguments(paths=(".",), form=form, **words))  # type: ignore[arg-type]
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_the_bytes_of_a_report_depend_on_neither_jobs_nor_cache(
    form: str,
    many: None,
    tree: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STSLINT_CACHE_DIR", str(tmp_path_factory.mktemp("kept")))
    one = report(capsys, form, jobs=1, no_cache=True)
    assert len(one) > 100_000
    assert report(capsys, form, jobs=2, no_cache=True) == one
    assert report(capsys, form, jobs=5) == one
    assert report(capsys, form) == one


def test_one_process_does_all_on_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert [Workers(jobs).number_for(10_000) for jobs in (0, 1, 4)] == [1, 1, 1]


@linux
def test_many_processors_are_not_all_taken_unasked(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(0 if process else 64)))
    assert len(in_parts(len, 64, 0)) == 8
    assert len(in_parts(len, 64, 10)) == 10
