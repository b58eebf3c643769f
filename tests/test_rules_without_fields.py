"""A rule finds nothing in an object that has none of the fields it names, so it need not be asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.schema.versions import NEWEST
from stslint.linter.rule import Rule, answers
from stslint.linter.rule_loader import load_rules
from stslint.linter.rule_selection import names_of_fields
from stslint.model import Bundle, Document, Node, Source
from stslint.pipeline.rule_examples import examples_of
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read

RULES = load_rules(package_data.folder("rules"))
WITH_FIELDS = [rule for rule in RULES if rule.fields]


@cache
def bundles() -> tuple[Bundle, ...]:
    """Returns the manifests of the examples of all rules."""
    examples = [example for rule in RULES for example in examples_of(rule)]
    read_ones = ((read(Source("example.yaml", each.text)), each) for each in examples)
    return tuple(Bundle(tuple(found), each.kubernetes_version, each.complete) for found, each in read_ones)


@cache
def without(fields: tuple[str, ...]) -> tuple[tuple[Document, Bundle], ...]:
    """Returns each object that has some fields, without them, in its bundle."""
    return tuple(_without(frozenset(fields)))


def _without(fields: frozenset[str]) -> Iterator[tuple[Document, Bundle]]:
    def keep(node: Node) -> bool:
        return node.key not in fields

    for bundle in bundles():
        for document in bundle.documents:
            if not fields.isdisjoint(names_of_fields(document.root)):
                changed = document.with_root(document.root.map(keep=keep))
                yield changed, bundle.of(changed if one is document else one for one in bundle.documents)


@pytest.mark.parametrize("rule", WITH_FIELDS, ids=lambda rule: rule.name)
def test_rule_finds_nothing_without_its_fields(rule: Rule) -> None:
    objects = [(one, bundle) for one, bundle in without(rule.fields) if one.kind in rule.kinds]
    assert objects, "an example has one of its fields"
    for document, bundle in objects:
        assert answers(rule, document.root, bundle) == []


@pytest.mark.parametrize("rule", WITH_FIELDS, ids=lambda rule: rule.name)
def test_fields_of_a_rule_are_fields_of_kubernetes(rule: Rule) -> None:
    known = {name for each in load(NEWEST).references.values() for name in each.get("properties", ())}
    assert set(rule.fields) <= known
