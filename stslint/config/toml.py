"""TOML with the lines of its keys, which Python's reader does not tell."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from stslint.config.configuration import Configuration, ConfigurationError, Fault, Path

_HEADER = re.compile(r"\s*\[\[?\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*=""")
_WORD = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_PLACE = re.compile(r"\(at (?:line (\d+)|end of document)")


def read_toml(file: str, text: str, table: Path = ()) -> Configuration | None:
    """Returns the configuration that a table of a TOML text holds, or nothing where it has no such table.

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
    try:
        # A version such as 1.30 must keep its last digit.
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=str)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        message = str(error).partition(" (at ")[0]
        raise ConfigurationError([Fault(file, line, f"not valid TOML: {message}")]) from None


def _places(text: str) -> Iterator[tuple[Path, int]]:
    table: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        key = _KEY.match(line)
        header = None if key else _HEADER.match(line.rstrip("\r"))
        if header is not None:
            table = _steps(header[1])
            yield table, number
        elif key is not None:
            yield (*table, *_steps(key[1])), number


def _steps(dotted: str) -> Path:
    return tuple(word.strip("\"'") for word in _WORD.findall(dotted))
