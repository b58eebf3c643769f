"""A rule's work grows no faster than the bundle, however alike the objects in it are."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.model import Bundle, Document
from stslint.runtime import package_data
from tests.support.bundles import alike, distinct, documents

pytestmark = pytest.mark.slow

RULES = [rule for rule in load_rules(package_data.folder("rules")) if rule.check is not None]
FEW, MANY = 110, 220


def same_name(number: int) -> str:
    """Returns a set that stands in every file under one name, as in a folder of renderings."""
    return alike(1)


def calls(rule: Rule, found: tuple[Document, ...]) -> int:
    """Returns how many functions are called while a rule is asked about every object."""
    bundle, count = Bundle(found, "1.37"), 0

    def count_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    assert rule.check is not None
    sys.setprofile(count_call)
    try:
        for document in bundle.of_kind(*rule.kinds):
            for _ in rule.check(document.root, bundle):
                pass
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module", params=[distinct, alike, same_name], ids=lambda one: one.__name__)
def grown(request: pytest.FixtureRequest) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    return documents(FEW, request.param), documents(MANY, request.param)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_with_twice_the_sets_does_twice_the_work(
    rule: Rule, grown: tuple[tuple[Document, ...], tuple[Document, ...]]
) -> None:
    few, many = (calls(rule, found) for found in grown)
    assert many <= 2.6 * few + 1000
