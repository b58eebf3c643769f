"""What the rules of a folder are, without running their files: each file runs when its rule is first asked.

A wheel carries this index. Elsewhere it is next to the bytecode of the rules, where it is written when they
are first loaded, or in the user's cache if nothing can be written there. It is plain data: what runs are the
rule files themselves, or Python's bytecode of them.
"""

from __future__ import annotations

import os

import stslint
from stslint.linter.rule import CHECKS, Check, Rule, RuleError
from stslint.linter.rule_loader import compiled, load_rule, rule_files
from stslint.runtime import bytecode_folder
from stslint.runtime.disk_cache import Store, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

_LAYOUT = 2
"""Changes with what the fields of a rule hold, for checkouts, whose version stays the same."""
SHIPPED = "rules.index"
"""The index that a wheel carries in its folder of rules."""


def load(folder: str, store: Store | None = None) -> list[Rule]:
    """Returns the rules of a folder, by file name. Raises RuleError for a bad file."""
    states = list(_states(folder))
    shipped = bytecode_folder.read(os.path.join(folder, SHIPPED), _shipped_key(states))
    if shipped is not None:
        return _rules(folder, shipped)
    key, beside = _key(states), bytecode_folder.path_of(os.path.join(folder, "rules"))
    known = bytecode_folder.read(beside, key)
    if known is None and store is not None:
        known = bytecode_folder.data_of(store.read(key), key)
    if known is not None:
        return _rules(folder, known)
    rules = [load_rule(path) for path in rule_files(folder)]
    index = _index(rules)
    if not bytecode_folder.write(beside, key, index) and store is not None:
        store.write(key, (key, index))
    return rules


def shipped_index(folder: str) -> bytes:
    """Returns the index of a folder's rules for a wheel. Raises RuleError for a bad file."""
    index = _index(load_rule(path) for path in rule_files(folder))
    return bytecode_folder.shipped(_shipped_key(_states(folder)), index)


def _key(states: object) -> str:
    return key_of("rules", repr((_LAYOUT, stslint.__version__, Rule._fields, states)))


def _shipped_key(states: Iterable[tuple[str, int, int]]) -> str:
    """Returns a key without times: when an installed file was unpacked says nothing."""
    return _key([(name, size) for name, size, _ in states])


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    for path in rule_files(folder):
        try:
            state = os.stat(path)
        except OSError as error:
            raise RuleError(path, f"can't be read: {error.strerror}") from error
        # Whole seconds, as in Python's bytecode: layers of an image keep no parts of one.
        yield os.path.basename(path), state.st_size, int(state.st_mtime)


def _index(rules: Iterable[Rule]) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Returns each rule as its file, its fields that are data, and the names of its checks."""
    return [
        (
            os.path.basename(rule.file),
            {name: value for name, value in rule._asdict().items() if name not in (*CHECKS, "file")},
            [name for name in CHECKS if getattr(rule, name) is not None],
        )
        for rule in rules
    ]


def _rules(folder: str, known: Iterable[tuple[str, dict[str, Any], list[str]]]) -> list[Rule]:
    return [_rule(os.path.join(folder, name), fields, checks) for name, fields, checks in known]


def _rule(file: str, fields: dict[str, Any], checks: list[str]) -> Rule:
    unit = _Unit(file)
    functions: dict[str, Any] = {name: unit.function(name) if name in checks else None for name in CHECKS}
    return Rule(**fields, **functions, file=file)


class _Unit:
    """A rule file; it runs when a function of it is first called."""

    __slots__ = ("_file", "_names")

    def __init__(self, file: str) -> None:
        self._file = file
        self._names: dict[str, Any] | None = None

    def function(self, name: str) -> Callable[..., Any]:
        """Returns a stand-in for the function of that name."""
        return _StandIn(lambda: self._loaded()[name])

    def _loaded(self) -> dict[str, Any]:
        if self._names is None:
            names: dict[str, Any] = {"__name__": "stslint_rule", "__file__": self._file}
            exec(compiled(self._file), names)
            self._names = names
        return self._names


class _StandIn:
    """Does what a function of a rule file does; ``function`` is that one, once the file has run."""

    __slots__ = ("_load", "function")

    def __init__(self, load: Callable[[], Callable[..., Any]]) -> None:
        self._load = load
        self.function: Callable[..., Any] | None = None

    def __call__(self, *words: Any) -> Any:
        if self.function is None:
            self.function = self._load()
        return self.function(*words)


def direct(check: Check) -> Check:
    """Returns the function that a check calls, if its file has run, else the check."""
    return check.function or check if isinstance(check, _StandIn) else check
