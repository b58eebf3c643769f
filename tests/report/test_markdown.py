"""Markdown for GitHub: whole outputs are in the fixtures; here what a manifest must never do to it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from stslint.model import Report
from stslint.report.markdown import LIMIT, render
from stslint.text.markdown import code, escaped
from stslint.text.sanitize import one_line
from tests.support.reports import HOSTILE, SAMPLE, reports

PARSER = MarkdownIt("gfm-like", {"linkify": False})
OUR_HTML = re.compile(r"</?details( open)?>|</?summary>|</?code>|<br>")


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    for token in PARSER.parse(text):
        found += [token, *(token.children or ())]
    return found


@given(HOSTILE)
def test_escaped_text_is_text_and_code_only(text: str) -> None:
    kinds = {token.type for token in tokens(f"| {escaped(text)} |\n|---|\n")}
    assert kinds <= {"text", "code_inline", "inline", "text_special", *TABLE}


TABLE = {f"{part}_{end}" for part in ("table", "thead", "tr", "th") for end in ("open", "close")}


@given(HOSTILE)
def test_escaped_text_says_what_the_text_says(text: str) -> None:
    shown = "".join(token.content for token in tokens(f"x{escaped(text)}x") if token.type in SHOWN)
    assert bare(unescape(shown)) == bare(f"x{one_line(text)}x")


def bare(text: str) -> str:
    """Returns a text without what only separates: backticks, spaces without width, spaces around code."""
    return text.replace("\u200b", "").replace("`", "").replace(" ", "")


SHOWN = ("text", "code_inline", "text_special")


@given(reports())
def test_a_report_holds_no_markup_but_its_own(report: Report) -> None:
    for token in tokens(render(report)):
        assert token.type not in (
            "link_open",
            "image",
            "fence",
            "code_block",
            "em_open",
            "s_open",
        )
        if token.type in ("html_block", "html_inline"):
            left = OUR_HTML.sub("", token.content)
            assert "<" not in left


@pytest.mark.parametrize(
    "text", ["@octocat", "#1", "owner/repo#1", "www.example.com", "http://example.com", ":tada:", "GH-1"]
)
def test_what_github_links_by_itself_is_broken_or_code(text: str) -> None:
    assert escaped(f"see {text}").replace("\\", "") != f"see {text}"
    assert escaped(f"see `{text}`") == f"see `{text}`"


def test_code_keeps_backticks_and_bars() -> None:
    assert code("a`b") == "`` a`b ``"
    assert code("a|b") == "`a\\|b`"
    assert code("") == ""


@pytest.mark.parametrize("length", [10, 4_000])
def test_a_long_report_is_cut_within_githubs_limit(length: int) -> None:
    finding = SAMPLE.findings[0]._replace(message="x" * length)
    files = [f"deploy/{number}.yaml" for number in range(40)]
    findings = tuple(finding._replace(file=file) for file in files for _ in range(40))
    text = render(SAMPLE._replace(findings=findings))
    assert len(text) <= LIMIT
    assert text.count("<details") == text.count("</details>")
    rows = text.count("\n| 2:7 |")
    assert f"\n{len(findings) - rows} more findings left out: the report would be too long for" in text


def test_a_report_of_nothing_has_no_sections() -> None:
    assert "<details" not in render(Report("1.37", (), files=2))
