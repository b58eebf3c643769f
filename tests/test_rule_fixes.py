"""Every fix that a rule's examples offer, made to the text: the finding is gone, and no rule has another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stslint.linter.linter import lint
from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle, Edit, Finding, Source
from stslint.pipeline.rule_examples import Example, examples_of, run
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read

ALL = load_rules(package_data.folder("rules"))
RULES = [rule for rule in ALL if rule.check is not None]
REFUSES = {rule.id: rule.layer == "api" and rule.severity == "error" for rule in ALL}


def offers() -> Iterator[tuple[Rule, Example, Finding]]:
    for rule in RULES:
        for example in examples_of(rule):
            for finding in run(rule, example).findings:
                if finding.fix is not None:
                    yield rule, example, finding


OFFERS = list(offers())


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for span, new in sorted(edits, reverse=True):
        start = starts[span.line - 1] + span.column - 1
        end = starts[span.end_line - 1] + span.end_column - 1
        text = text[:start] + new + text[end:]
    return text


def test_some_rules_offer_fixes() -> None:
    assert len({rule.name for rule, _, _ in OFFERS}) >= 10


@pytest.mark.parametrize(("rule", "example", "finding"), OFFERS, ids=lambda one: getattr(one, "name", ""))
def test_a_fix_mends_what_was_found(rule: Rule, example: Example, finding: Finding) -> None:
    assert finding.fix is not None
    text = edited(example.text, finding.fix.edits)
    mended = Example(example.section, text, example.line, example.kubernetes_version, example.complete)
    left = [one.message for one in run(rule, mended).findings]
    before = [one.message for one in run(rule, example).findings]
    assert len(left) < len(before)
    assert set(left) < set(before)


def said_by_all(example: Example, text: str) -> set[tuple[str, str]]:
    """Returns what all rules, and the API server, say of a text."""
    settings = Settings(example.kubernetes_version, complete=example.complete)
    documents = tuple(read(Source("example.yaml", text)))
    found = lint(Bundle(documents, example.kubernetes_version, example.complete), ALL, settings).findings
    return {(one.rule, one.message) for one in found}


def is_refused(said: set[tuple[str, str]]) -> bool:
    return any(REFUSES.get(rule, False) for rule, _ in said)


@pytest.mark.parametrize(("rule", "example", "finding"), OFFERS, ids=lambda one: getattr(one, "name", ""))
def test_a_fix_brings_no_finding_of_another_rule(rule: Rule, example: Example, finding: Finding) -> None:
    assert finding.fix is not None
    before = said_by_all(example, example.text)
    after = said_by_all(example, edited(example.text, finding.fix.edits))
    new = after - before
    if is_refused(before):  # few rules speak of what is refused
        new = {(name, message) for name, message in new if REFUSES.get(name, False)}
    assert new == set()


@pytest.mark.parametrize(("rule", "example", "finding"), OFFERS, ids=lambda one: getattr(one, "name", ""))
def test_a_fixed_text_is_still_read(rule: Rule, example: Example, finding: Finding) -> None:
    assert finding.fix is not None
    documents = read(Source("fixed.yaml", edited(example.text, finding.fix.edits)))
    assert len(documents) == len(read(Source("example.yaml", example.text)))
    assert not any(document.problems for document in documents)
