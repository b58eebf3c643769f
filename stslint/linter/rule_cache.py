"""The rules of a folder from one compiled file: what they are at once, their code when they are first asked.

Finding and loading a module costs Python a tenth of a millisecond, and there are 150 rules. The file is next
to the bytecode of the rules and is written when they are first loaded. Where that is not possible, it is in
the user's cache.
"""

from __future__ import annotations

import marshal
import os
import sys

import stslint
from stslint.linter.rule import CHECKS, Check, Rule, RuleError
from stslint.linter.rule_loader import compiled, load_rule, rule_files
from stslint.runtime.disk_cache import Store, key_of, write_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


def load(folder: str, store: Store | None = None) -> list[Rule]:
    """Returns the rules of a folder, by file name. Raises RuleError for a bad file."""
    key = key_of("rules", repr((stslint.__version__, sys.version, Rule._fields)), repr(list(_states(folder))))
    beside = _beside(folder)
    kept = _kept_for(key, None if beside is None else _read(beside))
    if kept is None and store is not None:
        kept = _kept_for(key, store.read(key))
    if kept is not None:
        return [
            _rule(os.path.join(folder, name), fields, checks, code) for name, fields, checks, code in kept
        ]
    rules = [load_rule(path) for path in rule_files(folder)]
    entry = key, [_kept(rule) for rule in rules]
    if not _is_written(beside, entry) and store is not None:
        store.write(key, entry)
    return rules


def _beside(folder: str) -> str | None:
    """Returns the path of the compiled rules next to their bytecode, or None where Python has none."""
    tag = sys.implementation.cache_tag
    if tag is None:
        return None
    if sys.pycache_prefix is None:
        return os.path.join(folder, "__pycache__", f"rules.{tag}.bin")
    from importlib.util import cache_from_source  # a prefix is rare

    return f"{cache_from_source(os.path.join(folder, 'rules.py'))}.bin"


def _read(path: str) -> Any:
    """Returns the compiled rules, or None. They are trusted as Python trusts its bytecode next to them."""
    try:
        with open(path, "rb", buffering=0) as opened:
            return marshal.loads(opened.readall())
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None


def _is_written(path: str | None, entry: Any) -> bool:
    """Writes the compiled rules where Python may write bytecode, and returns whether that was possible."""
    if path is None or sys.dont_write_bytecode:
        return False
    try:
        write_bytes(path, marshal.dumps(entry), 0o644)  # as Python's own, for all users
    except OSError:
        return False
    return True


def _kept_for(key: str, entry: Any) -> list[Any] | None:
    """Returns the rules of an entry, if it was written for these sources and this version."""
    if not isinstance(entry, tuple) or len(entry) != 2 or entry[0] != key:
        return None
    kept: list[Any] = entry[1]
    return kept


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    for path in rule_files(folder):
        try:
            state = os.stat(path)
        except OSError as error:
            raise RuleError(path, f"can't be read: {error.strerror}") from error
        # Whole seconds, as in Python's bytecode: layers of an image keep no parts of one.
        yield os.path.basename(path), state.st_size, int(state.st_mtime)


def _kept(rule: Rule) -> tuple[str, dict[str, Any], list[str], bytes]:
    fields = {name: value for name, value in rule._asdict().items() if name not in (*CHECKS, "file")}
    checks = [name for name in CHECKS if getattr(rule, name) is not None]
    return os.path.basename(rule.file), fields, checks, marshal.dumps(compiled(rule.file))


def _rule(file: str, fields: dict[str, Any], checks: list[str], code: bytes) -> Rule:
    unit = _Unit(file, code)
    functions: dict[str, Any] = {name: unit.function(name) if name in checks else None for name in CHECKS}
    return Rule(**fields, **functions, file=file)


class _Unit:
    """The code of one rule file; it runs when a function of it is first called."""

    __slots__ = ("_code", "_file", "_names")

    def __init__(self, file: str, code: bytes) -> None:
        self._file, self._code = file, code
        self._names: dict[str, Any] | None = None

    def function(self, name: str) -> Callable[..., Any]:
        """Returns a stand-in for the function of that name."""
        return _StandIn(lambda: self._loaded()[name])

    def _loaded(self) -> dict[str, Any]:
        if self._names is None:
            names: dict[str, Any] = {"__name__": "stslint_rule", "__file__": self._file}
            exec(marshal.loads(self._code), names)
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
    """Returns the function that a check stands in for, if its file has run, else the check."""
    return check.function or check if isinstance(check, _StandIn) else check
