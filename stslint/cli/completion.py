"""What ``stslint completion`` offers for rules."""

from __future__ import annotations

from stslint.linter.rule_set import rule_set


def rule_words(incomplete: str) -> list[str]:
    """Returns the ids and names of rules that begin like the last one in a list; the others stay."""
    before, comma, last = incomplete.rpartition(",")
    names = [name for rule in rule_set() for name in (rule.id, rule.name)]
    return [f"{before}{comma}{name}" for name in names if name.startswith((last, last.upper()))]
