"""A rule answers whatever a manifest leaves out: each value of its examples is taken away once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.model import Answer, Bundle, Node, NotChecked, Problem, Source
from stslint.pipeline.rule_examples import examples_of
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read

RULES = [rule for rule in load_rules(package_data.folder("rules")) if rule.check is not None]


def pieces(text: str, version: str) -> Iterator[Bundle]:
    """Yields the manifests of a text, each time without one of their values."""
    count = sum(len(list(document.root.walk())) for document in read(Source("piece.yaml", text)))
    for left_out in range(count):
        documents = read(Source("piece.yaml", text))
        nodes = [node for document in documents for node in document.root.walk()]
        _take_out(nodes[left_out])
        # A document takes its kind and name down when it is made.
        yield Bundle(tuple(each.with_root(each.root) for each in documents), version)


def _take_out(node: Node) -> None:
    holder = node.parent.value if node.parent is not None else None
    if isinstance(holder, dict):
        del holder[str(node.key)]
    elif isinstance(holder, list):
        holder.remove(node)


def answers(rule: Rule, bundle: Bundle) -> Iterator[Answer]:
    assert rule.check is not None
    for document in bundle.of_kind(*rule.kinds):
        yield from rule.check(document.root, bundle)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_bears_what_is_absent(rule: Rule) -> None:
    for example in examples_of(rule):
        for bundle in pieces(example.text, example.kubernetes_version):
            for answer in answers(rule, bundle):
                assert isinstance(answer, NotChecked) or says_all(answer)


def says_all(problem: Problem) -> bool:
    """Returns whether a problem has a place, a message of one sentence, and says what to do."""
    begins_well = problem.message[:1].islower() or re.match(r"`|[A-Z]\w+ `|NAME-[0-9]", problem.message)
    one_sentence = bool(begins_well) and not problem.message.endswith(".")
    return one_sentence and problem.span.line >= 1 and bool(problem.help) and "\n" not in problem.message
