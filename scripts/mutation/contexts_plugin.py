"""A pytest plugin that records, together with coverage, which test reaches which line.

It tells coverage the test that runs, in the variable ``COVERAGE_CONTEXT`` for the processes that the test
starts, and writes the duration of each test that passes, in seconds, to the file that
``MUTATION_DURATIONS`` names.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage


class Durations:
    """How long the tests that passed took, with their fixtures."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seconds: Counter[str] = Counter()
        self._not_passed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Adds the duration of a phase."""
        self._seconds[report.nodeid] += report.duration  # type: ignore[assignment]
        if not report.passed:
            self._not_passed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Writes the file."""
        passed = {name: each for name, each in self._seconds.items() if name not in self._not_passed}
        self._path.write_text(json.dumps(passed, indent=0), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Measures durations in the process that hears of all tests."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Durations(Path(os.environ["MUTATION_DURATIONS"])))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Names the test, as long as it runs."""
    _switch(item.nodeid)
    try:
        return (yield)
    finally:
        _switch("")


def _switch(name: str) -> None:
    os.environ["COVERAGE_CONTEXT"] = name
    measured = Coverage.current()
    if measured is not None:
        measured.switch_context(name)
