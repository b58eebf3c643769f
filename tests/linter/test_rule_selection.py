"""Which rules are asked about an object: those whose kinds and fields it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.linter import rule_selection
from stslint.linter.linter import lint
from stslint.linter.rule import Rule
from stslint.linter.rule_selection import RuleSelector, names_of_fields
from stslint.linter.settings import Settings
from stslint.model import Answer, Bundle, Node, Problem, Source
from stslint.sources.yaml.parser import parse


def found(node: Node, _: Bundle) -> Iterator[Answer]:
    yield Problem(node, "it was asked")


def rule(number: int, *fields: str) -> Rule:
    return Rule(
        f"ACME{number:03}", f"r{number}", "error", "rule", "", "", "", found, None, None, fields=fields
    )


def bundle_of(*labels: str) -> Bundle:
    """Returns StatefulSets with some labels, whose keys count as fields."""
    head = "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  labels: "
    return Bundle(tuple(parse(Source("a.yaml", "".join(f"{head}{each}\n" for each in labels)))), NEWEST)


def asked(*rules: Rule, bundle: Bundle) -> list[tuple[str, int]]:
    """Returns by which rules which lines are reported."""
    outcome = lint(bundle, rules, Settings())
    return [(each.rule, each.span.line) for each in outcome.findings]


def test_rule_is_asked_about_objects_with_one_of_its_fields() -> None:
    bundle = bundle_of("{paused: x}", "{hostname: x}", "{subdomain: x, paused: x}")
    reported = asked(rule(1, "hostname", "subdomain"), rule(2), bundle=bundle)
    assert reported == [("ACME002", 2), ("ACME001", 7), ("ACME002", 7), ("ACME001", 12), ("ACME002", 12)]


def test_rules_that_are_spared_count_as_asked() -> None:
    bundle = bundle_of("{app: x}", "{paused: x, app: x}")
    rules = {each.id: each for each in (rule(1), rule(2, "paused"))}
    few, every = map(RuleSelector(rules, Settings()).selected, bundle.documents)
    assert ([bit for bit, _, _ in few.checks], few.spared) == ([1], 2)
    assert ([bit for bit, _, _ in every.checks], every.spared) == ([1, 2], 0)
    assert {RuleSelector(rules, Settings()).bits_for(each) for each in bundle.documents} == {3}


def test_selections_are_forgotten_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_selection, "_MOST_SELECTIONS", 2)
    fields = [f"field{number}" for number in range(9)]
    bundle = bundle_of(*(f"{{{field}: x}}" for field in fields), "{field0: x}")
    rules = [rule(number, field) for number, field in enumerate(fields)]
    assert [line for _, line in asked(*rules, bundle=bundle)] == [5 * number + 2 for number in range(10)]


def test_names_of_fields_are_the_keys_of_all_mappings() -> None:
    (document,) = parse(Source("a.yaml", "{a: [{b: {c: 1}}, [{d: e}], f], g: null}"))
    assert names_of_fields(document.root) == set("abcdg")
