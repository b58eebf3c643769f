"""A value of the wrong type because of characters that only look like YAML's punctuation or like digits."""

from __future__ import annotations

from stslint.kubernetes.schema.openapi import Definition
from stslint.model import Edit, Fix, Node, Span
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lookalikes import named, plain
from stslint.text.respelling import Respelling, respellings

_WHOLE = pattern(r"-?(?:0|[1-9][0-9]*)\Z")
_PAIR = pattern(r"[\"']?[A-Za-z][\w./-]*[\"']?: \S")


class AsciiSpelling(NamedTuple):
    """How a value is written in ASCII, and the names of the characters that it has instead."""

    text: str
    characters: str
    fix: Fix | None


def ascii_spelling(node: Node, schema: Definition) -> AsciiSpelling | None:
    """Returns the value in ASCII if that is of the right type; the fix is for a value on one line."""
    text = node.text
    if text.isascii() or node.kind != "string":
        return None
    kind = schema.get("type")
    spelled = _as_pair(text) if kind == "object" else Respelling(plain(text).strip(" \"'"), 0, text, "")
    if spelled is None or not _fits(spelled.line, kind):
        return None
    one_line = node.span.line == node.span.end_line and not node.style
    fix = Fix(f"use `{spelled.line}`", (_edit(node, spelled, kind),)) if one_line else None
    return AsciiSpelling(spelled.line, named(text), fix)


def _as_pair(text: str) -> Respelling | None:
    return next((each for each in respellings(text) if _PAIR.match(each.line)), None)


def _edit(node: Node, spelled: Respelling, kind: object) -> Edit:
    """Returns the edit of the whole value, or in what becomes a mapping, of the characters alone."""
    if kind != "object":
        return Edit(node.span, spelled.line)
    line, start = node.span.line, node.span.column + spelled.start
    return Edit(Span(line, start, line, start + len(spelled.removed)), spelled.inserted)


def _fits(text: str, kind: object) -> bool:
    if kind == "object":
        return _PAIR.match(text) is not None
    if kind == "integer":
        return _WHOLE.match(text) is not None and len(text) < 10
    return kind == "boolean" and text in ("true", "false")
