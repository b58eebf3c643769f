"""Phrases that are built in many places: counts, lists, suggestions."""

from __future__ import annotations


def pluralize(number: int, noun: str) -> str:
    """Returns a number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
