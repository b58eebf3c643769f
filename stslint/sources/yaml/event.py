"""An event of a YAML text: a plain tuple."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

SCALAR, MAPPING, SEQUENCE, END, ALIAS, FINISH, OTHER = range(7)

Event: TypeAlias = "tuple[Any, ...]"
"""Kind, start mark, end mark, anchor, tag, text, style; for a collection ``style`` is its flow style."""
