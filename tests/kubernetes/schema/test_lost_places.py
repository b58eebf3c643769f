"""Which places are lost, or are in or around a lost one."""

from __future__ import annotations

import pytest

from stslint.kubernetes.schema.lost_places import LostPlaces
from stslint.model import Node, Source
from stslint.sources.yaml.parser import parse

TEXT = "a: {b: {c: 1, d: 2}}\ne: [{f: 1}, {f: 2}]\n"


def tree(text: str = TEXT) -> Node:
    return parse(Source("a.yaml", text))[0].root


@pytest.mark.parametrize("path", ["", "a", "a.b", "a.b.c", "a.b.c.x"])
def test_a_place_in_or_around_a_lost_one_meets_it(path: str) -> None:
    assert LostPlaces([tree().at("a.b.c")]).meet(tree().at(path))


@pytest.mark.parametrize("path", ["a.b.d", "a.x", "e[0]", "e[0].f", "x"])
def test_another_place_meets_no_lost_one(path: str) -> None:
    assert not LostPlaces([tree().at("a.b.c"), tree().at("e[1]")]).meet(tree().at(path))


@pytest.mark.parametrize("paths", [("a.b", "a.b.c"), ("a.b.c", "a.b")])
def test_what_is_in_a_lost_place_is_lost_in_either_order(paths: tuple[str, ...]) -> None:
    lost = LostPlaces([tree().at(path) for path in paths])
    assert lost.meet(tree().at("a.b.d"))
    assert not lost.meet(tree().at("e"))


def test_all_is_lost_with_the_top() -> None:
    assert LostPlaces([tree()]).meet(tree().at("e[0].f"))


def test_nothing_is_lost_without_a_place() -> None:
    assert not LostPlaces([]).meet(tree())
