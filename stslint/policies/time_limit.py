"""Ends a function of an expression that would take minutes, such as a pattern that tries all ways to repeat.

The API server's functions take time in proportion to their values, and Python's regular expressions do not.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from stslint.policies.library.overload import NotEvaluatedError

MOST_SECONDS = 0.2
"""Of a processor. What is meant to be fast takes a thousandth of it."""

_SHORT = 1_000


class _TooSlowError(NotEvaluatedError):
    """Ends the function that is being called."""


def limited(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a function that raises NotEvaluatedError where another takes too long.

    What took too long is not tried again with the same pattern, or with values of the same length.
    """
    too_slow: set[tuple[object, ...]] = set()

    def limited_call(*values: Any) -> Any:
        if not _can_be_slow(name, values):
            return call(*values)
        key = tuple(map(_kept, values[1:] if name in _PATTERNS else values))
        if key in too_slow:
            raise NotEvaluatedError(_said(name))
        try:
            return _ended(name, call, values)
        except _TooSlowError:
            too_slow.add(key)
            raise

    return limited_call


_PATTERNS = frozenset(("find", "findAll"))


def _can_be_slow(name: str, values: tuple[Any, ...]) -> bool:
    return name in _PATTERNS or any(isinstance(each, str | list) and len(each) > _SHORT for each in values)


def _kept(value: Any) -> object:
    if isinstance(value, str):
        return value if len(value) <= _SHORT else len(value)
    return len(value) if isinstance(value, list | dict) else value


def _said(name: str) -> str:
    return f"`{name}` takes more than {MOST_SECONDS} s"


def _ended(name: str, call: Callable[..., Any], values: tuple[Any, ...]) -> Any:
    """Returns what a function returns. A timer interrupts it, where the system has one for processor time."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return call(*values)

    def end(*_: object) -> NoReturn:
        raise _TooSlowError(_said(name))

    before = signal.signal(signal.SIGVTALRM, end)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        return call(*values)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
