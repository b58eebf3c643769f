"""``stslint rules`` and ``stslint test-rules``."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.linter.rule import Rule, RuleError
from stslint.linter.rule_set import rule_set
from stslint.runtime.namedtuple import NamedTuple
from stslint.runtime.package_data import location
from stslint.text.wording import pluralize


def listing(rules: Iterable[Rule]) -> str:
    """Returns a line for each rule: id, severity, name, summary."""
    lines = []
    for rule in rules:
        mark = rule.severity if rule.default else f"({rule.severity})"
        lines.append(f"{rule.id}  {mark:9}  {rule.name:34}  {rule.summary}\n")
    return "".join(lines)


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
