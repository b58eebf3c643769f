"""Reads a configuration in TOML and finds the lines of its keys, which Python's reader does not report.

Own code: tomlkit has no line numbers either, and importing it takes 21 ms.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from stslint.config.configuration import Configuration, ConfigurationError, Fault, KeyPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PART = r"""(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_PARTS = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_PARTS})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*({_PARTS})\s*=")
_WORD = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_QUOTES = ('"""', "'''")
_STRING_OR_COMMENT = re.compile(r"""\"{3}|'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#.*""")
_LONG_NUMBER = re.compile(r"(?<![0-9a-zA-Z_])[0-9_]{4000,}")
# Python's reader takes a second for a key of 30,000 parts.
_LONG_KEY = re.compile(r"(?<![\w.-])(?:[\w-]+\.){100}")
_PLACE = re.compile(r"\(at (?:line (\d+)|end of document)")


def read_toml(file: str, text: str, table: KeyPath = ()) -> Configuration | None:
    """Returns the configuration in a table of a TOML text, or None where the text has no such table.

    Raises ConfigurationError.
    """
    values = _loaded(file, text)
    for step in table:
        values = values.get(step) if isinstance(values, dict) else None
    if values is None:
        return None
    lines = {path[len(table) :]: line for path, line in _places(text) if path[: len(table)] == table}
    configuration = Configuration(file, values if isinstance(values, dict) else {}, lines)
    if not isinstance(values, dict):
        raise ConfigurationError([configuration.fault((), "`tool.stslint` must be a table")])
    return configuration


def _loaded(file: str, text: str) -> Any:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    if (deep := _LONG_KEY.search(text)) is not None:
        line = text.count("\n", 0, deep.start()) + 1
        raise ConfigurationError([Fault(file, line, "not read: a key with 100 dots or more")])
    try:
        # A version such as 1.30 must keep its last digit.
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=str)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        message = str(error).partition(" (at ")[0]
        raise ConfigurationError([Fault(file, line, f"not valid TOML: {message}")]) from None
    except RecursionError:
        raise ConfigurationError([Fault(file, 1, "not read: it is nested too deeply")]) from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        raise ConfigurationError([Fault(file, line, "not valid TOML: a number is too long")]) from None


def _places(text: str) -> Iterator[tuple[KeyPath, int]]:
    table: KeyPath = ()
    for number, line in _lines_outside_strings(text):
        key = _KEY.match(line)
        header = None if key else _HEADER.match(line.rstrip("\r"))
        if header is not None:
            table = _steps(header[1])
            yield table, number
        elif key is not None:
            yield (*table, *_steps(key[1])), number


def _lines_outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Yields the lines with their numbers, without those that begin inside a multi-line string."""
    quotes = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not quotes:
            yield number, line
        quotes = _open_quotes(line, quotes)


def _open_quotes(line: str, quotes: str) -> str:
    """Returns the quotes of the multi-line string that is open at a line's end, given those at its start."""
    position = 0
    while True:
        if quotes:
            end = line.find(quotes, position)
            if end < 0:
                return quotes
            position = end + len(quotes)
        token = _STRING_OR_COMMENT.search(line, position)
        if token is None:
            return ""
        position = token.end()
        quotes = token[0] if token[0] in _QUOTES else ""


def _steps(dotted: str) -> KeyPath:
    return tuple(word.strip("\"'") for word in _WORD.findall(dotted))
