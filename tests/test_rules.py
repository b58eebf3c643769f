"""Every rule's page is run: what it marks is reported, what it does not mark is not."""

from __future__ import annotations

import re

import pytest

from stslint import data
from stslint.examples import broken_promises
from stslint.rulebook import Rule, load_rules

RULES = load_rules(data.folder("rules"))

BANDS = {
    "0": "the API server",
    "1": "identity and network",
    "2": "storage",
    "3": "rollout and update",
    "4": "availability",
    "5": "lifecycle and versions",
    "6": "security",
    "7": "old against new",
    "8": "an organisation's admission policies",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_keeps_every_promise_of_its_page(rule: Rule) -> None:
    if rule.name == "admission-policy":
        pytest.importorskip("cel_expr_python", reason="the extra stslint[cel] needs Python 3.11")
    assert broken_promises(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_reads_well(rule: Rule) -> None:
    assert re.fullmatch(r"STS[0-8]\d\d", rule.id)
    assert rule.id[3] in BANDS
    first, blank, *_ = rule.page.split("\n")
    assert first.endswith("."), "the summary is a sentence"
    assert len(first) <= 110
    assert blank == "", "an empty line follows the summary"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_speaks_of_the_project_alone(rule: Rule) -> None:
    assert not re.search(r"corpus|referee|/work|oracle", rule.page, re.IGNORECASE)
