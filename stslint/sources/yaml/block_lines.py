"""One line of block YAML, read alone: the plain lines that manifests are made of.

A line that means something only together with others is no row, and neither is anything rare; where a text
has one, libyaml reads it. Lines repeat, within a file and from file to file, so each is read once.

Source: https://yaml.org/spec/1.1/ as libyaml reads it; `tests/sources/test_plain_yaml.py` compares the two.
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

_ROW = pattern(
    r"(?!---|\.\.\.)(?P<indent> *)(?P<dash>-(?: +|\Z))?"
    rf"(?:(?P<key>[A-Za-z_][A-Za-z0-9_./-]{{0,200}}|{_QUOTED}):(?: +|\Z))?"
    rf"(?:(?P<scalar>{_QUOTED}|{_PLAIN})|(?P<block>\|-?)"
    rf"|(?P<list>\[ *(?:{_ITEM}(?: *, *{_ITEM})*)? *\])|(?P<map>\{{ *\}}))?"
    r" *(?:(?:(?<= )|^)#.*)?\Z"
)
_ITEMS = pattern(_ITEM)

_NO_NUMBERS_OF_JSON = (float("inf"), float("-inf"))


class ScalarToken(NamedTuple):
    """A value as one line holds it, with its columns from 0; the end is exclusive.

    ``kind``, ``value``, ``text`` and ``style`` are those of a node; a list in brackets has ``items``. A block
    scalar is a string of the style ``|``, and its ``text`` is the mark that it begins with.
    """

    kind: Kind
    value: Scalar
    text: str
    style: str
    start: int
    end: int
    items: tuple[ScalarToken, ...] = ()


class LineToken(NamedTuple):
    """One line, its columns from 0, -1 where there is nothing: no dash, no key, or nothing at all.

    ``indent`` is the column of its first word and ``behind`` that of what stands behind the dash.
    """

    indent: int
    behind: int
    key: str | None
    key_start: int
    key_end: int
    cell: ScalarToken | None


_new = tuple.__new__
"""Makes a cell or a row in half the time."""

BLANK = LineToken(-1, -1, None, -1, -1, None)


@lru_cache(maxsize=1 << 14)
def row_of(line: str) -> LineToken | None:
    """Returns what a line without its break says, or nothing if it says nothing certain by itself."""
    found = _ROW.match(line)
    if found is None:
        return None
    form, dash, key = found.lastgroup or "", found["dash"], found["key"]
    if form == "indent":
        return BLANK
    if key is None and dash is None:
        return None
    make = _MAKERS.get(form)
    cell = None if make is None else make(found)
    name = None if key is None else _name(key)
    if (key is not None and name is None) or (make is not None and cell is None):
        return None
    behind = -1 if dash is None else found.end("dash")
    return _new(LineToken, (found.end("indent"), behind, name, *found.span("key"), cell))


def _name(key: str) -> str | None:
    """Returns the name that a key is, or nothing for one that Kubernetes reads as something else."""
    if key[0] in "\"'":
        return key[1:-1]
    return key if resolve_plain(key)[0] == "string" else None


def _scalar(text: str, start: int) -> ScalarToken | None:
    """Returns a scalar's cell, or nothing for a number that JSON does not have."""
    if text[0] in "\"'":
        return _new(ScalarToken, ("string", text[1:-1], text[1:-1], text[0], start, start + len(text), ()))
    kind, value = resolve_plain(text)
    if value in _NO_NUMBERS_OF_JSON or value != value:
        return None
    return _new(ScalarToken, (kind, value, text, "", start, start + len(text), ()))


def _of_scalar(found: re.Match[str]) -> ScalarToken | None:
    return _scalar(found["scalar"], found.start("scalar"))


def _block(found: re.Match[str]) -> ScalarToken:
    return ScalarToken("string", None, found["block"], "|", *found.span("block"))


def _list(found: re.Match[str]) -> ScalarToken | None:
    start, end = found.span("list")
    items = [_scalar(item[0], item.start()) for item in _ITEMS.finditer(found.string, start + 1, end - 1)]
    sound = tuple(item for item in items if item is not None)
    return ScalarToken("sequence", None, "", "", start, end, sound) if len(sound) == len(items) else None


def _map(found: re.Match[str]) -> ScalarToken:
    return ScalarToken("mapping", None, "", "", *found.span("map"))


_MAKERS = {"scalar": _of_scalar, "block": _block, "list": _list, "map": _map}


def moved(row: LineToken, columns: int) -> LineToken:
    """Returns a row that stands further to the right, as the lines of a page's block do."""
    cell = row.cell
    if cell is not None:
        items = tuple(_moved(item, columns) for item in cell.items)
        cell = _moved(cell, columns)._replace(items=items)
    behind = row.behind if row.behind < 0 else row.behind + columns
    return LineToken(
        row.indent + columns, behind, row.key, row.key_start + columns, row.key_end + columns, cell
    )


def _moved(cell: ScalarToken, columns: int) -> ScalarToken:
    return cell._replace(start=cell.start + columns, end=cell.end + columns)
