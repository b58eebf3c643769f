"""How the JSON formats are written: parsing gives equal data, and the text cannot control a terminal."""

from __future__ import annotations

import json
import re

from stslint.runtime.lazy_regex import pattern
from stslint.text.sanitize import escape_char

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DRIVING = pattern(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_LONE = pattern("[\ud800-\udfff]")


def as_json(value: Any, *, strict: bool = False) -> str:
    """Returns a value as JSON text with a line feed at its end.

    A file name that is not UTF-8 has single surrogates. Python reads their escapes back; ``strict`` is for
    readers that refuse the whole text because of one of them, and spells each out as six characters.
    """
    text = _DRIVING.sub(_escape, json.dumps(value, ensure_ascii=False, indent=2))
    return _LONE.sub(_spell if strict else _escape, text) + "\n"


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]


def _spell(found: re.Match[str]) -> str:
    return f"\\{escape_char(found.group())}"
