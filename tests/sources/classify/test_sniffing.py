"""What a file's bytes promise before it is parsed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.sources.classify import sniffing
from stslint.sources.classify.sniffing import content_of


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("kind: !!str StatefulSet\n", "set"),
        ("kind: &k StatefulSet\n", "set"),
        ("kind: !!str &k 'StatefulSet'\n", "set"),
        ("x: &k StatefulSet\nkind: *k\n", "set"),
        ("kind:\n  StatefulSet\n", "set"),
        ('{"kind"\n:\n"StatefulSet"}', "set"),
        ("kind: &k Service\n", "reference"),
        ("kind: &k Pod\n", "workload"),
        ("kind: &k Foo\n", "other"),
    ],
)
def test_tags_and_anchors_do_not_hide_a_kind(text: str, content: str) -> None:
    assert content_of(text.encode()) == content


@pytest.mark.parametrize("piece", ["kind:!a", "kind: &a ", ":&", "kind:\n"])
def test_time_grows_with_the_length(piece: str) -> None:
    begin = time.perf_counter()
    content_of(b"ulset" + piece.encode() * 50_000)
    assert time.perf_counter() - begin < 3


PIECES = (
    "kind",
    ": ",
    "Service",
    "StatefulSet",
    "Pod",
    "\n",
    " ",
    ":",
    "s",
    "-",
    "'",
    "7",
    "\r\n",
    "é",
    "#",
    "&a ",
)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_kinds_are_those_that_the_regular_expression_finds(text: str) -> None:
    assert sniffing._kinds(text.encode()) == set(sniffing._KIND.findall(text.encode()))


def test_two_letters_of_the_kind_can_be_wrong() -> None:
    assert content_of(b"kind: StatfuSet\n") == "set"
    assert content_of(b"kind: StatfuSe\n") == "other"
