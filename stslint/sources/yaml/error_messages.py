"""What a YAML parser's error means, in words, and where it is.

libyaml speaks of tokens and simple keys; the people who read our findings see lines and indentation.
"""

from __future__ import annotations

from typing import Any

Place = tuple[int, int]
"""A line and a column of the document, both from 0."""

_MEANINGS = {
    "could not find expected ':'": "this line has no colon, so it is neither a key nor a list item",
    "mapping values are not allowed in this context": (
        "a `key:` can't begin here: the line is indented too far, or the text before it needs quotes"
    ),
    "mapping values are not allowed here": (
        "a `key:` can't begin here: the line is indented too far, or the text before it needs quotes"
    ),
    "did not find expected key": "this line's indentation fits no line above it",
    "did not find expected '-' indicator": "a list is open here, and this line is no item of it",
    "did not find expected <document start>": "text stands before the `---` that begins the document",
    "block sequence entries are not allowed in this context": "a list can't begin on its key's own line",
    "did not find expected ',' or ']'": "the `[` is not closed",
    "did not find expected ',' or '}'": "the `{` is not closed",
    "found a tab character that violates indentation": "a tab indents this line; YAML allows spaces only",
    "found a tab character where an indentation space is expected": (
        "a tab indents this line; YAML allows spaces only"
    ),
    "found unexpected document indicator": "the document ends inside a quoted text",
    "found undefined tag handle": "this tag's prefix is not declared",
    "control characters are not allowed": "a control character stands here; YAML does not allow it",
}

_OPEN_QUOTE = "found unexpected end of stream"
_NO_TOKEN = "found character that cannot start any token"


def explain(error: Exception, text: str) -> tuple[str, Place, Place | None]:
    """Returns a sentence, the place that it speaks of, and the place where the broken construct began."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    place = _place(getattr(error, "problem_mark", None)) or _position(error, text)
    context = _place(getattr(error, "context_mark", None))
    if problem == _OPEN_QUOTE and context:
        return "the quote that opens here is never closed", context, context
    if problem == _NO_TOKEN:
        return _unexpected_character(text, place), place, context
    if problem == "could not find expected ':'" and context:
        return _MEANINGS[problem], context, context
    return _MEANINGS.get(problem, problem), place, context


def _place(mark: Any) -> Place | None:
    return (mark.line, mark.column) if mark is not None else None


def _position(error: Exception, text: str) -> Place:
    """Returns the place of an error that knows only how many characters were read."""
    position = getattr(error, "position", 0)
    before = text[: position if isinstance(position, int) else 0]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def _unexpected_character(text: str, place: Place) -> str:
    lines = text.split("\n")
    line = lines[place[0]] if place[0] < len(lines) else ""
    character = line[place[1] : place[1] + 1]
    if character == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab indents this line; YAML allows spaces only"
    return f"a plain value can't begin with `{character}`; put it in quotes"
