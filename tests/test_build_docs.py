"""The pages of the rules, as a folder of Markdown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from scripts import build_docs
from stslint.linter.rule import Rule
from stslint.linter.rule_set import rule_set
from tests.support.paths import ROOT

RULES = rule_set()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "made" / "here"
    assert build_docs.write_pages(folder, RULES) == len(RULES) + 1
    return folder


def rows(text: str) -> list[list[str]]:
    """Returns the cells of all rows of all tables, without their heads."""
    lines = (line for line in text.split("\n") if line.startswith("| ["))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_every_rule_has_a_row_with_all_of_it(out: Path) -> None:
    expected = [
        [
            f"[{rule.id}](rules/{rule.name}.md)",
            f"`{rule.name}`",
            rule.severity if rule.default else f"{rule.severity}, off by default",
            rule.summary.replace("|", r"\|"),
        ]
        for rule in RULES
    ]
    assert rows((out / "rules.md").read_text(encoding="utf-8")) == expected


def test_every_row_stands_in_its_group(out: Path) -> None:
    text = (out / "rules.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    titles = {title: group for group, title in build_docs.GROUPS.items()}
    assert len(sections) == len({rule.id[:4] for rule in RULES})
    for section in sections:
        group = titles[section.partition("\n")[0]]
        assert all(row[0].startswith(f"[{group}") for row in rows(section))


def test_every_link_of_the_list_leads_to_the_page_of_its_rule(out: Path) -> None:
    for link, name, *_ in rows((out / "rules.md").read_text(encoding="utf-8")):
        found = re.fullmatch(r"\[(\w+)\]\((.+)\)", link)
        assert found is not None
        page = (out / found.group(2)).read_text(encoding="utf-8")
        assert page.startswith(f"# {found.group(1)} {name.strip('`')}\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_holds_what_explain_says(out: Path, rule: Rule) -> None:
    page = (out / "rules" / f"{rule.name}.md").read_text(encoding="utf-8")
    assert rule.page.strip() in page
    assert f"<{rule.source}>" in page


def test_pages_have_no_raw_html_and_lead_to_pages_only(out: Path) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for path in out.rglob("*.md"):
        for block in parser.parse(path.read_text(encoding="utf-8")):
            for token in (block, *(block.children or ())):
                assert token.type not in ("html_block", "html_inline", "image"), (path.name, token.content)
                link = str(token.attrs.get("href", ""))
                assert re.fullmatch(r"https://.+|rules/[a-z0-9-]+\.md|\.\./rules\.md|", link), (
                    path.name,
                    link,
                )


def test_summary_of_a_rule_stays_in_its_cell() -> None:
    rule = RULES[0]._replace(page="Reports `a | b` and ::error::x.\n")
    [row] = rows(build_docs.listing([rule]))
    assert row[-1] == "Reports `a \\| b` and ::error::x"


def test_it_runs_as_the_page_says(tmp_path: Path) -> None:
    root = ROOT
    script = root / "scripts" / "build_docs.py"
    ran = subprocess.run([sys.executable, script, "out"], cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, f"{len(RULES) + 1} pages in out\n"), ran.stderr
    ran = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (2, "usage: python scripts/build_docs.py OUT\n")
