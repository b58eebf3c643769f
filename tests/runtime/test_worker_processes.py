"""Several processes share a run, and nothing that is found depends on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from stslint.cli.check_arguments import CheckArguments
from stslint.cli.commands.check import run
from stslint.runtime import worker_processes
from stslint.runtime.worker_processes import in_parts

pytestmark = pytest.mark.slow


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the shortest list worth several processes."""
    monkeypatch.setattr(worker_processes, "SHARE", 1)


@pytest.mark.parametrize("jobs", [0, 1, 2, 3, 20])
@pytest.mark.parametrize("length", [0, 1, 2, 7])
def test_each_item_is_worked_on_once_and_in_order(many: None, length: int, jobs: int) -> None:
    parts = in_parts(list, length, jobs)
    assert [item for part in parts for item in part] == list(range(length))
    assert len(parts) <= max(length, 1)
    if jobs:
        assert len(parts) <= jobs


@pytest.mark.skipif("sched_getaffinity" not in dir(os), reason="one process elsewhere")
def test_the_work_is_shared(many: None) -> None:
    assert len(set(in_parts(lambda part: os.getpid(), 4, 2))) == 2
    assert in_parts(lambda part: os.getpid(), 4, 1) == [os.getpid()]


def test_a_short_list_stays_in_one_process() -> None:
    assert len(in_parts(len, worker_processes.SHARE, 8)) == 1


def test_a_part_whose_process_fails_is_worked_on_here(many: None) -> None:
    here = os.getpid()

    def work(part: range) -> tuple[int, list[int]]:
        if os.getpid() != here:
            raise KeyboardInterrupt
        return os.getpid(), list(part)

    assert in_parts(work, 4, 2) == [(here, [0, 1]), (here, [2, 3])]


def test_a_part_whose_process_is_killed_is_worked_on_here(many: None) -> None:
    here = os.getpid()

    def work(part: range) -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(part)

    assert in_parts(work, 4, 2) == [[0, 1], [2, 3]]


@pytest.mark.skipif("sched_getaffinity" not in dir(os), reason="one process elsewhere")
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
worker_processes.in_parts(work, 3, 3)
"""


@pytest.mark.skipif("sched_getaffinity" not in dir(os), reason="one process elsewhere")
def test_workers_end_when_the_run_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as ran:
        assert ran.stdout is not None
        workers = [ran.stdout.readline(), ran.stdout.readline()]
        ran.kill()
        assert all(workers)
        # The pipe ends when no process holds it any more.
        assert ran.stdout.read() == ""


def test_one_process_does_not_import_multiprocessing() -> None:
    program = "import sys\nfrom stslint.runtime.worker_processes import in_parts\nin_parts(len, 400, 8)\n"
    program += "print('multiprocessing' in sys.modules)"
    # The measurement of coverage in processes imports it.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=clean
    )
    assert ran.stdout == "False\n"


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


@pytest.mark.skipif("sched_getaffinity" not in dir(os), reason="one process elsewhere")
def test_many_processors_are_not_all_taken_unasked(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    assert len(in_parts(len, 64, 0)) == worker_processes.MOST
    assert len(in_parts(len, 64, 10)) == 10
