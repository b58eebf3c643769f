"""Regular expressions as Python has compiled them before.

Python keeps the bytecode of modules, but each process loads ``re`` and compiles its expressions again, which
is a tenth of a check of one file. A compiled expression is a list of numbers, its program, which Python's
engine verifies before it uses it. Whatever is not as expected is left to ``re``.
"""

from __future__ import annotations

import os
import sys
from functools import cache

from stslint.runtime import bytecode_folder
from stslint.runtime.disk_cache import Store, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr, TypeAlias

    Program: TypeAlias = "tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]"

try:
    from _sre import MAGIC  # type: ignore[import-not-found]
    from _sre import compile as _expression_of
except ImportError:
    MAGIC = None


class PatternPrograms:
    """The programs of earlier runs, by the text and the flags of their expressions, and those of this run.

    They are next to the bytecode, or in the user's cache if nothing can be written there.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._store: Store | None = None
        self._known: dict[tuple[Any, int], Program] | None = None
        self._has_new = self._is_beside = False

    def use(self, store: Store | None) -> None:
        """Reads programs from a cache, too, if there are none next to the bytecode, and keeps new ones."""
        self._store = store
        if store is not None and self._known is not None and not self._is_beside:
            self._known = {**_read(None, store), **self._known}

    def compiled(self, text: AnyStr, flags: int) -> re.Pattern[AnyStr]:
        """Returns a compiled expression. Raises re.error."""
        if self._known is None:
            beside = _read(self._path)
            self._known, self._is_beside = beside or _read(None, self._store), bool(beside)
        flags = int(flags)  # `marshal` writes no enumerations
        known = self._known.get((text, flags))
        expression = None if known is None else _expression(text, known)
        if expression is not None:
            return expression
        import re

        program = _program(text, flags)
        if program is not None:
            self._known[text, flags] = program
            self._has_new = True
        return re.compile(text, flags)

    def keep(self) -> None:
        """Writes the programs, if there are new ones; without a place for them, they are compiled again."""
        if not self._has_new:
            return
        self._has_new = False
        is_written = bytecode_folder.write(self._path, _key(), self._known)
        if not is_written and self._store is not None:
            self._store.write(_key(), self._known)


@cache
def programs() -> PatternPrograms:
    """Returns the programs of this process."""
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), "patterns")
    return PatternPrograms(bytecode_folder.path_of(place))


def _key() -> str:
    return key_of("patterns", sys.version, repr(MAGIC))


def _read(path: str | None, store: Store | None = None) -> dict[tuple[Any, int], Program]:
    known = bytecode_folder.read(path, _key())
    if known is None and store is not None:
        known = store.read(_key())
    return known if isinstance(known, dict) else {}


def _expression(text: AnyStr, program: Program) -> re.Pattern[AnyStr] | None:
    """Returns the expression of a program, or None for what Python's engine does not accept."""
    try:
        expression: re.Pattern[AnyStr] = _expression_of(text, *program)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None
    return expression


def _program(text: str | bytes, flags: int) -> Program | None:
    """Returns the program of an expression, or None where Python does not have it in the known form."""
    if MAGIC is None:
        return None
    try:
        if sys.version_info >= (3, 11):
            from re import _compiler, _parser  # type: ignore[attr-defined]
        else:
            import sre_compile as _compiler
            import sre_parse as _parser
        parsed = _parser.parse(text, flags)
        code = [int(number) for number in _compiler._code(parsed, flags)]
        groups = parsed.state.groupdict
        names: list[str | None] = [None] * parsed.state.groups
        for name, number in groups.items():
            names[number] = name
    except (ImportError, AttributeError, TypeError):
        return None
    return flags | int(parsed.state.flags), code, parsed.state.groups - 1, dict(groups), tuple(names)
