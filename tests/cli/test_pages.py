"""`stslint explain` on a terminal and in a pipe, and what it finds by word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.runners import Run


def on_a_terminal(*words: str, pager: str = "cat", lines: int = 500) -> str:
    """Returns what a command shows on a terminal of 60 columns."""
    import pty

    reader, writer = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60", "LINES": str(lines), "PAGER": pager, "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "stslint", *words], stdin=writer, stdout=writer, env=environment
    )
    os.close(writer)
    shown = b""
    with suppress(OSError):  # Linux reports the end of a closed terminal as an error
        while piece := os.read(reader, 4096):
            shown += piece
    process.wait(timeout=60)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_a_page_is_drawn_and_paged_on_a_terminal() -> None:
    pytest.importorskip("rich", reason="the extra `terminal` is not installed")
    shown = on_a_terminal("explain", "STS105", pager="sed s/^/PAGED:/")
    assert "PAGED:" in shown
    assert "\x1b[" in shown
    assert "```" not in shown


def test_a_page_is_plain_markdown_for_another_program(stslint: Run) -> None:
    shown = stslint("explain", "STS105").stdout
    assert "\n## Bad\n" in shown
    assert "\n```yaml\n" in shown
    assert "\x1b" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
@pytest.mark.parametrize("words", [["rules", "pdb"], ["explain", "pdb"]])
def test_lists_wrap_at_words_on_a_terminal(stslint: Run, words: list[str]) -> None:
    shown = on_a_terminal(*words)
    assert max(map(len, shown.splitlines())) <= 60
    assert shown.split() == stslint(*words).stdout.split()


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("pdb", ["STS401", "STS402"]),
        ("STS40", ["STS401", "STS409"]),
        ("node drain", ["STS401"]),
        ("rollout", ["STS305"]),
    ],
)
def test_explain_lists_the_pages_about_words(stslint: Run, words: str, pages: list[str]) -> None:
    ran = stslint("explain", *words.split())
    assert ran.returncode == 0
    assert ran.stdout.startswith(f"Pages about `{words}` (`stslint explain ")
    listed = [line.split()[0] for line in ran.stdout.splitlines()[2:]]
    assert set(pages) <= set(listed)


def test_rules_as_json_have_their_fix_and_page(stslint: Run) -> None:
    rules = json.loads(stslint("rules", "--format", "json").stdout)
    by_id = {rule["id"]: rule for rule in rules}
    assert by_id["STS002"]["fix"] == "safe"
    assert by_id["STS401"]["fix"] is None
    assert all(set(rule) == set(rules[0]) for rule in rules)
    assert len(by_id) == len(stslint("rules").stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--level", "error"], lambda rule: rule["severity"] == "error"),
        (["--fixable"], lambda rule: rule["fix"]),
        (["--select", "STS4,STS1"], lambda rule: rule["id"][:4] in ("STS4", "STS1")),
        (["PDB", "drain"], lambda rule: "pdb" in rule["name"] and "drain" in rule["summary"] + rule["name"]),
    ],
)
def test_rules_are_filtered(stslint: Run, words: list[str], expected: object) -> None:
    assert callable(expected)
    rules = json.loads(stslint("rules", "--format", "json").stdout)
    found = json.loads(stslint("rules", "--format", "json", *words).stdout)
    assert found == [rule for rule in rules if expected(rule)]
    assert found


def test_rules_mark_those_with_a_fix(stslint: Run) -> None:
    lines = {line.split()[0]: line for line in stslint("rules").stdout.splitlines()}
    assert lines["STS002"].startswith("STS002 * error")
    assert lines["STS401"].startswith("STS401   warning")


def test_a_misspelled_variable_is_reported(
    stslint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STSLINT_CHECK_FORMT", "json")
    monkeypatch.setenv("STSLINT_HOME_OF_MINE", "x")
    ran = stslint("check", "--exit-zero", str(tmp_path))
    said = "the variable STSLINT_CHECK_FORMT has no effect; did you mean STSLINT_CHECK_FORMAT?"
    assert (ran.returncode, ran.stderr) == (0, f"stslint: {said}\n")
