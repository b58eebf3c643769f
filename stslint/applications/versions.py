"""Versions as image tags write them, and ranges of versions as the data files write them.

A version is a tuple of numbers; the empty tuple is an unknown version. ``16`` can be any 16.x, so whether
it is below 16.3 is not known: comparisons have three answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.kubernetes.values.digits import number_of
from stslint.runtime.lazy_regex import pattern

Version = tuple[int, ...]

_LEADING = r"v?(\d+(?:\.\d+)*)"
_BOUND = pattern(r"(<=|>=|<|>|=)(\d+(?:\.\d+)*)\Z")


def version_in(tag: str, form: str = "", means: Mapping[str, str] | None = None) -> Version:
    """Returns the version that a tag names, or an empty tuple.

    ``form`` is a regular expression whose first group is the version, for images whose tag does not begin
    with it. ``means`` replaces the beginning of a version, for images that have version numbers of their
    own.
    """
    found = pattern(form or _LEADING).match(tag)
    text = next((group for group in found.groups() if group), "") if found else ""
    for own, real in (means or {}).items():
        if (text + ".").startswith(own):
            text = (real + (text + ".")[len(own) :]).rstrip(".")
            break
    return numbers(text)


def numbers(text: str) -> Version:
    """Returns the numbers of a version such as ``16.4``."""
    return tuple(number_of(part) for part in text.split(".")) if text else ()


def is_within(version: Version, bounds: str) -> bool | None:
    """Returns whether a version is within bounds such as ``>=10 <18``, or None where it does not say."""
    answers = [_holds(version, bound) for bound in bounds.split()]
    if False in answers:
        return False
    return None if None in answers else True


def _holds(version: Version, bound: str) -> bool | None:
    found = _BOUND.match(bound)
    if found is None:
        raise ValueError(f"not a bound of versions: {bound!r}")
    operator, limit = found.group(1), numbers(found.group(2))
    if len(version) < len(limit) and version == limit[: len(version)]:
        return None if any(limit[len(version) :]) or operator == "=" or not version else operator == ">="
    head = version[: len(limit)]
    return {
        "<": head < limit,
        "<=": head <= limit,
        ">": head > limit,
        ">=": head >= limit,
        "=": head == limit,
    }[operator]
