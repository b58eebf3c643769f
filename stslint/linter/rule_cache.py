"""The rules of a folder from one cached file: what they are at once, their code when they are first asked.

Finding and loading a module costs Python a tenth of a millisecond, and there are a hundred rules.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import stslint
from stslint.linter.rule import CHECKS, Rule, RuleError
from stslint.linter.rule_loader import compiled, load_rule, rule_files
from stslint.runtime.disk_cache import Store, key_of


def load(folder: str, store: Store) -> list[Rule]:
    """Returns the rules of a folder, by file name. Raises RuleError for a bad file."""
    form = (stslint.__version__, sys.version, Rule._fields)
    key = key_of("rules", repr(form), folder, repr(list(_states(folder))))
    kept = store.read(key)
    if isinstance(kept, list):
        return [_rule(fields, checks, code) for fields, checks, code in kept]
    rules = [load_rule(path) for path in rule_files(folder)]
    store.write(key, [_kept(rule) for rule in rules])
    return rules


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    for path in rule_files(folder):
        try:
            state = os.stat(path)
        except OSError as error:
            raise RuleError(path, f"can't be read: {error.strerror}") from error
        yield path, state.st_size, state.st_mtime_ns


def _kept(rule: Rule) -> tuple[dict[str, Any], list[str], bytes]:
    fields = {name: value for name, value in rule._asdict().items() if name not in CHECKS}
    checks = [name for name in CHECKS if getattr(rule, name) is not None]
    return fields, checks, marshal.dumps(compiled(rule.file))


def _rule(fields: dict[str, Any], checks: list[str], code: bytes) -> Rule:
    unit = _Unit(fields["file"], code)
    functions: dict[str, Any] = {name: unit.function(name) if name in checks else None for name in CHECKS}
    return Rule(**fields, **functions)


class _Unit:
    """The code of one rule file; it runs when a function of it is first called."""

    __slots__ = ("_code", "_file", "_names")

    def __init__(self, file: str, code: bytes) -> None:
        self._file, self._code = file, code
        self._names: dict[str, Any] | None = None

    def function(self, name: str) -> Callable[..., Any]:
        """Returns a stand-in for the function of that name."""
        return lambda *words: self._loaded()[name](*words)

    def _loaded(self) -> dict[str, Any]:
        if self._names is None:
            names: dict[str, Any] = {"__name__": "stslint_rule", "__file__": self._file}
            exec(marshal.loads(self._code), names)
            self._names = names
        return self._names
