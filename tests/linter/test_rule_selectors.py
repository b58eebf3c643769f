"""The rules that selectors mean, and those that they resemble."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.linter.rule import Rule
from stslint.linter.rule_selectors import RuleSelectors, unknown_rules
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import matches
from stslint.text import suggest

RULES = rule_set()
SELECTORS = RuleSelectors(RULES)
WORDS = [
    "",
    "ALL",
    "all",
    "S",
    "sts",
    "STS2",
    "sTs20",
    "STS9",
    "impact:data-loss",
    "impact:x",
    *(word for rule in RULES[::9] for word in (rule.id, rule.id.lower(), rule.name, rule.name.upper())),
]


@given(st.sampled_from(WORDS) | st.text(max_size=8))
def test_the_rules_of_a_selector_are_those_that_match_it(word: str) -> None:
    assert SELECTORS.meant_by(word) == [rule for rule in RULES if matches(word, rule.id, rule.name)]


def test_a_name_that_is_the_prefix_of_an_id_means_both() -> None:
    first, second = RULES[0]._replace(name="sts1"), RULES[1]._replace(id="STS199", name="other")
    assert RuleSelectors((first, second)).meant_by("sts1") == [first, second]


def test_the_rules_are_not_looked_at_without_selectors() -> None:
    class Unread(Sequence[Rule]):
        def __len__(self) -> int:
            raise AssertionError

        def __getitem__(self, index: object) -> Any:
            raise AssertionError

    assert unknown_rules((), Unread()) == {}


def test_an_unknown_rule_is_named_with_the_one_that_was_meant() -> None:
    name = RULES[40].name
    assert unknown_rules((name, f"{name}s", "quite-something-else"), RULES) == {
        f"{name}s": f"no rule matches `{name}s`, did you mean `{name}`?",
        "quite-something-else": "no rule matches `quite-something-else`; `stslint rules` lists them",
    }


def test_few_of_many_unknown_rules_are_compared_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    nearest = suggest.nearest

    def noted(word: str, candidates: tuple[str, ...]) -> str:
        compared.append(word)
        return nearest(word, candidates)

    monkeypatch.setattr(suggest, "nearest", noted)
    words = [f"{RULES[0].name}-{number}" for number in range(3 * suggest.MOST_WORDS)]
    assert list(unknown_rules((*words, *words), RULES)) == words
    assert compared == words[: suggest.MOST_WORDS]
