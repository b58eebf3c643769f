"""Which document of before is the one of now."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Bundle, Source
from stslint.model.object_matching import predecessors
from stslint.sources.yaml.recovery import read

SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {replicas: 1}\n"


def bundle(*names: str, text: str = SET) -> Bundle:
    return Bundle(tuple(document for name in names for document in read(Source(name, text))), NEWEST)


def matched(now: Bundle, before: Bundle) -> list[tuple[str, str]]:
    found = predecessors(now, before)
    return [(new.source.name, old.source.name) for new, old in found.items()]


def test_one_object_is_the_same_in_any_file() -> None:
    assert matched(bundle("a/new.yaml"), bundle("b/old.yaml")) == [("a/new.yaml", "b/old.yaml")]


def test_of_several_the_one_of_the_same_path_is_meant() -> None:
    now = bundle("dev/db.yaml", "prod/db.yaml")
    before = bundle("HEAD:prod/db.yaml", "HEAD:dev/db.yaml")
    assert matched(now, before) == [
        ("dev/db.yaml", "HEAD:dev/db.yaml"),
        ("prod/db.yaml", "HEAD:prod/db.yaml"),
    ]


def test_an_ambiguous_match_is_none() -> None:
    assert matched(bundle("test/db.yaml"), bundle("dev/db.yaml", "prod/db.yaml")) == []
    assert matched(bundle("dev/db.yaml", "prod/db.yaml"), bundle("old.yaml")) == []


def test_another_name_is_another_object() -> None:
    assert matched(bundle("db.yaml"), bundle("db.yaml", text=SET.replace("db", "web"))) == []


def test_the_longest_common_end_decides_and_not_the_order() -> None:
    before = bundle("HEAD:shop/eu/prod/db.yaml", "HEAD:shop/us/prod/db.yaml", "HEAD:prod/db.yaml")
    now = bundle("shop/us/prod/db.yaml", "shop/eu/prod/db.yaml", "other/prod/db.yaml")
    assert matched(now, before) == [
        ("shop/us/prod/db.yaml", "HEAD:shop/us/prod/db.yaml"),
        ("shop/eu/prod/db.yaml", "HEAD:shop/eu/prod/db.yaml"),
    ]


def test_of_two_documents_in_one_file_neither_is_meant() -> None:
    assert matched(bundle("a/db.yaml", "b/db.yaml"), bundle("a/db.yaml", "a/db.yaml")) == []


paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)


@given(st.lists(paths, min_size=1, max_size=3), st.lists(paths, min_size=2, max_size=5))
def test_no_other_end_is_as_long_as_that_of_the_match(now: list[str], before: list[str]) -> None:
    found = predecessors(bundle(*now), bundle(*before))
    for document in bundle(*now).documents:
        ends = sorted((common_end(document.source.name, name) for name in before), reverse=True)
        match = next((old for new, old in found.items() if new.source.name == document.source.name), None)
        assert (match is not None) == (ends[0] > ends[1])
        if match is not None:
            assert common_end(document.source.name, match.source.name) == ends[0]


def common_end(one: str, other: str) -> int:
    parts = zip(reversed(one.split("/")), reversed(other.split("/")), strict=False)
    return next((count for count, (here, there) in enumerate(parts) if here != there), shorter(one, other))


def shorter(one: str, other: str) -> int:
    return min(one.count("/"), other.count("/")) + 1
