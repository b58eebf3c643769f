"""Which test reaches which line, measured once by running the tests."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from pathlib import Path

from scripts.mutation.tree import compile_all, copy_files, environment_of, files_of

_SETTINGS = """\
[run]
source = stslint
relative_files = true
parallel = true
patch = subprocess, _exit
data_file = {data}
context = ${{COVERAGE_CONTEXT-}}
"""


class Recording:
    """A snapshot of the repository, and what was measured of its tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tree = folder / "tree"
        self._data_file = folder / "coverage" / ".coverage"
        self._durations_file = folder / "durations.json"

    def exists(self) -> bool:
        """Returns whether it was made, to the end."""
        return self._data_file.exists() and self._durations_file.exists()

    def make(self, repository: Path, selection: str, paths: Sequence[str], processes: int) -> None:
        """Copies the repository and runs the tests in some paths, of a selection as pytest's ``-m`` has it.

        A test that fails in the copy is not used. Raises SystemExit if no test ran.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        copy_files(repository, files_of(repository), self.tree)
        compile_all(self.tree)
        self._data_file.parent.mkdir()
        self._run_tests(selection, paths, processes)
        self._combine()

    def _run_tests(self, selection: str, paths: Sequence[str], processes: int) -> None:
        settings = self.folder / "coverage.ini"
        settings.write_text(_SETTINGS.format(data=self._data_file), encoding="utf-8")
        plugin = "scripts.mutation.contexts_plugin"
        options = ["-p", plugin, "-p", "no:cacheprovider", "-n", str(processes), "-m", selection, *paths]
        with_coverage = {
            **environment_of(self.tree, self.folder / "scratch"),
            "COVERAGE_PROCESS_START": str(settings),
            "MUTATION_DURATIONS": str(self._durations_file),
        }
        command = [sys.executable, "-m", "pytest", *options]
        ran = subprocess.run(command, cwd=self.tree, env=with_coverage, check=False)
        if ran.returncode not in (0, 1):
            raise SystemExit(f"the tests could not be run: exit code {ran.returncode}")

    def _combine(self) -> None:
        command = [sys.executable, "-m", "coverage", "combine", "--quiet"]
        settings = f"--rcfile={self.folder / 'coverage.ini'}"
        subprocess.run([*command, settings], cwd=self.tree, check=True)

    @lru_cache(maxsize=1)  # noqa: B019
    def durations(self) -> Mapping[str, float]:
        """Returns the seconds that each test took that passed, by its node id."""
        durations: Mapping[str, float] = json.loads(self._durations_file.read_text(encoding="utf-8"))
        return durations

    def forget(self, tests: Set[str]) -> None:
        """Uses some tests no longer."""
        kept = {name: each for name, each in self.durations().items() if name not in tests}
        self._durations_file.write_text(json.dumps(kept, indent=0), encoding="utf-8")
        self.durations.cache_clear()
        self.tests_by_line.cache_clear()

    @lru_cache(maxsize=8)  # noqa: B019
    def tests_by_line(self, path: str) -> Mapping[int, Set[str]]:
        """Returns the node ids of the tests that reach each line of a module.

        A line that runs as its module is imported is there only with the tests that start processes.
        """
        from coverage import CoverageData

        data = CoverageData(str(self._data_file))
        data.read()
        return {
            line: set(tests) & self.durations().keys()
            for line, tests in data.contexts_by_lineno(path).items()
        }
