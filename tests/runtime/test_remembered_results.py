"""A long process forgets what functions remember of texts, but not what they read once."""

from __future__ import annotations

from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.values.quantity import parse
from stslint.runtime.remembered_results import MOST_CHARACTERS, RememberedTexts


def test_texts_are_forgotten_after_so_many_characters() -> None:
    schemas = load("1.37")
    remembered = RememberedTexts()
    parse("7Mi")
    remembered.count("a" * MOST_CHARACTERS)
    assert parse.cache_info().currsize
    remembered.count("a")
    assert parse.cache_info().currsize == 0
    assert load("1.37") is schemas
    parse("7Mi")
    remembered.count("a")
    assert parse.cache_info().currsize == 1
