"""What Helm prints, cut by template: every line keeps its number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.model import Source
from stslint.sources.render.helm_output import (
    in_release,
    is_whole_render,
    mark_of_line,
    marks,
    release_namespace,
    rendered_sources,
    template_of_line,
    template_of_name,
)

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


def test_a_part_ends_before_the_separator_of_the_next() -> None:
    first, second, _ = rendered_sources(TEXT, "x")
    assert first.text == "---\n# Source: postgres/templates/a.yaml\na: 1\n"
    assert second.text.endswith("b: |\n  # Source: postgres/templates/text.yaml\n")


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


def test_the_comment_ends_with_the_templates_path() -> None:
    (mark,) = marks("---\n# Source: a/b.yaml \t\r\nc: 1\n")
    assert (mark.template, mark.span) == ("a/b.yaml", (2, 1, 2, 19))


def test_a_line_of_a_chart_has_a_template() -> None:
    assert [template_of_line(TEXT, line) for line in (1, 3, 6)] == [
        "",
        "postgres/templates/a.yaml",
        "postgres/charts/redis/templates/b.yaml",
    ]
    assert template_of_line("---\n# Source: a/templates/b.yaml\nc: 1\n", 3) == ""


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("deploy/db (rendered: templates/a.yaml)", "deploy/db/templates/a.yaml"),
        ("deploy/db (rendered)", "deploy/db/kustomization.yaml"),
        ("deploy/db", ""),
    ],
)
def test_a_name_leads_to_the_template(name: str, template: str) -> None:
    assert template_of_name(name) == template


@pytest.mark.parametrize(
    ("namespaces", "expected"),
    [
        ([], "default"),
        (["web"], "web"),
        (["web", "db", "web"], "web"),
        # Most objects have to state it: half of them are not enough.
        (["web", "db"], "default"),
        (["web", "web", "db", "dns"], "default"),
        (["'web'", '"web" ', "db\r"], "web"),
    ],
)
def test_the_namespace_of_a_release_is_stated_by_most(namespaces: list[str], expected: str) -> None:
    text = "".join(f"---\nmetadata:\n  name: a\n  namespace: {each}\n" for each in namespaces)
    assert release_namespace(text) == expected


def test_only_a_whole_chart_has_a_release() -> None:
    assert in_release(Source("x", TEXT)).release == "default"
    assert in_release(Source("x", TEXT, release="web")).release == "web"
    assert in_release(Source("x", "a: 1\n")).release == ""
