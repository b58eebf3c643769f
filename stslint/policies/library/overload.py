"""One form of a function: its parameters, its result, and its implementation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stslint.runtime.namedtuple import NamedTuple


class Overload(NamedTuple):
    """One form of a function. Types are ``string``, ``int``, ``bool``, ``double``, ``list``, ``map``,
    ``null`` and, as a result only, ``dyn``. The first parameter of a ``member`` is before the dot.

    ``call`` raises ValueError if the function fails.
    """

    name: str
    parameters: tuple[str, ...]
    returns: str
    call: Callable[..., Any]
    member: bool = True


class NotEvaluatedError(ValueError):
    """An expression that only Kubernetes can evaluate; the message says why."""


MOST_CHARACTERS = 1_000_000
"""Of a text that a function can return."""

MOST_ELEMENTS = 10_000
"""Of a list that a function can return: the CEL library does not loop over more."""


def refuse_long(characters: int) -> None:
    """Raises NotEvaluatedError for a text of more than ``MOST_CHARACTERS``."""
    if characters > MOST_CHARACTERS:
        raise NotEvaluatedError(f"a function returns more than {MOST_CHARACTERS:,} characters")


def refuse_many(elements: int) -> None:
    """Raises NotEvaluatedError for a list of more than ``MOST_ELEMENTS``."""
    if elements > MOST_ELEMENTS:
        raise NotEvaluatedError(f"a function returns more than {MOST_ELEMENTS:,} elements")


def function(name: str, parameters: str, returns: str, call: Callable[..., Any]) -> Overload:
    """Returns a function that is called by its name alone: ``name(parameters)``."""
    return Overload(name, tuple(parameters.split()), returns, call, member=False)


def method(name: str, parameters: str, returns: str, call: Callable[..., Any]) -> Overload:
    """Returns a function that is called after its first parameter and a dot."""
    return Overload(name, tuple(parameters.split()), returns, call)


def holds(make: Callable[[str], Any]) -> Callable[[str], bool]:
    """Returns a function that says whether another one accepts a text, that is, does not raise ValueError."""

    def check(text: str) -> bool:
        try:
            make(text)
        except NotEvaluatedError:
            raise
        except ValueError:
            return False
        return True

    return check
