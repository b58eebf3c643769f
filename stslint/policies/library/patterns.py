"""``find`` and ``findAll``: Python's regular expressions replace RE2, if both read a pattern the same way.

Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library
"""

from __future__ import annotations

import re

from stslint.policies.library.overload import NotEvaluatedError, Overload, method

_OF_PYTHON = re.compile(r"\(\?(?:[=!>(]|<[=!]|P[=>])|\\[1-9ABZ]|[*+?}]\+")
"""Syntax that RE2 refuses, or reads differently."""
_OF_RE2 = re.compile(r"\\[pPzQCK]|\[\[:|\(\?<[A-Za-z]|\(\?[a-zA-Z]*U|\\x\{")
"""Syntax that Python does not have."""


def find(text: str, pattern: str) -> str:
    """Returns the first match, or an empty text. Raises ValueError."""
    found = _compiled(pattern).search(text)
    return found.group() if found else ""


def find_all(text: str, pattern: str, limit: int = -1) -> list[str]:
    """Returns all matches, at most ``limit`` of them unless it is negative. Raises ValueError."""
    found = [match.group() for match in _compiled(pattern).finditer(text)]
    return found if limit < 0 else found[:limit]


def _compiled(pattern: str) -> re.Pattern[str]:
    if _OF_RE2.search(pattern):
        raise NotEvaluatedError(f"the pattern `{pattern}` uses syntax that is not evaluated here")
    if _OF_PYTHON.search(pattern):
        raise ValueError(f"RE2 has no pattern such as `{pattern}`")
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise ValueError(f"the pattern `{pattern}` cannot be parsed: {error}") from error


FUNCTIONS: tuple[Overload, ...] = (
    method("find", "string string", "string", find),
    method("findAll", "string string", "list", find_all),
    method("findAll", "string string int", "list", find_all),
)
