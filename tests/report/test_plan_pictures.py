"""Plans as SVG and HTML: well-formed, complete in themselves, escaped, and readable without a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from stslint.forecast.forecast import Forecast
from stslint.forecast.set_plan import SetPlan
from stslint.forecast.timeline_grid import MOST_COLUMNS, MOST_PODS, Gap, grid_of
from stslint.report.plan import html, svg
from stslint.report.plan.svg_chart import MARGIN
from stslint.report.plan.svg_text import SOFT_LETTER, TITLE_LETTER, letters
from tests.planner.compare import apply, stateful_set
from tests.support.forecasts import seen
from tests.support.plans import scene

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
        links = [value or "" for name, value in attrs if name in ("src", "href")]
        self.loads += [link for link in links if not link.startswith("#")]
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


def page_of(*forecasts: Forecast) -> str:
    return html.render(list(map(SetPlan, forecasts)))


def picture_of(*forecasts: Forecast) -> str:
    return svg.render(list(map(SetPlan, forecasts)))


def texts_of(picture: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"))


def test_the_page_is_whole_loads_nothing_and_has_one_script() -> None:
    balance = read(page_of(seen(apply(3, EVIL)), seen()))
    assert balance.scripts == 1
    assert balance.loads == []


def test_the_table_tells_each_pod_at_each_instant() -> None:
    rows = [row for row in read(page_of(seen(apply(3, "app:2")))).rows if row]
    assert [row[0] for row in rows] == ["web-0", "web-1", "web-2"]
    assert rows[2][1:6] == ["no pod", "no pod", "no pod", "starting", "old, Ready"]
    assert rows[2].count("old, Terminating") == 1
    assert {row[-1] for row in rows} == {"new, Ready"}


@pytest.mark.parametrize("image", ["app:2", EVIL])
def test_the_picture_is_well_formed_and_draws_a_row_a_pod(image: str) -> None:
    root = ElementTree.fromstring(picture_of(seen(apply(3, image))))
    pods = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text") if each.get("class") == "pod"]
    assert pods == ["web-0", "web-1", "web-2"]
    assert "script" not in {each.tag.rpartition("}")[2] for each in root.iter()}


def test_both_follow_the_readers_dark_scheme() -> None:
    forecast = seen()
    for picture in (picture_of(forecast), page_of(forecast)):
        assert "prefers-color-scheme: dark" in picture


def test_large_plans_show_their_ends_and_say_what_is_left_out() -> None:
    forecast = seen(manifest=stateful_set(300))
    grid = grid_of(forecast)
    assert len(grid.pods) == MOST_PODS
    assert len(grid.columns) <= MOST_COLUMNS + 1
    [gap] = [row for row in grid.rows if isinstance(row, Gap)]
    assert grid.rows.index(gap) == MOST_PODS // 2
    assert [column.label for column in grid.columns].count("...") == 1
    assert grid.pods[0] == "web-0"
    assert grid.pods[-1] == "web-299"
    assert grid.hidden_pods == 300 - MOST_PODS
    for picture in (picture_of(forecast), page_of(forecast)):
        assert f"{grid.hidden_pods} pods not shown: web-12 ... web-287" in picture
        assert len(picture) < 250_000


def test_every_column_has_a_name() -> None:
    page = page_of(seen(apply(3, "app:2")))
    names = re.findall(r'<th scope="col" data-text="[^"]*">([^<]*)</th>', page)
    assert names == [
        *("start", "1", "2", "3", "start", "1", "1 goes on", "2", "2 goes on", "3", "3 goes on", "end")
    ]
    assert page.count("<li value=") == 6


@pytest.mark.parametrize("replicas", [1, 3, 60])
def test_a_long_title_is_wrapped_and_never_cut_off(replicas: int) -> None:
    forecast = seen(
        apply(replicas, f"{'w' * 90}/{'m' * 40}:2"), manifest=stateful_set(replicas, "a/" + "x" * 80)
    )
    picture = picture_of(forecast)
    texts = texts_of(picture)
    title = [each.text or "" for each in texts if each.get("class") == "title"]
    head, _, rest = forecast.heading.partition("; ")
    assert "".join(title).replace(" ", "") == head.replace(" ", "")
    assert rest in " ".join(each.text or "" for each in texts if each.get("x") == f"{MARGIN:.1f}")
    width = float(ElementTree.fromstring(picture).get("width", "0"))
    assert all(letters(line) * TITLE_LETTER <= width - 2 * MARGIN + 1 for line in title)
    assert width < 900 or replicas == 60


def test_titles_of_steps_are_inside_the_picture() -> None:
    picture = picture_of(seen(apply(9, "app:2"), {"op": "delete-pod", "ordinal": 8}))
    [last] = [each for each in texts_of(picture) if each.text == "delete pod web-8"]
    end = float(last.get("x", "0")) + letters("delete pod web-8") * SOFT_LETTER
    assert end <= float(ElementTree.fromstring(picture).get("width", "0"))


def test_the_same_state_has_the_same_words_in_short_and_long_bars() -> None:
    for name in ("fine", "lost"):
        texts = texts_of(svg.render(scene(name)))
        assert {each.text for each in texts if each.get("class") == "inside"} == {"old", "Ready"}


SCENE_NAMES = ("fine", "stuck", "refused", "invalid", "forty", "lost", "long")


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_no_markup_of_messages_reaches_the_reader(name: str) -> None:
    page = read_texts(html.render(scene(name)))
    assert "`" not in page
    assert "`" not in "".join(each.text or "" for each in texts_of(svg.render(scene(name))))


def read_texts(page: str) -> str:
    """Returns the texts of a page, without its styles and scripts."""
    bare = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", bare)


TILES = {
    "fine": ["Verdict", "Pods", "Least time", "Budget", "Quorum", "If it fails"],
    "stuck": ["Verdict", "Where it sticks, and the way back", "Pods", "Least time", "Budget", "Quorum"],
    "refused": ["Verdict", "The way around"],
    "invalid": ["Verdict"],
}


@pytest.mark.parametrize("name", TILES)
def test_a_page_begins_with_the_answers(name: str) -> None:
    page = html.render(scene(name))
    assert re.findall(r'<div class="tile[^"]*"><dt>([^<]+)</dt>', page) == TILES[name]
    assert page.index("tiles") < page.index("What to do" if name == "refused" else "</section>")


def test_the_end_says_where_it_stops() -> None:
    heads = re.findall(r'data-text="([^"]*)">end<', html.render(scene("stuck")))
    assert heads == ["it stops here: at etcd-4: it is not Ready, and etcd-0 ... etcd-3 are not updated"]
    assert re.findall(r'data-text="([^"]*)">end<', html.render(scene("fine"))) == [
        "the final state, as the spec says"
    ]


def test_a_refused_change_is_a_page_and_a_picture_that_say_so() -> None:
    page, picture = html.render(scene("refused")), svg.render(scene("refused"))
    read(page)
    assert "Refused: nothing happens" in page
    commands = [read_texts(each) for each in re.findall(r"<pre>.*?</pre>", page)]
    assert [" ".join(each.split()) for each in commands] == [
        "kubectl delete statefulset etcd --cascade=orphan -n prod"
    ]
    assert "The way around: once the StatefulSet is deleted without its pods" in page
    told = " ".join(each.text or "" for each in texts_of(picture))
    assert "etcd in prod: the API server refuses it, nothing happens" in told
    assert "claim template data of an existing StatefulSet cannot grow, from 100Gi to 200Gi" in told


def test_several_plans_are_one_page_with_an_index_and_one_picture() -> None:
    plans = scene("fine", "invalid", "refused")
    page = html.render(plans)
    read(page)
    assert re.findall(r"<h1>([^<]+)</h1>", page) == ["3 StatefulSets: 2 are refused, 1 reaches its spec"]
    index = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page)
    assert index == [("plan-1", "invalid in prod"), ("plan-2", "refused in prod"), ("plan-3", "fine in prod")]
    assert all(f'<section class="plan" id="{anchor}">' in page for anchor, _ in index)
    assert "new/fine.yaml:1" in read_texts(page)
    titles = [each.text for each in texts_of(svg.render(plans)) if each.get("class") == "title"]
    assert titles[0] == "3 StatefulSets: 2 are refused, 1 reaches its spec"
    assert len(titles) >= 4


def test_what_does_not_change_is_only_listed() -> None:
    plans = tuple(
        plan._replace(forecast=plan.forecast._replace(unchanged=True)) for plan in scene("fine", "forty")
    )
    assert "2 unchanged StatefulSets" in html.render(plans)
    assert html.render(plans).count('<section class="plan"') == 0
    titles = [each.text for each in texts_of(svg.render(plans)) if each.get("class") == "title"]
    assert titles == ["2 StatefulSets: 2 are unchanged"]


def test_a_page_has_room_for_so_many_cells_of_timelines(monkeypatch: pytest.MonkeyPatch) -> None:
    forecast = seen(apply(3, "app:2"))
    grid = grid_of(forecast)
    size = len(grid.rows) * len(grid.columns)
    monkeypatch.setattr(html, "MOST_CELLS", 2 * size)
    page = page_of(forecast, forecast, forecast)
    assert page.count("<summary>The timeline as a table</summary>") == 2
    assert page.count("no room for the timeline of this plan") == 1
    assert read(page).open == []
