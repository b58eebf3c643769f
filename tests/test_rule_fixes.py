"""Every fix that a rule's examples offer, made to the text: the finding is gone, and no other came."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.model import Edit, Finding, Source
from stslint.pipeline.rule_examples import Example, examples_of, run
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read

RULES = [rule for rule in load_rules(package_data.folder("rules")) if rule.check is not None]


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


@pytest.mark.parametrize(("rule", "example", "finding"), OFFERS, ids=lambda one: getattr(one, "name", ""))
def test_a_fixed_text_is_still_read(rule: Rule, example: Example, finding: Finding) -> None:
    assert finding.fix is not None
    documents = read(Source("fixed.yaml", edited(example.text, finding.fix.edits)))
    assert len(documents) == len(read(Source("example.yaml", example.text)))
    assert not any(document.problems for document in documents)
