"""Functions of strings.

Source: https://pkg.go.dev/github.com/google/cel-go/ext#Strings, version 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stslint.policies.library.overload import Overload, function, method, refuse_long

_VERB = re.compile(r"%(?:\.(\d+))?([sdfebxXo%])")
_LOWER = {ordinal: ordinal + 32 for ordinal in range(ord("A"), ord("Z") + 1)}
_UPPER = {ordinal: ordinal - 32 for ordinal in range(ord("a"), ord("z") + 1)}
_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}


def char_at(text: str, index: int) -> str:
    """Returns the character at an index; the one after the last is empty. Raises ValueError."""
    if not 0 <= index <= len(text):
        raise ValueError(f"index out of range: {index}")
    return text[index : index + 1]


def index_of(text: str, part: str, start: int = 0) -> int:
    """Returns where a part begins at or after ``start``, or -1."""
    if start < 0 or (part and start > len(text)):
        raise ValueError(f"index out of range: {start}")
    return text.find(part, start)


def last_index_of(text: str, part: str, start: int | None = None) -> int:
    """Returns where a part last begins, at or before ``start``, or -1."""
    return text.rfind(part) if start is None else text.rfind(part, 0, start + len(part))


def replace(text: str, old: str, new: str, limit: int = -1) -> str:
    """Returns the text with a part replaced, at most ``limit`` times. Raises NotEvaluatedError."""
    times = text.count(old) if limit < 0 else min(text.count(old), limit)
    refuse_long(len(text) + times * (len(new) - len(old)))
    return text.replace(old, new, limit)


def split(text: str, separator: str, limit: int = -1) -> list[str]:
    """Returns the parts between separators, at most ``limit`` of them; an empty one separates characters."""
    if limit == 0:
        return []
    if not separator:
        parts = list(text)
        return parts if limit < 0 else [*parts[: limit - 1], "".join(parts[limit - 1 :])]
    return text.split(separator, limit - 1 if limit > 0 else -1)


def substring(text: str, start: int, end: int | None = None) -> str:
    """Returns the characters from ``start`` to before ``end``. Raises ValueError."""
    stop = len(text) if end is None else end
    if not 0 <= start <= stop <= len(text):
        raise ValueError(f"index out of range: {start}, {stop}")
    return text[start:stop]


def joined(parts: list[str], separator: str = "") -> str:
    """Returns texts as one. Raises NotEvaluatedError, and TypeError for anything but texts."""
    refuse_long(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def quote(text: str) -> str:
    """Returns the text in double quotes, with special characters escaped."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_ESCAPES.get(each, each) for each in inner) + '"'


def formatted(template: str, values: list[Any]) -> str:
    """Returns a template with its verbs (``%s``, ``%d``, ``%.2f`` ...) filled in. Raises ValueError."""
    rest = iter(values)
    size = len(template)

    def fill(found: re.Match[str]) -> str:
        nonlocal size
        precision, verb = found.groups()
        if verb == "%":
            return "%"
        refuse_long(int((precision or "6")[:9]))
        try:
            filled = _verb(verb, int(precision or 6), next(rest))
            size += len(filled)
            refuse_long(size)
            return filled
        except StopIteration:
            raise ValueError(f"`{template}` has more verbs than values") from None

    return _VERB.sub(fill, template)


def _verb(verb: str, precision: int, value: Any) -> str:
    if verb == "s":
        return shown(value)
    if verb in "fe" and isinstance(value, int | float):
        return f"{value:.{precision}{verb}}"
    if verb in "xX" and isinstance(value, str):
        return format(int.from_bytes(value.encode(), "big"), verb) if value else ""
    if isinstance(value, int) and verb in "dboxX":
        return format(value, verb)
    if verb == "d" and isinstance(value, float):
        return shown(value)
    raise ValueError(f"`%{verb}` does not take `{shown(value)}`")


def shown(value: Any) -> str:
    """Returns a value as ``%s`` writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, Mapping):
        pairs = sorted((shown(key), shown(child)) for key, child in value.items())
        return "{" + ", ".join(f"{key}: {child}" for key, child in pairs) + "}"
    return str(value)


FUNCTIONS: tuple[Overload, ...] = (
    method("charAt", "string int", "string", char_at),
    method("indexOf", "string string", "int", index_of),
    method("indexOf", "string string int", "int", index_of),
    method("lastIndexOf", "string string", "int", last_index_of),
    method("lastIndexOf", "string string int", "int", last_index_of),
    method("lowerAscii", "string", "string", lambda text: text.translate(_LOWER)),
    method("upperAscii", "string", "string", lambda text: text.translate(_UPPER)),
    method("replace", "string string string", "string", replace),
    method("replace", "string string string int", "string", replace),
    method("split", "string string", "list", split),
    method("split", "string string int", "list", split),
    method("substring", "string int", "string", substring),
    method("substring", "string int int", "string", substring),
    method("trim", "string", "string", str.strip),
    method("reverse", "string", "string", lambda text: text[::-1]),
    method("join", "list", "string", joined),
    method("join", "list string", "string", joined),
    method("format", "string list", "string", formatted),
    function("strings.quote", "string", "string", quote),
)
