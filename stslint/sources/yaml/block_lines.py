"""Parses one line of block YAML on its own: the plain lines that most manifests consist of.

A line whose meaning depends on other lines has no token, nor has anything rare; libyaml reads a text with
such a line. Lines repeat within a file and from file to file, so each distinct line is parsed once.

Source: https://yaml.org/spec/1.1/ as libyaml reads it; the tests of ``block_parser`` compare the two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from stslint.model import Kind, Scalar
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.scalars import resolve_plain

_WORD = r"[A-Za-z0-9_./$(+~<=^;\\]"
_PLAIN = (
    rf"(?:{_WORD}|[^\x00-\x7f]|-(?=[^ ]))"
    r"[^:# ]*(?:(?::(?=[^ ])|(?<! )#| +(?=[^ #]))[^:# ]*)*"
)
_QUOTED = r'"[^"\\]*"|' + r"'[^']*'"
_ITEM = rf"(?:{_QUOTED}|(?:{_WORD}|-(?=[A-Za-z0-9]))[^:#,?\[\]{{}}\"' ]*)"

_LINE = pattern(
    r"(?!---|\.\.\.)(?P<indent> *)(?P<dash>-(?: +|\Z))?"
    rf"(?:(?P<key>[A-Za-z_][A-Za-z0-9_./-]{{0,200}}|{_QUOTED}):(?: +|\Z))?"
    rf"(?:(?P<scalar>{_QUOTED}|{_PLAIN})|(?P<block>\|-?)"
    rf"|(?P<list>\[ *(?:{_ITEM}(?: *, *{_ITEM})*)? *\])|(?P<map>\{{ *\}}))?"
    r" *(?:(?:(?<= )|^)#.*)?\Z"
)
_ITEMS = pattern(_ITEM)

_NO_NUMBERS_OF_JSON = (float("inf"), float("-inf"))


class ScalarToken(NamedTuple):
    """The value on a line, with its columns counted from 0; the end is exclusive.

    ``kind``, ``value``, ``text`` and ``style`` are those of a node; a list in brackets has ``items``. A block
    scalar is a string with the style ``|``, and its ``text`` is its header (``|`` or ``|-``).
    """

    kind: Kind
    value: Scalar
    text: str
    style: str
    start: int
    end: int
    items: tuple[ScalarToken, ...] = ()


class LineToken(NamedTuple):
    """One line; columns count from 0, and are -1 for a missing dash, a missing key or an empty line.

    ``indent`` is the column of the first word, ``after_dash`` that of the word after the dash.
    """

    indent: int
    after_dash: int
    key: str | None
    key_start: int
    key_end: int
    scalar: ScalarToken | None


_new = tuple.__new__
"""Creates a token in half the time."""

BLANK = LineToken(-1, -1, None, -1, -1, None)


@lru_cache(maxsize=1 << 14)
def line_token(line: str) -> LineToken | None:
    """Returns the token of a line without its line end, or None if the line has no certain meaning alone."""
    match = _LINE.match(line)
    if match is None:
        return None
    form, dash, key = match.lastgroup or "", match["dash"], match["key"]
    if form == "indent":
        return BLANK
    if key is None and dash is None:
        return None
    make = _MAKERS.get(form)
    scalar = None if make is None else make(match)
    name = None if key is None else _name(key)
    if (key is not None and name is None) or (make is not None and scalar is None):
        return None
    after_dash = -1 if dash is None else match.end("dash")
    return _new(LineToken, (match.end("indent"), after_dash, name, *match.span("key"), scalar))


def _name(key: str) -> str | None:
    """Returns the text of a key, or None for a key that Kubernetes does not read as a string."""
    if key[0] in "\"'":
        return key[1:-1]
    return key if resolve_plain(key)[0] == "string" else None


def _scalar(text: str, start: int) -> ScalarToken | None:
    """Returns the token of a scalar, or None for a number that JSON does not have."""
    if text[0] in "\"'":
        return _new(ScalarToken, ("string", text[1:-1], text[1:-1], text[0], start, start + len(text), ()))
    kind, value = resolve_plain(text)
    if value in _NO_NUMBERS_OF_JSON or value != value:
        return None
    return _new(ScalarToken, (kind, value, text, "", start, start + len(text), ()))


def _of_scalar(match: re.Match[str]) -> ScalarToken | None:
    return _scalar(match["scalar"], match.start("scalar"))


def _block(match: re.Match[str]) -> ScalarToken:
    return ScalarToken("string", None, match["block"], "|", *match.span("block"))


def _list(match: re.Match[str]) -> ScalarToken | None:
    start, end = match.span("list")
    items = [_scalar(item[0], item.start()) for item in _ITEMS.finditer(match.string, start + 1, end - 1)]
    valid = tuple(item for item in items if item is not None)
    return ScalarToken("sequence", None, "", "", start, end, valid) if len(valid) == len(items) else None


def _map(match: re.Match[str]) -> ScalarToken:
    return ScalarToken("mapping", None, "", "", *match.span("map"))


_MAKERS = {"scalar": _of_scalar, "block": _block, "list": _list, "map": _map}


def shifted(token: LineToken, columns: int) -> LineToken:
    """Returns a token further to the right, as for the lines of an indented block in a page."""
    scalar = token.scalar
    if scalar is not None:
        items = tuple(_shifted_scalar(item, columns) for item in scalar.items)
        scalar = _shifted_scalar(scalar, columns)._replace(items=items)
    after_dash = token.after_dash if token.after_dash < 0 else token.after_dash + columns
    return LineToken(
        token.indent + columns,
        after_dash,
        token.key,
        token.key_start + columns,
        token.key_end + columns,
        scalar,
    )


def _shifted_scalar(scalar: ScalarToken, columns: int) -> ScalarToken:
    return scalar._replace(start=scalar.start + columns, end=scalar.end + columns)
