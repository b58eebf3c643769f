"""Manifests and file names full of attacks, in every format, read by that format's own reader."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pyte
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from tap.line import Result
from tap.parser import Parser

from tests.support.attacks import ATTACKS, DRIVING, MARKUP, write_all
from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no files of these names"),
]

FORMATS = ("concise", "json", "sarif", "junit", "tap", "github", "gitlab", "rdjson", "markdown")
_DRIVES = re.compile(DRIVING)
_RUNNER_COMMAND = re.compile(r"^\s*::|##[A-Za-z]*\[", re.MULTILINE)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Returns what each format writes of one run on all attacks; ``colored`` is the text for a terminal."""
    return written(tmp_path_factory, tuple(ATTACKS))


@pytest.fixture(scope="module")
def markdown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Returns the Markdown of the attacks on markup alone, because a report of all is cut."""
    text = written(tmp_path_factory, MARKUP)["markdown"].decode("utf-8")
    assert "left out" not in text
    return text


def written(factory: pytest.TempPathFactory, names: Collection[str]) -> dict[str, bytes]:
    folder, out = factory.mktemp("attacks"), factory.mktemp("out")
    write_all(folder, names)
    outputs = [f"--output-file={form}:{out / form}" for form in FORMATS]
    command = [sys.executable, "-m", "stslint", "check", "--no-cache", "--exit-zero", "--color", "always"]
    ran = subprocess.run(
        [*command, *outputs, "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        check=True,
    )
    assert ran.stderr == b""
    return {"colored": ran.stdout, **{form: (out / form).read_bytes() for form in FORMATS}}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_utf8_that_drives_nothing(reports: dict[str, bytes], form: str) -> None:
    assert not _DRIVES.findall(reports[form].decode("utf-8"))


@pytest.mark.parametrize("form", ["colored", "concise", "tap", "markdown"])
def test_no_line_of_a_log_is_a_command_of_a_runner(reports: dict[str, bytes], form: str) -> None:
    assert not _RUNNER_COMMAND.search(reports[form].decode("utf-8"))


class Terminal:
    """Records what a terminal is asked to do, by pyte's names."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return lambda *words, **options: None


@pytest.mark.parametrize("form", ["colored", *FORMATS])
def test_terminal_is_asked_for_lines_and_colors_only(reports: dict[str, bytes], form: str) -> None:
    terminal = Terminal()
    stream = pyte.ByteStream(terminal, strict=False)
    terminal.asked.clear()
    stream.feed(reports[form])
    own = {"select_graphic_rendition"} if form == "colored" else set()
    assert terminal.asked <= {"draw", "linefeed", *own}


def test_terminal_emulator_notices_an_attack() -> None:
    terminal = Terminal()
    pyte.ByteStream(terminal, strict=False).feed(ATTACKS["osc-title"].encode())
    assert "set_title" in terminal.asked


def test_concise_has_a_line_for_each_finding(reports: dict[str, bytes]) -> None:
    lines = reports["concise"].decode("utf-8").splitlines()
    assert len(lines) == len(json.loads(reports["json"])["findings"])
    assert all(re.search(r":\d+:\d+: (error|warning|info) STS\d{3} ", line) for line in lines)


