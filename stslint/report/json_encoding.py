"""How the JSON formats are written: parsing gives equal data, and the text cannot control a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache

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

_SURROGATE = "\\ud"

MOST_INDENTED = 2_000
"""Elements of a list above which each is on one line: Python's own encoder writes that ten times faster."""

_RECENT = 1024
"""So many texts are remembered: keys, names and addresses are in each of thousands of findings."""


def as_json(value: Any, *, strict: bool = False) -> str:
    """Returns a value as JSON text with a line feed at its end.

    A file name that is not UTF-8 has single surrogates. Python reads their escapes back; ``strict`` is for
    readers that refuse the whole text because of one of them, and spells each out as six characters.
    """
    quote = lru_cache(maxsize=_RECENT)(_spelled if strict else _escaped)
    return _written(value, "\n", quote) + "\n"


def _written(value: Any, margin: str, quote: Callable[[str], str]) -> str:
    """Returns what ``json.dumps`` returns with an indentation of 2, which it writes word by word.

    ``margin`` is a line feed and the indentation around the value.
    """
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict) and value:
        inner = f"{margin}  "
        parts = [f"{inner}{quote(key)}: {_written(each, inner, quote)}" for key, each in value.items()]
        return f"{{{','.join(parts)}{margin}}}"
    if isinstance(value, list) and value:
        inner = f"{margin}  "
        write = _written if len(value) <= MOST_INDENTED else _on_one_line
        return f"[{','.join([f'{inner}{write(each, inner, quote)}' for each in value])}{margin}]"
    return int.__repr__(value) if type(value) is int else json.dumps(value)


def _on_one_line(value: Any, margin: str, quote: Callable[[str], str]) -> str:
    """Returns what ``_written`` returns, without line feeds and with all but ASCII escaped."""
    text = json.dumps(value).replace("\x7f", "\\u007f")
    return _written(value, margin, quote) if _SURROGATE in text else text


def _spelled(text: str) -> str:
    quoted = _with_escapes(text)
    return quoted if quoted.isascii() else _LONE.sub(lambda found: f"\\{escape_char(found.group())}", quoted)


def _escaped(text: str) -> str:
    quoted = _with_escapes(text)
    return quoted if quoted.isascii() else _LONE.sub(_escape, quoted)


def _with_escapes(text: str) -> str:
    """Returns a text in quotes, with what could control a terminal escaped."""
    quoted: str = json.encoder.encode_basestring(text)
    return quoted if quoted.isascii() and "\x7f" not in quoted else _DRIVING.sub(_escape, quoted)


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]
