"""The data files follow their schema and name their sources; index and page are made of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scripts import build_applications_index, build_applications_page
from stslint.applications.index import FAMILY_OF
from stslint.applications.roles import matches
from stslint.applications.versions import is_within
from tests.support.paths import ROOT

HERE = ROOT / "stslint" / "applications"
FILES = sorted((HERE / "data").glob("*.json"))
SCHEMA = json.loads((HERE / "schema.json").read_text(encoding="utf-8"))
NOT_FACTS = {"family", "title", "sources", "images"}


def content(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def facts(family: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (section, fact) for section, found in family.items() if section not in NOT_FACTS for fact in found
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_follows_the_schema(path: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    faults = [
        f"{list(error.absolute_path)}: {error.message}"
        for error in Draft202012Validator(SCHEMA).iter_errors(content(path))
    ]
    assert faults == []
    assert content(path)["family"] == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_fact_names_a_source_and_images_that_exist(path: Path) -> None:
    family = content(path)
    ids = {image["id"] for image in family["images"]}
    named = {fact["source"] for _, fact in facts(family)} | {image["source"] for image in family["images"]}
    named |= {
        each["source"] for _, fact in facts(family) for each in fact.get("special", ()) if "source" in each
    }
    assert named == set(family["sources"])
    assert all(set(fact.get("images", ())) <= ids for _, fact in facts(family))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_expressions_and_bounds_can_be_read(path: Path) -> None:
    for section, fact in facts(content(path)):
        if "versions" in fact:
            assert is_within((1,), fact["versions"]) in (True, False, None)
        if section in ("cluster_checks", "own_checks"):
            matches(fact["text"], "")
        for condition in (*fact.get("any", ()), *fact.get("all", ())):
            re.compile(condition.partition("~")[2] or condition.partition(":")[2])


def test_an_image_belongs_to_one_family() -> None:
    names = [
        (name, path.stem) for path in FILES for image in content(path)["images"] for name in image["names"]
    ]
    assert len({name for name, _ in names}) == len(names)


def test_the_index_is_up_to_date() -> None:
    assert (HERE / "index.py").read_text(encoding="utf-8") == build_applications_index.index()
    assert {line.partition("=")[2] for line in FAMILY_OF.split()} == {path.stem for path in FILES}


def test_the_page_is_up_to_date() -> None:
    page = ROOT / "docs" / "applications.md"
    assert page.read_text(encoding="utf-8") == build_applications_page.page()
