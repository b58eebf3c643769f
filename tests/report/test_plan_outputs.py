"""The whole page and picture of some plans; ``pytest --update`` writes what they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.report.plan import html, svg
from tests.support.plans import scene

FIXTURES = Path(__file__).parent.parent / "fixtures" / "plan"
RENDERERS = {"html": html.render, "svg": svg.render}


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("names", ["fine", "stuck", "refused", "invalid+fine+refused"])
def test_the_output_is_the_one_that_was_looked_at(names: str, form: str, update: bool) -> None:
    expected = FIXTURES / f"{names}.{form}"
    rendered = RENDERERS[form](scene(*names.split("+")))
    if update:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(rendered, encoding="utf-8")
    assert rendered == expected.read_text(encoding="utf-8")
