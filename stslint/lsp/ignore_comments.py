"""The comment that ignores one finding, as an edit of its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from stslint.lsp.positions import PositionMapper
from stslint.model import INTERNAL, Document, Edit, Finding, Fix, Span

_INDENT = re.compile(r"[ \t>]*")
_IGNORE = re.compile(r"[ \t>]*#[ \t]*stslint:[ \t]*ignore[ \t]*=[ \t]*[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*")


class IgnorableLines:
    """The lines of a buffer that a comment above them can ignore, found once for all of its findings."""

    __slots__ = ("_first_lines", "_sources", "_strings")

    def __init__(self, documents: Sequence[Document]) -> None:
        self._sources = [document.source for document in documents]
        self._first_lines = [source.first_line for source in self._sources]
        self._strings = _joined(_strings(documents))

    def can_ignore(self, finding: Finding) -> bool:
        """Returns whether a comment above the line of a finding can ignore it."""
        line = finding.span.line
        return finding.rule != INTERNAL and not self._is_json(line) and not self._in_string(line)

    def _is_json(self, line: int) -> bool:
        """Returns whether a line is in a JSON document, which cannot have comments."""
        number = bisect_right(self._first_lines, line)
        return bool(number) and self._sources[number - 1].text.lstrip()[:1] == "{"

    def _in_string(self, line: int) -> bool:
        """Returns whether a line is inside a string of several lines, where `#` does not start a comment."""
        number = bisect_right(self._strings, (line + 1, 0))
        return bool(number) and line <= self._strings[number - 1][1]


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


def _strings(documents: Iterable[Document]) -> Iterator[tuple[int, int]]:
    """Yields the second and the last line of each string of several lines."""
    for document in documents:
        for node in document.root.walk():
            if node.kind == "string" and node.span.line < node.span.end_line:
                yield node.span.line + 1, node.span.end_line - (node.span.end_column == 1)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns the first and last lines of spans, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
