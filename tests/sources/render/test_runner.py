"""What becomes of a chart or a kustomization: the commands that are run, and what is told of a failure."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stslint.model import Skipped
from stslint.sources.render import runner
from stslint.sources.render.runner import RenderOptions, render
from stslint.sources.render.targets import RenderTarget

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake programs are shell scripts")

Fake = Callable[[str, str], None]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Returns a function that puts a program, the body of a shell script, alone on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name: str, body: str) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)

    return put


def chart() -> RenderTarget:
    return RenderTarget("helm", "deploy/db", "/real/deploy/db")


def kustomization() -> RenderTarget:
    return RenderTarget("kustomize", "deploy/db", "/real/deploy/db")


def python(code: str) -> str:
    """Returns the body of a program that runs a line of Python, which needs no PATH."""
    return f"exec '{sys.executable}' -S -c '{code}'"


def has_reader(pipe: Path) -> bool:
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def reason(target: RenderTarget, timeout: float = 30) -> str:
    """Returns why a target has no sources, and sees to it that the run fails."""
    sources, skipped, errors = render(target, RenderOptions(timeout))
    assert (sources, skipped) == ((), ())
    (error,) = errors
    assert error.file == "deploy/db"
    return error.reason


def test_only_a_chart_has_a_release(fake: Fake) -> None:
    for name in ("helm", "kustomize"):
        fake(name, "echo 'a: 1'")
    (rendered,), skipped, errors = render(chart(), RenderOptions())
    assert (rendered.text, rendered.release, skipped, errors) == ("a: 1\n", "default", (), ())
    (built,), _, _ = render(kustomization(), RenderOptions())
    assert (built.text, built.release) == ("a: 1\n", "")


def test_a_target_with_an_obstacle_runs_nothing(fake: Fake) -> None:
    fake("helm", "echo 'a: 1'")
    skipped = Skipped("deploy/db", "a library chart")
    assert render(chart()._replace(obstacle="a library chart"), RenderOptions()) == ((), (skipped,), ())


@pytest.mark.parametrize(
    ("target", "program", "arguments"),
    [
        (chart(), "helm", "template /real/deploy/db --skip-tests"),
        (kustomization(), "kustomize", "build /real/deploy/db"),
        (kustomization(), "kubectl", "kustomize /real/deploy/db"),
    ],
)
def test_the_command_has_the_real_path(
    fake: Fake, target: RenderTarget, program: str, arguments: str
) -> None:
    fake(program, 'echo "words: $*"')
    (source,), _, _ = render(target, RenderOptions())
    assert source.text == f"words: {arguments}\n"


def test_helm_is_given_each_option_and_the_absolute_paths_of_values(fake: Fake) -> None:
    fake("helm", 'echo "words: $*"')
    options = RenderOptions(
        values=("a.yaml", "/b.yaml"), kubernetes_version="1.30", api_versions=("v1", "apps/v1")
    )
    (source,), _, _ = render(chart(), options)
    assert source.text == (
        "words: template /real/deploy/db --skip-tests --kube-version 1.30 --api-versions v1 "
        f"--api-versions apps/v1 --values {os.path.abspath('a.yaml')} --values /b.yaml\n"
    )


def test_a_program_is_searched_in_absolute_folders_only(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("helm", "echo 'a: 1'")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    assert reason(chart()).startswith("`helm` is not installed, so this chart is not rendered")
    assert reason(kustomization()).startswith("neither `kustomize` nor `kubectl` is installed")


@pytest.mark.parametrize("body", ["true", "echo '# a comment'; echo ---"])
def test_a_chart_without_objects_is_skipped(fake: Fake, body: str) -> None:
    fake("helm", body)
    expected = Skipped("deploy/db", "`helm template` renders nothing")
    assert render(chart(), RenderOptions()) == ((), (expected,), ())


def test_output_that_is_not_text_fails_the_run(fake: Fake) -> None:
    fake("helm", r"printf 'a: \377\n'")
    assert reason(chart()) == (
        "the output of `helm template` is not text: line 1, column 4: byte 0xff is not valid UTF-8; "
        "save the file as UTF-8"
    )


def test_what_a_failed_program_printed_is_not_read(fake: Fake) -> None:
    fake("helm", "echo 'a: 1'; exit 1")
    assert reason(chart()) == "`helm template` failed: it printed no reason"


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        # Of other output the last four lines are told, without empty ones.
        (["1", "2", "", "3", "4", "5"], "2; 3; 4; 5"),
        (["1"], "1"),
        # Helm's error begins with a word, and the advice after it does not concern stslint's users.
        (["walk.go:75: found symbolic link", "Error: no", "", "Use --debug flag to see"], "Error: no"),
        (["warning", "Error: 1", "2", "3", "4", "5"], "Error: 1; 2; 3; 4"),
        # The path is the one that the user gave.
        (["Error: /real/deploy/db/x: no"], "Error: deploy/db/x: no"),
        (['E1126 10:00:00.000001   77 main.go:3] "command failed" err=no such'], "no such"),
        (["\x1b[31mno\x1b[0m \x07bell"], "no bell"),
    ],
)
def test_what_a_failing_program_says_is_told_in_one_line(fake: Fake, printed: list[str], told: str) -> None:
    quoted = " ".join(f"'{line}'" for line in printed)
    fake("helm", f"printf '%s\\n' {quoted} >&2; exit 3")
    assert reason(chart()) == f"`helm template` failed: {told}"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # One long line of an error is whole, more than that is cut at 600 characters.
        (["Error: " + "x" * 700, "more"], "Error: " + "x" * 700),
        (["Error: " + "x" * 593, "more"], "Error: " + "x" * 593),
        (["Error: " + "x" * 300, "y" * 300], "Error: " + "x" * 300 + "; " + "y" * 291),
        (["z" * 700], "z" * 600),
    ],
)
def test_long_errors(fake: Fake, lines: list[str], told: str) -> None:
    quoted = " ".join(f"'{line}'" for line in lines)
    fake("helm", f"printf '%s\\n' {quoted} >&2; exit 1")
    assert reason(chart()) == f"`helm template` failed: {told}"


def test_a_missing_dependency_says_what_to_run(fake: Fake) -> None:
    fake("helm", "echo 'Error: found in Chart.yaml, but missing in charts/ directory: redis' >&2; exit 1")
    assert reason(chart()) == (
        "`helm template` failed: Error: found in Chart.yaml, but missing in charts/ directory: redis; "
        "run `helm dependency build deploy/db` first"
    )


def test_a_program_that_cannot_be_run_is_told(fake: Fake, tmp_path: Path) -> None:
    (tmp_path / "helm").write_bytes(b"\x7fELF")
    (tmp_path / "helm").chmod(0o755)
    assert reason(chart()) == "`helm template` cannot be run: exec format error"


def test_a_program_that_takes_too_long_is_stopped_with_what_it_started(fake: Fake, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    code = 'import os; os.mkfifo("alive"); os.open("alive", os.O_RDWR); import time; time.sleep(60)'
    fake("helm", f"cd '{tmp_path}'; {python(code).removeprefix('exec ')} & wait")
    while not alive.exists():
        told = reason(chart(), 0.5)
        assert told == (
            "`helm template` took longer than 0.5 s and was stopped: set a higher `--render-timeout`"
        )
    for _ in range(1000):
        if not has_reader(alive):
            return
        time.sleep(0.01)
    pytest.fail("what the program started is still there")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (0, "the output of `helm template` is not text: binary content"),
        (1, "`helm template` printed more than 64 MiB and was stopped"),
    ],
)
def test_a_program_may_print_64_mebibytes(fake: Fake, more: int, told: str) -> None:
    assert runner.MAXIMUM_BYTES == 64 * 1024 * 1024
    fake("helm", python(f"import os; os.ftruncate(1, {64 * 1024 * 1024 + more})"))
    assert reason(chart()) == told
