"""`stslint plan --format markdown`: a whole output, and texts of a manifest that stay text."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.acceptance.test_gates import SET
from tests.support.paths import ROOT
from tests.support.runners import Run

EXPECTED = ROOT / "tests" / "fixtures" / "report" / "plans.markdown"
FORMAT = ("--format", "markdown")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    for name in ("web", "db", "same"):
        (tmp_path / "old" / f"{name}.yaml").write_text(SET.replace("name: web", f"name: {name}", 1))
    (tmp_path / "new" / "web.yaml").write_text(SET.replace("1.2.3", "1.2.4"))
    db = SET.replace("name: web", "name: db", 1).replace("serviceName: web", "serviceName: other")
    (tmp_path / "new" / "db.yaml").write_text(db)
    (tmp_path / "new" / "same.yaml").write_text((tmp_path / "old" / "same.yaml").read_text())
    return tmp_path


def test_the_plan_of_a_folder_is_the_one_that_was_read_and_approved(
    stslint: Run, work: Path, update: bool
) -> None:
    ran = stslint("plan", "--from", "old", "new", *FORMAT, cwd=work)
    assert (ran.returncode, ran.stderr) == (1, "")
    if update:
        EXPECTED.write_text(ran.stdout, encoding="utf-8")
    assert ran.stdout == EXPECTED.read_text(encoding="utf-8")


def test_a_refused_manifest_stays_text(stslint: Run, work: Path) -> None:
    hostile = "![x](https://example.invalid/x) @octocat <img src=x>"
    (work / "bad.yaml").write_text(SET.replace("name: web}", f"name: '{hostile}'}}", 1))
    text = stslint("plan", "bad.yaml", *FORMAT, cwd=work).stdout
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    kinds = {child.type for token in tokens for child in (token.children or ())}
    assert "image" not in kinds
    assert "link_open" not in kinds
    assert not any("<img" in token.content for token in tokens if token.type == "html_block")
    assert "html_inline" not in kinds
