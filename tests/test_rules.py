"""Every rule's page is run: what it marks is reported, what it does not mark is not."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.model import Bundle, Source
from stslint.pipeline.rule_examples import examples_of, failed_examples
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read

RULES = load_rules(package_data.folder("rules"))

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
def test_rule_page_examples_are_reported_as_marked(rule: Rule) -> None:
    if rule.name == "admission-policy":
        pytest.importorskip("cel_expr_python", reason="the extra stslint[cel] needs Python 3.11")
    assert failed_examples(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_page_has_id_and_summary(rule: Rule) -> None:
    assert re.fullmatch(r"STS[0-8]\d\d", rule.id)
    assert rule.id[3] in BANDS
    first, blank, *_ = rule.page.split("\n")
    assert first.endswith("."), "the summary is a sentence"
    assert len(first) <= 110
    assert blank == "", "an empty line follows the summary"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_page_has_bad_good_and_reason(rule: Rule) -> None:
    sections = [example.section for example in examples_of(rule)]
    assert sections.count("Bad") >= 1
    assert sections.count("Good") >= 1
    body = rule.page.partition("## Bad")[0]
    assert len(body.split()) >= 30, "the page says why it hurts before it shows it"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_source_is_an_https_address(rule: Rule) -> None:
    address = urlsplit(rule.source)
    assert address.scheme == "https"
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", address.netloc)
    assert re.fullmatch(r"/[\w./~-]*", address.path)
    assert not address.query
    assert "github.com" not in address.netloc or re.search(r"/(issues|pull|blob|tree|wiki)/", address.path)


def test_rule_summaries_are_unique() -> None:
    assert len({rule.summary.lower() for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_examples_are_unique(rule: Rule) -> None:
    examples = [example._replace(line=0) for example in examples_of(rule)]
    assert len(set(examples)) == len(examples), "an example that stands twice shows nothing new"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_for_fragments_on_empty_patch_reports_nothing(rule: Rule) -> None:
    if not rule.fragments or rule.check is None:
        return
    empty = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n"
    text = empty + "      containers:\n      - name: web\n"
    (document,) = read(Source("patch.yaml", text, partial=True))
    assert list(rule.check(document.root, Bundle((document,), "1.37"))) == []
