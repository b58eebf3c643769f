"""The quick way in reads words as click does, and leaves to click what it can't read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from stslint.cli import fast_path, output
from stslint.cli.app import command_line
from stslint.cli.check_arguments import FLAGS, FORMATS
from stslint.cli.commands import check
from tests.support.runners import Run

OPTIONS = {
    spelling: option
    for option in command_line.commands["check"].params
    if isinstance(option, click.Option)
    for spelling in option.opts
}
PLAIN = [
    [],
    ["a.yaml", "b/"],
    ["-"],
    *(["--format", form, "a.yaml"] for form in FORMATS),
    *([flag, "a.yaml"] for flag in FLAGS),
    ["a.yaml", "-q", "--no-cache", "--format", "text", "--exit-zero", "b.yaml"],
]


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_fast_path_parses_plain_words_like_click(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def remember(words: Any) -> int:
        seen.append(words)
        return 0

    monkeypatch.setattr(check, "run", remember)
    with pytest.raises(SystemExit):
        command_line(["check", *arguments], standalone_mode=False)
    words = fast_path.parsed(["check", *arguments])
    assert words is not None
    assert fast_path.run(words) == 0
    assert seen[0] == seen[1]


def test_every_flag_is_one_of_clicks_that_stands_alone() -> None:
    for flag, destination in FLAGS.items():
        option = OPTIONS[flag]
        assert (option.name, option.is_flag, option.secondary_opts) == (destination, True, []), flag
        assert set(option.opts) == {other for other, meant in FLAGS.items() if meant == destination}


def test_the_formats_are_those_that_exist() -> None:
    form = OPTIONS["--format"]
    assert isinstance(form.type, click.Choice)
    assert (form.name, form.nargs, form.multiple) == ("form", 1, False)
    assert tuple(form.type.choices) == FORMATS
    assert all(callable(output.renderer(each)) for each in FORMATS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["explain", "STS101"],
        ["check", "--help"],
        ["check", "--format"],
        ["check", "--format", "yaml"],
        ["check", "--format=json"],
        ["check", "--select", "STS1"],
        ["check", "--", "-x"],
        ["check", "-qq"],
    ],
    ids=" ".join,
)
def test_fast_path_leaves_other_words_to_click(arguments: list[str]) -> None:
    assert fast_path.parsed(arguments) is None


def test_fast_path_reports_failure_like_click(stslint: Run) -> None:
    quick, slow = stslint("check", "nowhere.yaml"), stslint("check", "nowhere.yaml", "--fail-on=error")
    assert (quick.returncode, quick.stderr) == (slow.returncode, slow.stderr) == (2, quick.stderr)
    assert "nowhere.yaml" in quick.stderr


def test_check_with_closed_pipe_prints_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: StatefulSet\n")
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-c", "import sys; from stslint.__main__ import main; sys.stdout.reconfigure("
         "write_through=True); sys.argv = ['stslint', 'check', 'a.yaml']; main()"],
        cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writer)
    assert (run.returncode, run.stderr) == (2, b"")


def test_variables_of_the_environment_are_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fast_path.parsed(["check", "a.yaml"]) is not None
    monkeypatch.setenv("STSLINT_CHECK_FAIL_ON", "error")
    assert fast_path.parsed(["check", "a.yaml"]) is None
