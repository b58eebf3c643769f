"""The rules of a run: the built-in ones, and those of the folders that the command line names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property

from stslint.linter.rule import Rule, RuleError
from stslint.runtime import package_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from stslint.linter.rule_loader import Bad
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


def rule_set(
    folders: Sequence[str] = (), bad: Bad | None = None, store: Store | None = None
) -> Sequence[Rule]:
    """Returns the built-in rules and those of the given folders, by id.

    ``bad`` is given each file that can't be used; without it, the first one raises RuleError, as a folder
    without a rule does. ``store`` caches the built-in rules where nothing can be written next to them.
    """
    built_in = _BuiltInRules(store)
    return _with_custom_rules(built_in, folders, {} if bad is None else {"bad": bad}) if folders else built_in


def _with_custom_rules(
    built_in: Iterable[Rule], folders: Iterable[str], on_error: Mapping[str, Bad]
) -> list[Rule]:
    from stslint.linter.rule_loader import in_order, load_rules

    rules = list(built_in)
    for folder in folders:
        if not os.path.isdir(folder):
            raise RuleError(folder, "no such folder of rules")
        if not any(name.endswith(".py") for name in os.listdir(folder)):
            raise RuleError(folder, "holds no rule; a rule is a Python file (docs/own-rules.md)")
        rules += load_rules(folder, **on_error)
    return in_order(rules, **on_error)


class _BuiltInRules(Sequence[Rule]):
    """The built-in rules, by id, loaded when they are first asked for: an unchanged run asks for none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    @cached_property
    def _rules(self) -> list[Rule]:
        from stslint.linter.rule_cache import load
        from stslint.linter.rule_loader import in_order

        return in_order(load(package_data.location("rules"), self._store))

    def __len__(self) -> int:
        return len(self._rules)

    def __getitem__(self, place: Any) -> Any:
        return self._rules[place]
