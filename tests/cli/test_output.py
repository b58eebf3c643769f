"""Several reports of one run, as a user asks for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.runners import Run

MISTAKE = """\
apiVersion: apps/v1
kind: statefulset
metadata:
  name: web
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web.yaml").write_text(MISTAKE, encoding="utf-8")
    return tmp_path


def test_one_run_writes_several_reports(stslint: Run, folder: Path) -> None:
    words = ("--output-file", "sarif:out.sarif", "--output-file", "junit:out.xml", "--output", "out.txt")
    ran = stslint("check", "web.yaml", *words)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert json.loads((folder / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (folder / "out.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert "STS002" in (folder / "out.txt").read_text(encoding="utf-8")


def test_the_main_report_still_goes_to_standard_output(stslint: Run, folder: Path) -> None:
    ran = stslint("check", "web.yaml", "--format", "github", "--output-file", "json:out.json")
    assert ran.stdout.startswith("::error file=web.yaml,")
    assert json.loads((folder / "out.json").read_text(encoding="utf-8"))["findings"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--output-file", "sarf:x"], "did you mean `sarif`?"),
        (["--output-file", "x.sarif"], "use FORMAT:PATH, such as sarif:x.sarif"),
        (["--output-file", "html:x"], "the formats are text"),
        (["--output-file", "sarif:"], "use FORMAT:PATH"),
        (["--output-file", "sarif:no/such/x.sarif"], "the directory no/such does not exist"),
        (["--output-file", "sarif:."], "is a directory"),
        (["--output", "no/such/x.txt"], "the directory no/such does not exist"),
        (["--output-file", "sarif:x", "--output-file", "json:./x"], "two reports would be written to ./x"),
        (["--output", "x", "--output-file", "json:x"], "two reports would be written to x"),
        (["--format", "json", "--statistics"], "--statistics adds a table to --format text"),
    ],
)
def test_an_output_that_can_not_be_meant_is_refused_before_anything_is_written(
    stslint: Run, folder: Path, words: list[str], said: str
) -> None:
    ran = stslint("check", "web.yaml", *words)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert ran.stdout == ""
    assert sorted(path.name for path in folder.iterdir()) == ["web.yaml"]


def test_paths_below_the_working_folder_are_written_relative_to_it(stslint: Run, folder: Path) -> None:
    ran = stslint("check", str(folder / "web.yaml"), "--format", "gitlab")
    assert {issue["location"]["path"] for issue in json.loads(ran.stdout)} == {"web.yaml"}


def test_statistics_stand_below_the_report(stslint: Run, folder: Path) -> None:
    ran = stslint("check", "web.yaml", "--statistics")
    assert "web.yaml:2:7" in ran.stdout
    assert ran.stdout.splitlines()[-1].split() == ["1", "STS002", "error", "kind-case"]


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "junit", "tap", "github", "rdjson"])
def test_lines_that_end_in_crlf_are_shown_without_it(stslint: Run, folder: Path, form: str) -> None:
    (folder / "web.yaml").write_bytes(MISTAKE.replace("\n", "\r\n").encode())
    ran = stslint("check", "web.yaml", "--format", form)
    assert "\r" not in ran.stdout.replace("\r\n", "\n")
    assert "\\u000d" not in ran.stdout
    assert "\\r" not in ran.stdout
