"""Pages in a headless Chromium: they fit a telephone and two sheets of paper, and the slider works."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import browser
from stslint.report.plan import html
from tests.support.plans import scene

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser.browser() is None, reason="chromium is not installed"),
]
MOVED = """<script>
const slider = document.querySelector('.bars input');
slider.value = 3;
slider.dispatchEvent(new Event('input'));
const before = document.querySelector('.cards').offsetHeight;
document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
document.title = JSON.stringify([
  slider.value, slider.getAttribute('aria-valuetext'), document.querySelector('.mark').style.gridColumnStart,
  document.querySelector('.now').textContent, document.querySelectorAll('.card').length,
  document.querySelector('.cards').offsetHeight - before]);
</script>"""


@pytest.mark.parametrize("name", ["fine", "stuck", "refused", "forty", "long"])
def test_a_page_fits_a_telephone_and_two_sheets_of_paper(name: str, tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    page.write_text(html.render(scene(name)), encoding="utf-8")
    assert browser.measure(page, 390).wide == []
    assert browser.printed_pages(page) <= 2


def test_the_slider_moves_the_mark_and_the_cards_stay_where_they_are(tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    text = html.render(scene("fine")).replace("</body>", f"{MOVED}</body>")
    page.write_text(text, encoding="utf-8")
    assert browser.told(page) == [
        *("4", "2 goes on", "6", "etcd-3 is created (lowest ordinal without a pod, and etcd-2 is Available)"),
        *(5, 0),
    ]
