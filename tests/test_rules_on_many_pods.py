"""A StatefulSet can ask for two thousand million pods: no rule makes a list of them."""

from __future__ import annotations

import re
import tracemalloc

import pytest

from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.pipeline.rule_examples import Example, examples_of, run
from stslint.runtime import package_data

RULES = load_rules(package_data.folder("rules"))
MANY = 300_000
LARGEST = 8_000_000
"""Bytes: the names of so many pods need 20,000,000."""


def with_many_pods(example: Example) -> Example:
    """Returns an example in which each StatefulSet has many replicas."""
    text = re.sub(r"(?m)^((?:  )+)replicas: [0-9]+", rf"\1replicas: {MANY}", example.text)
    if "replicas:" not in text:
        text = re.sub(r"(kind: StatefulSet[\s\S]*?\nspec:\n)", rf"\1  replicas: {MANY}\n", text)
    return example._replace(text=text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_needs_no_more_memory_for_many_pods(rule: Rule) -> None:
    examples = [with_many_pods(each) for each in examples_of(rule) if "StatefulSet" in each.text]
    for example in examples:
        run(rule, example)  # what is imported and loaded once
        tracemalloc.start()
        try:
            run(rule, example)
            assert tracemalloc.get_traced_memory()[1] < LARGEST
        finally:
            tracemalloc.stop()
