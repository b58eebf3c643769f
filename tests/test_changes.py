"""Which document of before is the one of now."""

from __future__ import annotations

from stslint.changes import predecessors
from stslint.model import Bundle, Source
from stslint.sources.recovery import read

SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {replicas: 1}\n"


def bundle(*names: str, text: str = SET) -> Bundle:
    return Bundle(tuple(document for name in names for document in read(Source(name, text))), "1.37")


def matched(now: Bundle, before: Bundle) -> list[tuple[str, str]]:
    found = predecessors(now, before)
    return [(new.source.name, old.source.name) for new, old in found.items()]


def test_one_object_is_the_same_wherever_it_stands() -> None:
    assert matched(bundle("a/new.yaml"), bundle("b/old.yaml")) == [("a/new.yaml", "b/old.yaml")]


def test_of_several_the_one_of_the_same_path_is_meant() -> None:
    now = bundle("dev/db.yaml", "prod/db.yaml")
    before = bundle("HEAD:prod/db.yaml", "HEAD:dev/db.yaml")
    assert matched(now, before) == [
        ("dev/db.yaml", "HEAD:dev/db.yaml"),
        ("prod/db.yaml", "HEAD:prod/db.yaml"),
    ]


def test_where_that_cannot_be_told_none_is() -> None:
    assert matched(bundle("test/db.yaml"), bundle("dev/db.yaml", "prod/db.yaml")) == []
    assert matched(bundle("dev/db.yaml", "prod/db.yaml"), bundle("old.yaml")) == []


def test_another_name_is_another_object() -> None:
    assert matched(bundle("db.yaml"), bundle("db.yaml", text=SET.replace("db", "web"))) == []
