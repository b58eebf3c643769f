"""A process that runs tests on changed modules, each time in a fork that has not imported stslint yet.

``python scripts/mutation/worker.py`` runs in a copy of the repository and imports pytest and what the tests
need of others, which takes longer than most tests. Each line of its input is a JSON object: ``files``
to collect, ``tests`` to run in that order (node ids; of a file without any, all run), ``stop`` (at the first
failure), ``limit``, the seconds until the fork is killed, and ``limits``, those of each test. Each line of
its output is the answer: ``code`` is pytest's exit code, a negative number for the signal that ended it, that
of an internal error if the changed code ended the process, or null when a time was over, and ``failed`` are
the node ids of what failed.

It imports nothing of scripts/, because it runs among the modules of the copy.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

_IMPORTED_BEFORE = (
    *("pytest", "hypothesis", "hypothesis.strategies", "hypothesis.internal.conjecture.engine"),
    *("ruamel.yaml", "_ruamel_yaml", "jsonschema", "click", "rich.console", "html5lib", "junitparser"),
    *("markdown_it", "pygls.lsp.server", "pyte", "xdist.plugin", "_hypothesis_pytestplugin"),
)
_SELECTED = "not (slow or network) or recorded"
_INTERNAL_ERROR = 3
# Of a test without a limit, and of what is imported before the first one.
_MOST_SECONDS = 60
_MOST_MEMORY = 4 << 30
_MOST_IN_A_FILE = 1 << 30


class Selection:
    """A pytest plugin: runs the tests that are asked for, in their order, and collects what fails.

    The process ends with an alarm when a test takes longer than its limit in seconds.
    """

    def __init__(self, tests: Sequence[str], limits: Mapping[str, float]) -> None:
        self._rank = {name: rank for rank, name in enumerate(tests)}
        self._limits = limits
        self.failed: list[str] = []
        signal.setitimer(signal.ITIMER_REAL, _MOST_SECONDS)

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Removes other tests. A file that lost one of them, such as a parameter of it, runs as a whole."""
        named = {name.partition("::")[0] for name in self._rank}
        lost = {name.partition("::")[0] for name in self._rank.keys() - {item.nodeid for item in items}}
        whole = {item.nodeid.partition("::")[0] for item in items} - named | lost
        wanted = [i for i in items if i.nodeid in self._rank or i.nodeid.partition("::")[0] in whole]
        items[:] = sorted(wanted, key=lambda item: self._rank.get(item.nodeid, len(self._rank)))

    def pytest_collectreport(self, report: Any) -> None:
        """Notes a file that cannot be imported."""
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Gives a test its time."""
        signal.setitimer(signal.ITIMER_REAL, self._limits.get(nodeid, _MOST_SECONDS))

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Notes a test that fails."""
        if report.failed:
            self.failed.append(report.nodeid)


def main() -> int:
    """Answers until the input ends."""
    del sys.path[0]
    for name in _IMPORTED_BEFORE:
        with suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)
    return 0


def _answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _run(asked, writing)
    os.close(writing)
    written = _read(reading, asked["limit"])
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    hung = written is None or os.WTERMSIG(status) == signal.SIGALRM
    if not written:
        return {"code": None if hung else -os.WTERMSIG(status) or _INTERNAL_ERROR, "failed": []}
    answer: Mapping[str, Any] = json.loads(written)
    return answer


def _read(reading: int, limit: float) -> bytes | None:
    """Returns what a fork writes until it ends, or None when the time is over."""
    end = time.monotonic() + limit
    written = b""
    with open(reading, "rb", buffering=0) as file:
        while select.select([file], [], [], max(0, end - time.monotonic()))[0]:
            part = file.read(65536)
            written += part
            # A process that a test left holds the pipe open.
            if not part or written.endswith(b"\n"):
                return written
    return None


def _run(asked: Mapping[str, Any], writing: int) -> None:
    """Runs the tests in a fork, writes the answer and ends the process."""
    os.setsid()
    os.set_inheritable(writing, False)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_IN_A_FILE, _MOST_IN_A_FILE))
    import pytest

    selection = Selection(asked["tests"], asked["limits"])
    folder = os.path.join(os.environ["TMPDIR"], "pytest")
    options = ["-p", "no:cacheprovider", "--hypothesis-seed=0", f"--basetemp={folder}"]
    # A file that cannot be collected hides all others, unless pytest goes on.
    stop = ["-x"] if asked["stop"] else ["--continue-on-collection-errors"]
    # Tests that are asked for by name were selected when they were recorded.
    stop += [] if asked["tests"] else ["-m", _SELECTED]
    code = int(pytest.main([*options, *stop, *asked["files"]], [selection]))
    os.write(writing, json.dumps({"code": code, "failed": selection.failed}).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
