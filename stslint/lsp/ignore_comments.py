"""The comment that ignores one finding, as an edit of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stslint.lsp.positions import PositionMapper
from stslint.model import INTERNAL, Document, Edit, Finding, Fix, Span

_INDENT = re.compile(r"[ \t>]*")
_IGNORE = re.compile(r"[ \t>]*#[ \t]*stslint:[ \t]*ignore[ \t]*=[ \t]*[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*")


def can_ignore(finding: Finding, documents: Sequence[Document]) -> bool:
    """Returns whether a comment above the line of a finding can ignore it."""
    line = finding.span.line
    return finding.rule != INTERNAL and not _is_json(documents, line) and not _in_string(documents, line)


def ignore_fix(finding: Finding, mapper: PositionMapper) -> Fix:
    """Returns the fix that adds a comment above a finding, or adds the rule to the comment that is there."""
    title, line = f"Ignore {finding.rule} {finding.name} here", finding.span.line
    comment = _IGNORE.match(mapper.line(line - 1))
    if comment is not None:
        column = comment.end() + 1
        return Fix(title, (Edit(Span(line - 1, column, line - 1, column), f",{finding.rule}"),))
    indent = _INDENT.match(mapper.line(line))
    text = f"{indent[0] if indent else ''}# stslint: ignore={finding.rule}\n"
    return Fix(title, (Edit(Span(line, 1, line, 1), text),))


def _is_json(documents: Iterable[Document], line: int) -> bool:
    """Returns whether a line is in a JSON document, which cannot have comments."""
    sources = [document.source for document in documents if document.source.first_line <= line]
    return bool(sources) and sources[-1].text.lstrip()[:1] == "{"


def _in_string(documents: Iterable[Document], line: int) -> bool:
    """Returns whether a line is inside a string of several lines, where `#` does not start a comment."""
    return any(
        node.span.line < line <= node.span.end_line - (node.span.end_column == 1)
        for document in documents
        for node in document.root.walk()
        if node.kind == "string"
    )
