"""A rule's work grows no faster than the bundle, however alike the objects in it are."""

from __future__ import annotations

import pytest

from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.model import Bundle, Document
from stslint.runtime import package_data
from tests.support.bundles import alike, distinct, documents
from tests.support.work import calls_of

pytestmark = pytest.mark.slow

RULES = [rule for rule in load_rules(package_data.folder("rules")) if rule.check is not None]
FEW, MANY = 110, 220


def same_name(number: int) -> str:
    """Returns a set that stands in every file under one name, as in a folder of renderings."""
    return alike(1)


def calls(rule: Rule, found: tuple[Document, ...]) -> int:
    """Returns how many functions are called while a rule is asked about every object."""
    bundle = Bundle(found, "1.37")

    def ask() -> None:
        assert rule.check is not None
        for document in bundle.of_kind(*rule.kinds):
            for _ in rule.check(document.root, bundle):
                pass

    return calls_of(ask)


@pytest.fixture(scope="module", params=[distinct, alike, same_name], ids=lambda one: one.__name__)
def grown(request: pytest.FixtureRequest) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    return documents(FEW, request.param), documents(MANY, request.param)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_with_twice_the_sets_does_twice_the_work(
    rule: Rule, grown: tuple[tuple[Document, ...], tuple[Document, ...]]
) -> None:
    few, many = (calls(rule, found) for found in grown)
    assert many <= 2.6 * few + 1000
