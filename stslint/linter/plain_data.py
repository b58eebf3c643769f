"""The core types as plain data that ``marshal`` can write, and back."""

from __future__ import annotations

from collections.abc import Mapping

from stslint import model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def plain(value: Any) -> Any:
    """Returns plain data: a list is one of the core types, and begins with its name."""
    if isinstance(value, tuple):
        parts = [plain(each) for each in value]
        return [type(value).__name__, *parts] if type(value) is not tuple else tuple(parts)
    if isinstance(value, Mapping):
        return {plain(name): plain(each) for name, each in value.items()}
    return value


def restored(value: Any) -> Any:
    """Returns what ``plain`` was given. Raises AttributeError, TypeError and IndexError for other data."""
    if isinstance(value, list):
        return getattr(model, value[0])(*map(restored, value[1:]))
    if isinstance(value, tuple):
        return tuple(map(restored, value))
    if isinstance(value, dict):
        return {restored(name): restored(each) for name, each in value.items()}
    return value
