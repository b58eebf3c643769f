"""A forecast as SVG and HTML: well-formed, of its own, escaped, and readable without a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from stslint.forecast.timeline_grid import MOST_COLUMNS, MOST_PODS, grid_of
from stslint.report.plan import html, svg
from tests.planner.compare import apply, stateful_set
from tests.support.forecasts import seen

EVIL = "app</style><script>alert(1)</script>&\"'\x00:2"
VOID = {"meta", "input", "br"}


class Balance(HTMLParser):
    """Follows the tags of a page, and gathers its table."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0
        self.rows: list[list[str]] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and "tbody" in self.open and data.strip():
            self.rows[-1].append(data)


def read(page: str) -> Balance:
    balance = Balance()
    balance.feed(page)
    assert balance.open in ([], ["html"])
    return balance


def test_the_page_is_whole_loads_nothing_and_has_one_script() -> None:
    balance = read(html.render([seen(apply(3, EVIL)), seen()]))
    assert balance.scripts == 1
    assert balance.loads == []


def test_the_table_tells_each_pod_at_each_instant() -> None:
    rows = [row for row in read(html.render([seen(apply(3, "app:2"))])).rows if row]
    assert [row[0] for row in rows] == ["web-0", "web-1", "web-2"]
    assert rows[2][1:6] == ["–", "–", "–", "starting", "old, Ready"]
    assert rows[2].count("old, Terminating") == 1
    assert {row[-1] for row in rows} == {"new, Ready"}


@pytest.mark.parametrize("image", ["app:2", EVIL])
def test_the_picture_is_well_formed_and_draws_a_row_a_pod(image: str) -> None:
    root = ElementTree.fromstring(svg.render(seen(apply(3, image))))
    pods = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text") if each.get("class") == "pod"]
    assert pods == ["web-0", "web-1", "web-2"]
    assert "script" not in {each.tag.rpartition("}")[2] for each in root.iter()}


def test_both_follow_the_readers_dark_scheme() -> None:
    forecast = seen()
    for picture in (svg.render(forecast), html.render([forecast])):
        assert "prefers-color-scheme: dark" in picture


def test_large_plans_show_their_ends_and_say_what_is_left_out() -> None:
    forecast = seen(manifest=stateful_set(300))
    grid = grid_of(forecast)
    assert len(grid.pods) == MOST_PODS
    assert len(grid.columns) <= MOST_COLUMNS
    assert grid.pods[0] == "web-0"
    assert grid.pods[-1] == "web-299"
    assert grid.hidden_pods == 300 - MOST_PODS
    for picture in (svg.render(forecast), html.render([forecast])):
        assert f"{grid.hidden_pods} pods in between are not shown" in picture
        assert len(picture) < 200_000


def test_columns_bear_the_numbers_of_the_moves() -> None:
    page = html.render([seen(apply(3, "app:2"))])
    numbers = re.findall(r'<th scope="col" data-text="[^"]*">([0-9]+)</th>', page)
    assert numbers == ["1", "2", "3", "1", "2", "3"]
    assert page.count("<li value=") == 6


@pytest.mark.parametrize("replicas", [1, 3, 60])
def test_a_long_title_is_wrapped_and_never_cut_off(replicas: int) -> None:
    forecast = seen(
        apply(replicas, f"{'w' * 90}/{'m' * 40}:2"), manifest=stateful_set(replicas, "a/" + "x" * 80)
    )
    root = ElementTree.fromstring(svg.render(forecast))
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    title = [each.text or "" for each in texts if each.get("class") == "title"]
    head, _, rest = forecast.heading.partition("; ")
    assert " ".join(title) == head
    assert rest in " ".join(each.text or "" for each in texts if each.get("x") == str(svg.MARGIN))
    room = float(root.get("width", "0")) - 2 * svg.MARGIN
    assert all(svg.letters(line) * svg.TITLE_LETTER <= room + 1 for line in title)


def test_the_title_of_the_last_step_is_inside_the_picture() -> None:
    root = ElementTree.fromstring(svg.render(seen(apply(9, "app:2"), {"op": "delete-pod", "ordinal": 8})))
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    [last] = [each for each in texts if each.text == "delete pod web-8"]
    end = float(last.get("x", "0")) + svg.letters("delete pod web-8") * svg.SOFT_LETTER
    assert end <= float(root.get("width", "0"))
