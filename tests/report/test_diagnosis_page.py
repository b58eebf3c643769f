"""Diagnoses as a page: the answers first, commands to paste, and no markup of messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import browser
from stslint.forecast.snapshot.diagnosis import Diagnosis, diagnose_all, latest
from stslint.pipeline.snapshot_run import inventory_from
from stslint.report.diagnosis import html

FIXTURES = Path(__file__).parent.parent / "fixtures"
SNAPSHOTS = [str(FIXTURES / "snapshots" / f"{name}.yaml") for name in ("image", "node", "rollback")]


def diagnosed(*paths: str) -> list[Diagnosis]:
    """Returns the diagnoses of snapshots."""
    inventory = inventory_from(paths, lambda: b"", "<stdin>")
    return diagnose_all(inventory, latest(inventory), "1.37", "")


def test_the_output_is_the_one_that_was_looked_at(update: bool) -> None:
    expected = FIXTURES / "diagnosis" / "snapshots.html"
    rendered = html.render(diagnosed(*SNAPSHOTS))
    if update:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(rendered, encoding="utf-8")
    assert rendered == expected.read_text(encoding="utf-8")


def test_each_section_begins_with_state_cause_and_what_frees_it() -> None:
    page = html.render(diagnosed(*SNAPSHOTS))
    labels = re.findall(r'<div class="tile[^"]*"><dt>([^<]+)</dt>', page)
    assert labels == ["State", "Cause", "To free it"] * 3
    assert re.findall(r'<a href="#([^"]+)">', page) == re.findall(r'<section id="([^"]+)">', page)
    assert "`" not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)


def test_one_stateful_set_has_no_index() -> None:
    page = html.render(diagnosed(SNAPSHOTS[0]))
    assert "<nav" not in page
    assert page.count("<section") == 1


@pytest.mark.slow
@pytest.mark.skipif(browser.browser() is None, reason="chromium is not installed")
def test_the_page_fits_a_telephone(tmp_path: Path) -> None:
    page = tmp_path / "diagnosis.html"
    page.write_text(html.render(diagnosed(*SNAPSHOTS)), encoding="utf-8")
    assert browser.measure(page, 390).wide == []
