"""``stslint rules`` and ``stslint test-rules``."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.linter.rule import Rule, RuleError
from stslint.linter.rule_set import rule_set
from stslint.text.wording import pluralize


def listing(rules: Iterable[Rule]) -> str:
    """Returns a line for each rule: id, severity, name, summary."""
    lines = []
    for rule in rules:
        mark = rule.severity if rule.default else f"({rule.severity})"
        lines.append(f"{rule.id}  {mark:9}  {rule.name:34}  {rule.summary}\n")
    return "".join(lines)


def failed_examples(folder: str) -> tuple[str, bool]:
    """Returns which examples of a folder's rules fail, and whether none does."""
    number, failed = _failed(folder)
    lines = [*failed, f"{pluralize(number, 'rule')}, {pluralize(len(failed), 'failed example')}"]
    return "\n".join(lines), not failed


def _failed(folder: str) -> tuple[int, list[str]]:
    from pathlib import Path

    from stslint.pipeline import rule_examples

    bad: list[RuleError] = []
    rules = rule_set([folder], bad.append)
    own = [rule for rule in rules if rule.path.parent == Path(folder)]
    failed = [fault for rule in own for fault in rule_examples.failed_examples(rule)]
    return len(own) + len(bad), [*map(str, bad), *failed]
