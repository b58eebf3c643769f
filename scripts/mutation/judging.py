"""Whether the tests notice a mutant."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple

from scripts.mutation.choosing import choose
from scripts.mutation.mutant import Change, Mutant
from scripts.mutation.recording import Recording
from scripts.mutation.tree import compile_all, copy_files, environment_of, files_of, write_module

_WORKER = Path(__file__).with_name("worker.py")
# The exit codes of pytest that mean that nothing failed: all passed, and nothing was left to run.
_NOTHING_FAILED = (0, 5)

# Of a test that is not in the recording, or of a file that cannot be collected.
_SECONDS_OF_A_FILE = 10.0

Outcome = Literal["killed", "timed out", "survived", "unclear"]


class Result(NamedTuple):
    """What became of a mutant: who killed it, and how many tests were tried of those that might."""

    mutant: Mutant
    old: str
    new: str
    outcome: Outcome
    killer: str
    tried: int
    possible: int


class Answer(NamedTuple):
    """What running tests gave: pytest's exit code, None if the time was over, and what failed."""

    code: int | None
    failed: Sequence[str]

    @property
    def outcome(self) -> Outcome:
        """Returns what it says of the mutant. A process that breaks down has noticed it."""
        if self.code is None:
            return "timed out"
        return "survived" if self.code in _NOTHING_FAILED else "killed"


class Laboratory:
    """A copy of the recorded tree with the present tests, in which one process tries mutants."""

    def __init__(self, recording: Recording, repository: Path, folder: Path) -> None:
        self._recording = recording
        self._repository = repository
        self._folder = folder
        self._tree = folder / "tree"
        self._new_tests: Sequence[str] = ()
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Laboratory:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._recording.tree, self._tree, symlinks=True)
        self._new_tests = self._bring_tests()
        compile_all(self._tree)
        self._process = subprocess.Popen(
            [sys.executable, str(_WORKER)],
            cwd=self._tree,
            env=environment_of(self._tree, self._folder / "scratch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._new_tests = self._that_pass(self._new_tests)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def judge(self, mutant: Mutant, text: str, change: Change, most_seconds: float) -> Result:
        """Returns whether tests notice a change: first a few, then new files of tests, then all others.

        A new file that mirrors the module comes before all. Of the others, so many are tried as took less
        than some seconds when they were recorded.
        """
        choice = choose(mutant, text, self._recording)
        others = self._within(choice.others, most_seconds)
        possible = len(choice.first) + len(choice.others)
        outcome: Outcome = "survived"
        tried, killer = 0, ""
        mirrors = [file for file in self._new_tests if Path(file).stem == f"test_{Path(mutant.path).stem}"]
        new = [file for file in self._new_tests if file not in mirrors]
        for tests, files in (((), mirrors), (choice.first, ()), ((), new), (others, ())):
            if outcome == "survived" and (tests or files):
                outcome, killer = self._try(mutant.path, (text, change.text), tests, files)
                tried += len(tests)
        return Result(mutant, change.old, change.new, outcome, killer, tried, possible)

    def _try(
        self, path: str, texts: tuple[str, str], tests: Sequence[str], files: Sequence[str]
    ) -> tuple[Outcome, str]:
        """Returns what some tests say of a module that changes from one text to another, and what failed.

        If nothing in particular failed, the same tests have to pass on the first text: a run that breaks down
        or hangs by itself says nothing of the change.
        """
        before, after = texts
        write_module(self._tree / path, after)
        try:
            answer = self.run(tests, files)
        finally:
            write_module(self._tree / path, before)
        if answer.outcome == "survived" or answer.failed:
            return answer.outcome, "".join(answer.failed[:1])
        control = self.run(tests, files)
        return (answer.outcome if control.outcome == "survived" else "unclear"), ""

    def run(self, tests: Sequence[str], files: Sequence[str] = (), *, stop: bool = True) -> Answer:
        """Runs tests, and whole files of tests. Raises SystemExit if the process has ended."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        collected = list(dict.fromkeys([*(name.partition("::")[0] for name in tests), *files]))
        limits = {name: self._limit([name], ()) for name in tests}
        asked = {"files": collected, "tests": tests, "stop": stop, "limits": limits}
        asked["limit"] = self._limit(tests, files)
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the process that runs the tests has ended")
        answered: Mapping[str, Any] = json.loads(line)
        return Answer(answered["code"], answered["failed"])

    def _limit(self, tests: Sequence[str], files: Sequence[str]) -> float:
        """Returns the seconds after which tests have hung."""
        durations = self._recording.durations()
        usual = sum(durations.get(name, _SECONDS_OF_A_FILE) for name in tests)
        return 15 + 5 * (usual + _SECONDS_OF_A_FILE * len(files))

    def _within(self, tests: Sequence[str], most_seconds: float) -> Sequence[str]:
        durations = self._recording.durations()
        within = []
        for name in tests:
            most_seconds -= durations[name]
            if most_seconds < 0:
                break
            within.append(name)
        return within

    def _bring_tests(self) -> Sequence[str]:
        """Copies tests that changed since the recording, and returns those that pytest collects."""
        # The tests and the settings of pytest belong together: a marker has to be declared.
        present = files_of(self._repository)
        names = [name for name in present if name.startswith("tests/") or name == "pyproject.toml"]
        changed = [name for name in names if _content(self._repository / name) != _content(self._tree / name)]
        copy_files(self._repository, changed, self._tree)
        return [name for name in changed if Path(name).match("test_*.py")]

    def _that_pass(self, files: Sequence[str]) -> Sequence[str]:
        """Returns the files of tests that pass on the recorded code, and names the others."""
        found = self.run((), files, stop=False).failed if files else ()
        failed = {name.partition("::")[0] for name in found}
        for name in sorted(failed):
            print(f"{name} is not used: it fails on the recorded code", file=sys.stderr)
        return [name for name in files if name not in failed]


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