def commands(log: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yields the commands of a log, as GitHub's runner reads them: name, properties, message.

    Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    for line in log.split("\n"):
        head, found, message = line.lstrip().removeprefix("::").partition("::")
        if not line.lstrip().startswith("::") or not found:
            continue
        name, _, pairs = head.partition(" ")
        properties = dict(pair.split("=", 1) for pair in pairs.split(",") if "=" in pair)
        yield (
            name,
            {key: _unescaped(value, {"%3A": ":", "%2C": ","}) for key, value in properties.items()},
            _unescaped(message, {}),
        )


def _unescaped(text: str, more: dict[str, str]) -> str:
    for escape, character in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


def test_github_runner_reads_one_annotation_for_each_finding(reports: dict[str, bytes]) -> None:
    findings = json.loads(reports["json"])["findings"]
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    read = list(commands(reports["github"].decode("utf-8")))
    assert [name for name, _, _ in read] == [levels[each["severity"]] for each in findings]
    for (_, properties, message), finding in zip(read, findings, strict=True):
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert properties["title"] == f"{finding['rule']} {finding['name']}"
        assert properties["line"] == str(finding["start"]["line"])
        assert not _DRIVES.search(properties["file"] + message)


def test_sarif_is_valid_and_names_the_files(reports: dict[str, bytes]) -> None:
    log = json.loads(reports["sarif"])
    findings = json.loads(reports["json"])["findings"]
    results = log["runs"][0]["results"]
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results]
    assert [os.fsdecode(unquote_to_bytes(uri)) for uri in uris] == [
        each["file"].removeprefix("./") for each in findings
    ]
    assert not any("](" in each["message"]["text"] for each in results)
    schema = pytest.importorskip("sarif_kit.validate", reason="it needs Python 3.11")
    assert schema.validation_errors(log) == []


def test_junit_is_xml_with_the_texts_as_text(reports: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(reports["junit"])
    assert {each.tag for each in root.iter()} <= {
        *("testsuites", "testsuite", "testcase", "failure", "system-out", "properties", "property"),
        *("error", "skipped"),
    }
    said = "".join(each.text or "" for each in root.iter("failure"))
    assert "]]>" in said
    assert "<script>" in said
    assert len(list(JUnitXml.fromstring(reports["junit"].decode("ascii")))) == len(list(root))


def test_tap_has_one_result_for_each_file(reports: dict[str, bytes]) -> None:
    lines = list(Parser().parse_text(reports["tap"].decode("utf-8")))
    assert {line.category for line in lines} == {"version", "plan", "test"}
    results = [line for line in lines if isinstance(line, Result)]
    assert len(results) == json.loads(reports["json"])["files"]
    assert not any(result.todo or result.skip for result in results)
    said = sum(len((result.yaml_block or {}).get("findings", ())) for result in results)
    assert said == len(json.loads(reports["json"])["findings"])


@pytest.mark.parametrize(("form", "field"), [("gitlab", "description"), ("rdjson", "message")])
def test_comment_of_a_pull_request_has_no_link(reports: dict[str, bytes], form: str, field: str) -> None:
    read = json.loads(reports[form])
    everything = read if isinstance(read, list) else read["diagnostics"]
    assert len(everything) == len(json.loads(reports["json"])["findings"])
    assert not any("](" in each[field] for each in everything)


def test_json_holds_the_attacks_as_they_were(reports: dict[str, bytes]) -> None:
    said = " ".join(each["message"] for each in json.loads(reports["json"])["findings"])
    assert ATTACKS["osc-title"] in said
    assert ATTACKS["bidi-override"] in said


def test_markdown_has_no_markup_of_an_attack(markdown: str) -> None:
    assert_own_markup(markdown)
    with pytest.raises(AssertionError):
        assert_own_markup(f"{markdown}\n{ATTACKS['mention']}\n")
    with pytest.raises(AssertionError):
        assert_own_markup(f"{markdown}\n{ATTACKS['markdown-link']}\n")


def test_markdown_that_is_cut_has_no_markup_of_an_attack(reports: dict[str, bytes]) -> None:
    assert_own_markup(reports["markdown"].decode("utf-8"))


_OWN_TAGS = re.compile(r"</?(?:details(?: open)?|summary|code|br)>")
_MENTION = re.compile(r"(?<!\w)[@#](?=\w)")


def assert_own_markup(text: str) -> None:
    """Fails if Markdown has a link, an image, a mention, or a tag that stslint does not write."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for block in parser.parse(text):
        for token in (block, *(block.children or ())):
            assert token.type not in ("link_open", "image", "heading_open") or token.markup == "###"
            if token.type in ("html_block", "html_inline"):
                assert "<" not in _OWN_TAGS.sub("", token.content), token.content[:300]
                text = re.sub(r"<code>.*?</code>", "", token.content)
                assert not _MENTION.search(text.replace("&#x27;", "")), text[:300]
            if token.type == "text":
                assert not _MENTION.search(token.content), token.content[:300]
