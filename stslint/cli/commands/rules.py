"""The rules of a run, ``stslint rules`` and ``stslint test-rules``."""

from __future__ import annotations

import os
from collections.abc import Iterable

from stslint.linter import rule_cache
from stslint.linter.rule import Rule, RuleError
from stslint.linter.rule_loader import Bad, in_order, load_rules
from stslint.runtime import package_data
from stslint.runtime.disk_cache import Store
from stslint.text.wording import pluralize


def rulebook(folders: Iterable[str] = (), bad: Bad | None = None, store: Store | None = None) -> list[Rule]:
    """Returns the built-in rules and those of the given folders, by id.

    ``bad`` is told of each file that can't be used; without it, the first one raises RuleError, as a folder
    that holds no rule does. With a ``store`` the built-in ones are kept there and read from it.
    """
    told = {} if bad is None else {"bad": bad}
    built_in = package_data.location("rules")
    rules = load_rules(built_in) if store is None else rule_cache.load(built_in, store)
    for folder in folders:
        from pathlib import Path  # takes longer to import than most runs can spare

        if not os.path.isdir(folder):
            raise RuleError(folder, "no such folder of rules")
        if not any(name.endswith(".py") for name in os.listdir(folder)):
            raise RuleError(folder, "holds no rule; a rule is a Python file (docs/own-rules.md)")
        rules += load_rules(Path(folder), **told)
    return in_order(rules, **told)


def listing(rules: Iterable[Rule]) -> str:
    """Returns a line for each rule: id, severity, name, summary."""
    lines = []
    for rule in rules:
        mark = rule.severity if rule.default else f"({rule.severity})"
        lines.append(f"{rule.id}  {mark:9}  {rule.name:34}  {rule.summary}\n")
    return "".join(lines)


def promises(folder: str) -> tuple[str, bool]:
    """Returns what the pages of a folder's rules promise and do not hold, and whether they hold it all."""
    number, broken = _broken_promises(folder)
    lines = [*broken, f"{pluralize(number, 'rule')}, {pluralize(len(broken), 'broken promise')}"]
    return "\n".join(lines), not broken


def _broken_promises(folder: str) -> tuple[int, list[str]]:
    from pathlib import Path

    from stslint.pipeline import rule_examples

    bad: list[RuleError] = []
    rules = rulebook([folder], bad.append)
    own = [rule for rule in rules if rule.path.parent == Path(folder)]
    broken = [fault for rule in own for fault in rule_examples.broken_promises(rule)]
    return len(own) + len(bad), [*map(str, bad), *broken]
