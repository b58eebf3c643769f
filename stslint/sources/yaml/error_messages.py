"""Explains the errors of a YAML parser and their positions.

libyaml's messages name tokens and simple keys; users see lines and indentation.
"""

from __future__ import annotations

from stslint.sources.yaml.marks import Places
from stslint.sources.yaml.syntax_error import YamlError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Place = tuple[int, int]
"""A line and a column of the document, both counted from 0."""

_NO_KEY_HERE = "a `key:` cannot start here: the line is indented too far, or the text before it needs quotes"
NEXT_DOCUMENT = "text before the `---` that starts the document"
"""What libyaml says of text after the end of a document as well."""

_TAB = "this line is indented with a tab; YAML allows only spaces"
_MEANINGS = {
    "could not find expected ':'": "this line has no colon: it is neither a key nor a list item",
    "mapping values are not allowed in this context": _NO_KEY_HERE,
    "mapping values are not allowed here": _NO_KEY_HERE,
    "did not find expected key": "this line's indentation does not match any line above it",
    "did not find expected '-' indicator": "this line is not an item of the list it is in",
    "did not find expected <document start>": NEXT_DOCUMENT,
    "block sequence entries are not allowed in this context": "a list cannot start on the line of its key",
    "did not find expected ',' or ']'": "the `[` is not closed",
    "did not find expected ',' or '}'": "the `{` is not closed",
    "found a tab character that violates indentation": _TAB,
    "found a tab character where an indentation space is expected": _TAB,
    "found unexpected document indicator": "the document ends inside a quoted string",
    "found undefined tag handle": "the prefix of this tag is not declared",
    "control characters are not allowed": "YAML does not allow this control character",
}

_OPEN_QUOTE = "found unexpected end of stream"
_NO_TOKEN = "found character that cannot start any token"


def as_yaml_error(error: Exception, text: str, places: Places) -> YamlError:
    """Returns an error of libyaml in the text that it has read, in the words of users and with its place."""
    message, place, context = explain(error, text)
    flow_colon = getattr(error, "problem", None) == "found unexpected ':'"
    return YamlError(message, places.at(*place), places.at(*context) if context else None, flow_colon)


def explain(error: Exception, text: str) -> tuple[str, Place, Place | None]:
    """Returns a message, the place of the error, and the start of the broken construct if it is known."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    place = _place(getattr(error, "problem_mark", None)) or _position(error, text)
    context = _place(getattr(error, "context_mark", None))
    if problem == _OPEN_QUOTE and context:
        return "this quote is never closed", context, context
    if problem == _NO_TOKEN:
        return _unexpected_character(text, place), place, context
    if problem == "could not find expected ':'" and context:
        return _MEANINGS[problem], context, context
    return _MEANINGS.get(problem, problem), place, context


def _place(mark: Any) -> Place | None:
    return (mark.line, mark.column) if mark is not None else None


def _position(error: Exception, text: str) -> Place:
    """Returns the place of an error that has only the number of what is before it.

    These are bytes of UTF-8, or characters where ruamel.yaml's Python parser has read the text.
    """
    position = getattr(error, "position", 0)
    before = text[: position if isinstance(position, int) else 0]
    if getattr(error, "encoding", "?") == "?" and not before.isascii():
        before = text.encode("utf-8", "surrogatepass")[:position].decode("utf-8", "ignore")
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def _unexpected_character(text: str, place: Place) -> str:
    lines = text.split("\n")
    line = lines[place[0]] if place[0] < len(lines) else ""
    character = line[place[1] : place[1] + 1]
    if character == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return _TAB
    return f"a value without quotes cannot start with `{character}`: put it in quotes"
