"""An event of a YAML text: a plain tuple."""

from __future__ import annotations

from typing import Any

SCALAR, MAPPING, SEQUENCE, END, ALIAS, FINISH, OTHER = range(7)

Event = tuple[Any, ...]
"""Kind, start mark, end mark, anchor, tag, text, style; for a collection ``style`` is its flow style."""
