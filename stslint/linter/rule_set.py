"""The rules of a run: the built-in ones, and those of the folders that the command line names."""

from __future__ import annotations

import os

from stslint.linter import rule_cache
from stslint.linter.rule import Rule, RuleError
from stslint.linter.rule_loader import Bad, in_order, load_rules
from stslint.runtime import package_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from stslint.runtime.disk_cache import Store

GROUPS = {
    "STS0": "what the API server refuses or warns of",
    "STS1": "identity and network",
    "STS2": "storage",
    "STS3": "rollout and update",
    "STS4": "availability",
    "STS5": "lifecycle and versions",
    "STS6": "security",
    "STS7": "the old manifest against the new one",
    "STS8": "admission policies",
}
"""The groups of the built-in rules, by how their ids begin."""


def rule_set(folders: Iterable[str] = (), bad: Bad | None = None, store: Store | None = None) -> list[Rule]:
    """Returns the built-in rules and those of the given folders, by id.

    ``bad`` is given each file that can't be used; without it, the first one raises RuleError, as a folder
    without a rule does. ``store`` caches the built-in rules where nothing can be written next to them.
    """
    on_error = {} if bad is None else {"bad": bad}
    built_in = package_data.location("rules")
    rules = rule_cache.load(built_in, store)
    for folder in folders:
        if not os.path.isdir(folder):
            raise RuleError(folder, "no such folder of rules")
        if not any(name.endswith(".py") for name in os.listdir(folder)):
            raise RuleError(folder, "holds no rule; a rule is a Python file (docs/own-rules.md)")
        rules += load_rules(folder, **on_error)
    return in_order(rules, **on_error)
