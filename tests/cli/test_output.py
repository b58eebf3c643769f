"""Several reports of one run, as a user asks for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from stslint.model import SEVERITIES
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


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
@pytest.mark.parametrize("columns", [40, 100])
def test_a_report_fits_the_terminal_it_is_shown_on(folder: Path, columns: int) -> None:
    import pty

    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "stslint", "check", "web.yaml", "--color", "never"]
    environment = {**os.environ, "COLUMNS": str(columns)}
    subprocess.run(command, cwd=folder, stdout=writer, env=environment, check=False, timeout=60)
    os.close(writer)
    shown = b""
    with suppress(OSError):  # Linux reports the end of a closed terminal as an error
        while piece := os.read(reader, 4096):
            shown += piece
    lines = shown.decode().replace("\r\n", "\n").splitlines()
    assert max(map(len, lines)) <= columns
    assert ("  Kubernetes has no kind `statefulset`" in lines) is (columns == 40)


def test_statistics_stand_below_the_report(stslint: Run, folder: Path) -> None:
    ran = stslint("check", "web.yaml", "--statistics")
    assert "web.yaml:2:7" in ran.stdout
    table = [line.split() for line in ran.stdout.rpartition("\n\n")[2].splitlines()]
    assert [row[2] for row in table] == sorted((row[2] for row in table), key=SEVERITIES.index)
    assert ["1", "STS002", "error", "kind-case"] in table


def test_quiet_statistics_are_the_table_alone(stslint: Run, folder: Path) -> None:
    whole = stslint("check", "web.yaml", "--statistics")
    alone = stslint("check", "web.yaml", "--statistics", "-q")
    assert whole.stdout.endswith(f"\n\n{alone.stdout}")
    assert "\n\n" not in alone.stdout
    assert alone.returncode == whole.returncode


def test_show_hides_findings_without_changing_the_exit_code(stslint: Run, folder: Path) -> None:
    every = stslint("check", "web.yaml", "--fail-on", "info", "--select", "STS103", "-q")
    assert (every.returncode, every.stdout[:9]) == (1, "web.yaml:")
    errors = stslint("check", "web.yaml", "--fail-on", "info", "--select", "STS103", "--show", "error")
    assert (errors.returncode, errors.stdout) == (
        1,
        "not shown: 1 info (--show error)\n\nNo errors in 1 file (1 StatefulSet, Kubernetes 1.37)\n",
    )


def test_a_further_file_holds_what_show_hides(stslint: Run, folder: Path) -> None:
    ran = stslint("check", "web.yaml", "--show", "error", "--format", "json", "--output-file", "concise:all")
    severities = {each["severity"] for each in json.loads(ran.stdout)["findings"]}
    assert severities == {"error"}
    assert " info STS103 " in (folder / "all").read_text()
    assert ran.stderr.endswith("(--show error)\n")


def test_a_baseline_says_how_many_findings_it_hides(stslint: Run, folder: Path) -> None:
    stslint("check", "web.yaml", "--write-baseline", "base.json")
    number = sum(each["count"] for each in json.loads((folder / "base.json").read_text())["findings"])
    ran = stslint("check", "web.yaml", "--baseline", "base.json")
    scope = "1 file (1 StatefulSet, Kubernetes 1.37)"
    assert ran.stdout == f"No new findings in {scope}; {number} hidden by the baseline\n"
    counted = json.loads(stslint("check", "web.yaml", "--baseline", "base.json", "--format", "json").stdout)
    assert counted["hidden_by_baseline"] == number


@pytest.mark.parametrize("more", [[], ["-q"]])
def test_a_missing_file_is_reported_once(stslint: Run, folder: Path, more: list[str]) -> None:
    ran = stslint("check", "nope.yaml", *more)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "stslint: nope.yaml: does not exist\n"


def test_a_missing_file_among_others_makes_the_summary_incomplete(stslint: Run, folder: Path) -> None:
    ran = stslint("check", "web.yaml", "nope.yaml", "--ignore", "ALL")
    assert ran.stdout.endswith("Kubernetes 1.37); incomplete: 1 path could not be used\n")
    assert ran.stderr == "stslint: nope.yaml: does not exist\n"
    stslint("check", "web.yaml", "nope.yaml", "--output", "report.txt")
    assert "not read: nope.yaml: does not exist\n" in (folder / "report.txt").read_text()


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("severity", lambda each: SEVERITIES.index(each["severity"])),
        ("rule", lambda each: each["rule"]),
        ("file", lambda each: each["file"]),
    ],
)
def test_sort_orders_findings_over_all_files(stslint: Run, folder: Path, order: str, key: Any) -> None:
    (folder / "a.yaml").write_text(MISTAKE.replace("web", "other"))
    ran = stslint("check", "web.yaml", "a.yaml", "--sort", order, "--format", "json")
    found = json.loads(ran.stdout)["findings"]
    assert found == sorted(found, key=key)
    assert len({each["file"] for each in found}) == 2


def test_skipped_files_of_one_reason_share_a_line(stslint: Run, folder: Path) -> None:
    for number in range(40):
        (folder / f"v{number:02}.yaml").write_text("a: 1\n")
    names = [f"v{number:02}.yaml" for number in range(40)]
    ran = stslint("check", *names)
    line = "skipped: v00.yaml and 39 more: no Kubernetes object (-v lists them)"
    assert ran.stdout.splitlines()[0] == line
    every = stslint("check", *names, "-v").stdout.splitlines()
    assert every[:40] == [f"skipped: {name}: no Kubernetes object" for name in names]


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "junit", "tap", "github", "rdjson"])
def test_lines_that_end_in_crlf_are_shown_without_it(stslint: Run, folder: Path, form: str) -> None:
    (folder / "web.yaml").write_bytes(MISTAKE.replace("\n", "\r\n").encode())
    ran = stslint("check", "web.yaml", "--format", form)
    assert "\r" not in ran.stdout.replace("\r\n", "\n")
    assert "\\u000d" not in ran.stdout
    assert "\\r" not in ran.stdout
