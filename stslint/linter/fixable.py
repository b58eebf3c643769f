"""Which rules can fix what they find, as the examples on their pages show: ``fixes.tsv``, held by a test."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

FixKind: TypeAlias = 'Literal["safe", "unsafe", ""]'


def fix_of(rule_id: str) -> FixKind:
    """Returns how a built-in rule fixes findings: at best by a safe fix, by an unsafe one, or not at all."""
    return _table().get(rule_id, "")


@cache
def _table() -> Mapping[str, FixKind]:
    with open(os.path.join(os.path.dirname(__file__), "fixes.tsv"), encoding="utf-8") as table:
        rows = [line.split() for line in table][1:]
    return MappingProxyType({rule_id: "safe" if kind == "safe" else "unsafe" for rule_id, kind in rows})
