"""Parses the value on one line of block YAML: a scalar, or a collection in brackets that ends on the line.

Only what is plain has a token. libyaml reads everything else, above all a mistake.
"""

from __future__ import annotations

from stslint.model import Kind, Scalar
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.scalars import resolve_plain

WORD = r"[A-Za-z0-9_./$(+~<=^;\\]"
QUOTED = r'"[^"\\]*"|' + r"'[^']*'"
KEY = rf"[A-Za-z_][A-Za-z0-9_./-]{{0,200}}|{QUOTED}"

_ITEM = pattern(rf"(?:{QUOTED}|(?:{WORD}|-(?=[A-Za-z0-9]))[^:#,?\[\]{{}}\"' ]*)")
_KEY = pattern(rf"({KEY}): +")
_BLANKS = pattern(" *")
_MOST_NESTED = 20
_NO_NUMBERS_OF_JSON = (float("inf"), float("-inf"))


class ValueToken(NamedTuple):
    """The value on a line, with its columns counted from 0; the end is exclusive.

    ``kind``, ``value``, ``text`` and ``style`` are those of a node. A collection in brackets has ``items``,
    and a mapping also their ``keys``, each with its columns. A block scalar is a string with the style ``|``,
    and its ``text`` is its header (``|`` or ``|-``).
    """

    kind: Kind
    value: Scalar
    text: str
    style: str
    start: int
    end: int
    items: tuple[ValueToken, ...] = ()
    keys: tuple[tuple[str, int, int], ...] = ()

    def shifted(self, columns: int) -> ValueToken:
        """Returns the token further to the right."""
        return self._replace(
            start=self.start + columns,
            end=self.end + columns,
            items=tuple(item.shifted(columns) for item in self.items),
            keys=tuple((name, start + columns, end + columns) for name, start, end in self.keys),
        )


_new = tuple.__new__
"""Creates a token in half the time."""

NO_VALUE = ValueToken("null", None, "", "", -1, -1)
"""The value on a line without one: the value is on the next lines, or null."""


def key_name(key: str) -> str | None:
    """Returns the text of a key, or None for a key that Kubernetes does not read as a string."""
    if key[0] in "\"'":
        return key[1:-1]
    return key if resolve_plain(key)[0] == "string" else None


def scalar_token(text: str, start: int) -> ValueToken | None:
    """Returns the token of a scalar, or None for a number that JSON does not have."""
    end = start + len(text)
    if text[0] in "\"'":
        return _new(ValueToken, ("string", text[1:-1], text[1:-1], text[0], start, end, (), ()))
    kind, value = resolve_plain(text)
    if value in _NO_NUMBERS_OF_JSON or value != value:
        return None
    return _new(ValueToken, (kind, value, text, "", start, end, (), ()))


def flow_token(line: str, start: int, depth: int = 0) -> ValueToken | None:
    """Returns the token of the collection whose bracket is at a column, or None for one that is not plain."""
    closing = "}" if line[start] == "{" else "]"
    items: list[ValueToken] = []
    keys: dict[str, tuple[str, int, int]] = {}
    place = _after_blanks(line, start + 1)
    while line[place : place + 1] != closing or items:
        if closing == "}":
            key = _KEY.match(line, place)
            name = None if key is None else key_name(key[1])
            if key is None or name is None or name in keys:
                return None
            keys[name] = (name, *key.span(1))
            place = key.end()
        item = _item(line, place, depth)
        if item is None:
            return None
        items.append(item)
        place = _after_blanks(line, item.end)
        if line[place : place + 1] == closing:
            break
        if line[place : place + 1] != ",":
            return None
        place = _after_blanks(line, place + 1)
    kind: Kind = "mapping" if closing == "}" else "sequence"
    return ValueToken(kind, None, "", "", start, place + 1, tuple(items), tuple(keys.values()))


def _item(line: str, place: int, depth: int) -> ValueToken | None:
    if line[place : place + 1] in ("{", "["):
        return flow_token(line, place, depth + 1) if depth < _MOST_NESTED else None
    found = _ITEM.match(line, place)
    return None if found is None else scalar_token(found[0], place)


def _after_blanks(line: str, place: int) -> int:
    found = _BLANKS.match(line, place)
    return place if found is None else found.end()
