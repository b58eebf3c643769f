"""The topics of ``stslint explain``: every plan that a page shows is what its scenario leads to.

``pytest tests/test_topics.py --update`` writes the plans anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stslint.cli.commands.scenario import forecasts_of
from stslint.cli.plan_arguments import PlanArguments
from stslint.report.plan import text
from tests.support.paths import ROOT
from tests.support.runners import Run

TOPICS = sorted((ROOT / "docs" / "topics").glob("*.md"))
SHOWN = re.compile(r"```yaml scenario\n(.*?)```\n\n```text plan\n(.*?)```", re.DOTALL)
OF_ORDER = {
    "deletion-order",
    "forced-rollback",
    "node-loss",
    "ondelete",
    "ordered-vs-parallel",
    "partition",
    "pvc-lifecycle",
    "rolling-update",
    "scaling",
}


def played(scenario: str) -> str:
    [seen] = forecasts_of("topic.yaml", scenario, PlanArguments())
    assert not isinstance(seen, str), seen
    return text.render(seen)


@pytest.mark.parametrize("page", TOPICS, ids=lambda path: path.stem)
def test_a_page_shows_what_its_scenarios_lead_to(page: Path, update: bool) -> None:
    text = page.read_text(encoding="utf-8")
    true = SHOWN.sub(
        lambda found: f"```yaml scenario\n{found[1]}```\n\n```text plan\n{played(found[1])}```", text
    )
    if update:
        page.write_text(true, encoding="utf-8")
    assert text == true or update
    assert text.count("```yaml scenario") == len(SHOWN.findall(text))
    assert page.stem not in OF_ORDER or SHOWN.search(text), "a page on order shows a plan"


@pytest.mark.parametrize("page", TOPICS, ids=lambda path: path.stem)
def test_a_page_has_a_title_and_names_its_source(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# \w.{3,60}", lines[0])
    assert re.fullmatch(r"Source: https://\S+", lines[-1])


def test_topics_refer_only_to_what_can_be_explained() -> None:
    names = {page.stem for page in TOPICS}
    for page in TOPICS:
        for name in re.findall(r"stslint explain ([a-z-]+)`", page.read_text(encoding="utf-8")):
            assert name in names, page


def test_explain_prints_a_topic_lists_them_all_and_knows_near_misses(stslint: Run) -> None:
    assert stslint("explain", "node-loss").stdout == (TOPICS[0].parent / "node-loss.md").read_text("utf-8")
    listed = stslint("explain").stdout
    assert all(f"  {page.stem} " in listed for page in TOPICS)
    assert "STS1xx" in listed
    missed = stslint("explain", "on-delete")
    assert missed.returncode == 2
    assert "did you mean `ondelete`?" in missed.stderr
