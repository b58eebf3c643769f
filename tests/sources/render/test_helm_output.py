"""What Helm prints, cut by template: every line keeps its number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.sources.render.helm_output import is_whole_render, mark_of_line, marks, rendered_sources

TEXT = """\
---
# Source: postgres/templates/a.yaml
a: 1
---
# Source: postgres/charts/redis/templates/b.yaml
b: |
  # Source: postgres/templates/text.yaml
---
# Source: postgres/templates/a.yaml
# a comment only
---
# Source: postgres/templates/a.yaml
c: 3
"""


def test_each_template_is_a_source_below_the_chart() -> None:
    found = [(source.name, source.first_line) for source in rendered_sources(TEXT, "deploy/db")]
    assert found == [
        ("deploy/db (rendered: templates/a.yaml)", 1),
        ("deploy/db (rendered: charts/redis/templates/b.yaml)", 4),
        ("deploy/db (rendered: templates/a.yaml)", 11),
    ]


@given(
    st.lists(st.sampled_from(["---", "# Source: a/templates/b.yaml", "c: d", "", "# e", " - f", "c: 'é'"]))
)
def test_every_line_that_is_left_has_its_own_number(lines: list[str]) -> None:
    for source in rendered_sources("\n".join(lines), "x"):
        here = source.text.removesuffix("\n").split("\n")
        start = source.first_line - 1
        assert lines[start : start + len(here)] == here


@given(st.lists(st.sampled_from(["---\n", "# Source: a/templates/b.yaml\n", "c: \u2028\n", "# e\n", "f"])))
def test_the_pieces_with_what_is_left_out_are_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    sources = rendered_sources(text, "x")
    assert "".join(source.text for source in sources).count("c:") == text.count("c:")
    assert all(source.text in text for source in sources)
    assert not sources or not text.endswith("f") or sources[-1].text.endswith("f")


def test_text_of_no_template_has_the_folders_name() -> None:
    (source,) = rendered_sources("a: 1\n", "deploy/app")
    assert (source.name, source.text, source.first_line) == ("deploy/app (rendered)", "a: 1\n", 1)


def test_what_stands_before_the_first_template_is_kept() -> None:
    names = [source.name for source in rendered_sources(f"z: 0\n{TEXT}", "x")]
    assert names[:2] == ["x (rendered)", "x (rendered: templates/a.yaml)"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (TEXT, True),
        (TEXT.replace("\n", "\r\n"), True),
        ("---\n# Source: a/templates/b.yaml\nc: 1\n" * 2, False),
        ("a: |\n  # Source: a/templates/b.yaml\n# Source: a/templates/c.yaml\n", False),
        ("", False),
    ],
    ids=["chart", "CRLF", "one template", "comments elsewhere", "empty"],
)
def test_a_whole_chart_is_recognised(text: str, whole: bool) -> None:
    assert is_whole_render(text) is whole


def test_a_line_finds_the_comment_above_it() -> None:
    found = marks(TEXT)
    assert mark_of_line(found, 1) is None
    assert [
        mark.template.rpartition("/")[2] for line in (2, 3, 7, 13) if (mark := mark_of_line(found, line))
    ] == [
        "a.yaml",
        "a.yaml",
        "b.yaml",
        "a.yaml",
    ]
    assert found[0].span == (2, 1, 2, 36)
