"""Parses one line of block YAML on its own: the plain lines that most manifests consist of.

A line whose meaning depends on other lines has no token, nor has anything rare; libyaml reads a text with
such a line. Lines repeat within a file and from file to file, so each distinct line is parsed once.

Source: https://yaml.org/spec/1.1/ as libyaml reads it; the tests of ``block_parser`` compare the two.
"""

from __future__ import annotations

from functools import lru_cache

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.value_tokens import (
    KEY,
    NO_VALUE,
    QUOTED,
    WORD,
    ValueToken,
    flow_token,
    key_name,
    scalar_token,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_PLAIN = (
    rf"(?:{WORD}|[^\x00-\x7f]|-(?=[^ ]))"
    r"[^:# ]*(?:(?::(?=[^ ])|(?<! )#| +(?=[^ #]))[^:# ]*)*"
)

_LINE = pattern(
    r"(?!---|\.\.\.)(?P<indent> *)(?P<dash>-(?: +|\Z))?"
    rf"(?:(?P<key>{KEY}):(?: +|\Z))?"
    rf"(?:(?P<scalar>{QUOTED}|{_PLAIN})|(?P<block>\|-?)|(?P<flow>[\[{{].*?(?<! )))?"
    r" *(?:(?:(?<= )|^)#.*)?\Z"
)


class LineToken(NamedTuple):
    """One line; columns count from 0, and are -1 for a missing dash, a missing key or an empty line.

    ``indent`` is the column of the first word, ``after_dash`` that of the word after the dash.
    """

    indent: int
    after_dash: int
    key: str | None
    key_start: int
    key_end: int
    scalar: ValueToken


_new = tuple.__new__
"""Creates a token in half the time."""

BLANK = LineToken(-1, -1, None, -1, -1, NO_VALUE)


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
    scalar = NO_VALUE if make is None else make(match)
    name = None if key is None else key_name(key)
    if (key is not None and name is None) or scalar is None:
        return None
    after_dash = -1 if dash is None else match.end("dash")
    return _new(LineToken, (match.end("indent"), after_dash, name, *match.span("key"), scalar))


def _of_scalar(match: re.Match[str]) -> ValueToken | None:
    return scalar_token(match["scalar"], match.start("scalar"))


def _block(match: re.Match[str]) -> ValueToken:
    return ValueToken("string", None, match["block"], "|", *match.span("block"))


def _flow(match: re.Match[str]) -> ValueToken | None:
    token = flow_token(match.string, match.start("flow"))
    return None if token is None or token.end != match.end("flow") else token


_MAKERS = {"scalar": _of_scalar, "block": _block, "flow": _flow}


def shifted(token: LineToken, columns: int) -> LineToken:
    """Returns a token further to the right, as for the lines of an indented block in a page."""
    scalar = NO_VALUE if token.scalar is NO_VALUE else token.scalar.shifted(columns)
    after_dash = token.after_dash if token.after_dash < 0 else token.after_dash + columns
    return LineToken(
        token.indent + columns,
        after_dash,
        token.key,
        token.key_start + columns,
        token.key_end + columns,
        scalar,
    )
