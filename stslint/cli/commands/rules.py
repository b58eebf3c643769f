"""``stslint rules`` and ``stslint test-rules``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from stslint.cli.run_settings import rule_words
from stslint.linter.fixable import fix_of
from stslint.linter.rule import Rule, RuleError
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import matches
from stslint.runtime.namedtuple import NamedTuple
from stslint.runtime.package_data import location
from stslint.text.wording import pluralize

_MARKS = {"safe": "*", "unsafe": "+", "": " "}


class RuleFilter(NamedTuple):
    """Which rules to list: all that fit everything that is given."""

    words: Sequence[str] = ()
    select: Sequence[str] = ()
    level: str | None = None
    fixable: bool = False


def chosen(rules: Iterable[Rule], asked: RuleFilter) -> list[Rule]:
    """Returns the rules that fit a filter. Raises UsageError for one that selects no rule."""
    book = list(rules)
    selected = rule_words(asked.select, book)
    return [rule for rule in book if _fits(rule, asked, selected)]


def _fits(rule: Rule, asked: RuleFilter, selected: Sequence[str]) -> bool:
    if selected and not any(matches(word, rule.id, rule.name) for word in selected):
        return False
    if asked.fixable and not fix_of(rule.id):
        return False
    text = f"{rule.id} {rule.name} {rule.summary}".lower()
    return (not asked.level or rule.severity == asked.level) and all(
        word.lower() in text for word in asked.words
    )


def listing(rules: Iterable[Rule], form: str = "text") -> str:
    """Returns the rules as a table or as JSON."""
    if form == "json":
        return json.dumps([_plain(rule) for rule in rules], indent=2, ensure_ascii=False) + "\n"
    return "".join(map(_line, rules))


def _line(rule: Rule) -> str:
    mark = rule.severity if rule.default else f"({rule.severity})"
    return f"{rule.id} {_MARKS[fix_of(rule.id)]} {mark:9}  {rule.name:34}  {rule.summary}\n"


def _plain(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity,
        "layer": rule.layer,
        "default": rule.default,
        "fix": fix_of(rule.id) or None,
        "kinds": list(rule.kinds),
        "summary": rule.summary,
        "source": rule.source,
        "page": rule.page.strip(),
    }


class RuleTest(NamedTuple):
    """How many rules a folder holds, what is wrong with them, and what their authors should know."""

    rules: int
    failed: list[str]
    notes: list[str]

    @property
    def text(self) -> str:
        """Returns all of it, a line each, and a summary."""
        summary = f"{pluralize(self.rules, 'rule')}, {pluralize(len(self.failed), 'failed example')}"
        return "".join(f"{line}\n" for line in (*self.notes, *self.failed, summary))


def test_folder(folder: str) -> RuleTest:
    """Returns which examples of a folder's rules fail, and which rules can't be used."""
    from pathlib import Path

    from stslint.linter.custom_rules import private_imports
    from stslint.pipeline import rule_examples

    bad: list[RuleError] = []
    rules = rule_set([folder], bad.append)
    own = [rule for rule in rules if rule.path.parent == Path(folder)]
    failed = [fault for rule in own for fault in rule_examples.failed_examples(rule)]
    notes = list(private_imports(own, location("rules")))
    return RuleTest(len(own) + len(bad), [*map(str, bad), *failed], notes)
