"""What findings repeat of a manifest is bounded: each of thousands can name the same long text."""

from __future__ import annotations

from stslint.linter.findings import LONGEST_TEXT
from stslint.linter.linter import lint
from stslint.linter.outcome import LONGEST_NAME
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Finding, Report
from stslint.report import json
from stslint.runtime import package_data
from tests.support.manifests import bundle_of, stateful_set

RULES = load_rules(package_data.folder("rules"))


def found(text: str) -> tuple[Finding, ...]:
    """Returns all findings on one manifest."""
    return lint(bundle_of({"web.yaml": text}), RULES, Settings()).findings


def test_the_name_of_an_object_is_cut_where_no_valid_name_ends() -> None:
    names = {each.reference.name for each in found(stateful_set("a" * 5_000)) if each.reference}
    assert names == {"a" * (LONGEST_NAME - 3) + "..."}
    names = {each.reference.name for each in found(stateful_set("a" * 253)) if each.reference}
    assert names == {"a" * 253}


def test_a_long_key_is_cut_in_fields_and_messages() -> None:
    key = "k" * 50_000
    texts = [
        text
        for each in found(
            stateful_set("web", f"{{serviceName: web, ? {key} : 1, selector: {{? {key} : 1}}}}")
        )
        for text in (each.message, each.field, each.help, *(place.message for place in each.related))
    ]
    assert max(map(len, texts)) == LONGEST_TEXT


def test_a_report_does_not_grow_with_names_and_findings() -> None:
    containers = ", ".join(["{x: 1}"] * 500)
    spec = f"{{serviceName: web, template: {{spec: {{containers: [{containers}]}}}}}}"
    report = json.render(Report("1.37", found(stateful_set("a" * 50_000, spec))))
    assert len(report) < 5_000_000
