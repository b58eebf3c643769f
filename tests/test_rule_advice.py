"""The page of each rule shows the corrected form of a mistake: free of it, without a new one, and accepted.

A good example is the twin of a bad one if most of their lines are the same. Examples leave out what the rule
does not look at; it is filled in before the API server's verdict and all rules are asked.
"""

from __future__ import annotations

import difflib
import re

import pytest

from stslint.linter.linter import lint
from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle, Finding, Source
from stslint.pipeline.rule_examples import Example, examples_of, run
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read
from tests.support.completing import completed

RULES = load_rules(package_data.folder("rules"))
ALIKE = 0.6
"""How many of the lines of twins are the same."""

ASKED_ALONE = ("ignores", "policies", "reading")
"""Rules whose pages are about other rules, and which only answer alone."""


def findings(example: Example) -> list[Finding]:
    """Returns what all rules say of an example, those that are off by default too."""
    chosen = tuple(rule.id for rule in RULES)
    settings = Settings(example.kubernetes_version, select=chosen, complete=example.complete)
    old = bundle(example, example.old) if example.old else None
    return list(lint(bundle(example, example.text), RULES, settings, old).findings)


def bundle(example: Example, text: str) -> Bundle:
    return Bundle(tuple(read(Source("example", text))), example.kubernetes_version, example.complete)


def likeness(one: Example, other: Example) -> float:
    """Returns how many of the lines of two examples are the same, without the marks of errors."""
    first, second = (re.sub(r"[ \t]*#[ \t]*error.*", "", each.old + each.text) for each in (one, other))
    return difflib.SequenceMatcher(None, first.split("\n"), second.split("\n")).ratio()


def filled(rule: Rule, example: Example) -> Example:
    """Returns an example with all required fields, unless the rule is about what the API server requires."""
    if rule.layer == "api" or rule.checked_by:
        return example
    old = completed(example.old) if example.old else ""
    return example._replace(text=completed(example.text), old=old)


def refusals(found: list[Finding]) -> set[tuple[str, str]]:
    return {(one.rule, one.message) for one in found if one.layer == "api" and one.severity == "error"}


def faults(rule: Rule, bad: Example, good: Example) -> list[str]:
    """Returns what is wrong with a good example as the corrected form of a bad one."""
    if likeness(bad, good) < ALIKE:
        return [f"only {likeness(bad, good):.0%} of the lines are the same"]
    before, after = findings(filled(rule, bad)), findings(filled(rule, good))
    known = {one.rule for one in before}
    if bad.old:
        known |= {one.rule for one in findings(filled(rule, bad._replace(text=bad.old, old="")))}
    found = [] if rule.id in known else ["the bad example is not reported"]
    found += ["the finding is still there"] if rule.id in {one.rule for one in after} else []
    found += [f"the API server refuses it: {each}" for each in refusals(after) - refusals(before)]
    if not refusals(before):  # few rules speak of what is refused
        found += [f"{one.rule} is new: {one.message}" for one in after if one.rule not in known]
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_shows_the_corrected_form(rule: Rule) -> None:
    examples = examples_of(rule)
    pairs = [
        (bad, good)
        for bad in examples
        for good in examples
        if bad.section == "Bad" and good.section == "Good" and bool(bad.old) == bool(good.old)
    ]
    pairs.sort(key=lambda pair: -likeness(*pair))
    if rule.checked_by in ASKED_ALONE:
        assert any(likeness(*pair) >= ALIKE for pair in pairs)
        assert not run(rule, pairs[0][1]).findings
        return
    tried = [faults(rule, *pair) for pair in pairs[:6]]
    assert [] in tried, "\n".join(fault for each in tried for fault in each)
