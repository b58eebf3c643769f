"""Reads the ignores in manifests: comments, and an annotation of objects.

``# stslint: ignore=STS201,STS305 reason`` applies to its line, or on a line of its own to the next one that
is not a comment. ``# stslint: ignore-file=STS105 reason`` applies to its file, in Helm's output to what comes
from the same template, and the annotation ``stslint.dev/ignore`` to its object. They accept ids, prefixes of
ids, and names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from stslint.model import Bundle, Document, Source, Span
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.render.helm_output import template_of_line
from stslint.text.lines import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

ANNOTATION = "stslint.dev/ignore"

_DIRECTIVE = pattern(r"(?:^|(?<=\s))#[ \t]*stslint:[ \t]*(?P<verb>[\w-]*)(?P<rest>.*)")
_WORDS = pattern(r"[ \t]*=[ \t]*(?P<words>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)")
_WORD = pattern(r"[\w-]+")
_COMMENT_LINE = pattern(r"[ \t]*#")


class Ignore(NamedTuple):
    """One rule of an ignore: the ``scope`` that it applies to, and its place.

    ``line`` is the line that an ignore of the scope ``line`` applies to, ``template`` what one of the scope
    ``file`` is limited to. An ignore that cannot be read has no word and a ``fault``.
    """

    word: str
    scope: str
    home: Document
    span: Span
    line: int = 0
    fault: str = ""
    template: str = ""


def ignores_of(bundle: Bundle) -> list[Ignore]:
    """Returns the ignores in the texts that are checked, in their order."""
    by_source: dict[int, list[Document]] = {}
    for document in bundle.documents:
        if not document.context:
            by_source.setdefault(id(document.source), []).append(document)
    found = (each for each in by_source.values() if _may_ignore(each[0].source))
    return [ignore for documents in found for ignore in _ignores(documents)]


def _may_ignore(source: Source) -> bool:
    """Returns whether a text may hold an ignore: most hold none, and cost one search."""
    return source.holds("stslint:") or source.holds(ANNOTATION)


def _ignores(documents: Sequence[Document]) -> Iterator[Ignore]:
    """Yields the ignores of one text, given its documents."""
    yield from _of_comments(documents[0].source, documents)
    for document in documents:
        yield from _of_annotation(document)


def _of_annotation(document: Document) -> Iterator[Ignore]:
    node = document.root.at("metadata.annotations").get(ANNOTATION)
    if not node:
        return
    words = _WORD.findall(node.string())
    if not words:
        yield Ignore("", "object", document, node.place, fault=f"`{ANNOTATION}` does not name a rule")
    for word in dict.fromkeys(words):
        yield Ignore(word, "object", document, node.place)


def _of_comments(source: Source, documents: Sequence[Document]) -> Iterator[Ignore]:
    lines = split_lines(source.text)
    texts: _TextPlaces | None = None
    homes = _Homes(documents)
    following = _following_lines(lines)
    for number, line in enumerate(lines):
        if "stslint:" not in line:
            continue
        texts = texts or _TextPlaces(documents)
        for found in _DIRECTIVE.finditer(line):
            row, column = source.first_line + number, source.first_column + found.start()
            if texts.hold(row, column):
                continue
            target = row if line[: found.start()].strip() else following[number] + source.first_line
            span = Span(row, column, row, source.first_column + len(line.rstrip()))
            yield from _of_comment(found, homes.of(row), span, target)
            break


def _of_comment(found: re.Match[str], home: Document, span: Span, line: int) -> Iterator[Ignore]:
    scope = {"ignore": "line", "ignore-file": "file"}.get(found["verb"])
    words = _WORDS.match(found["rest"])
    if scope is None or words is None:
        said = f"`{found['verb']}`" if scope is None else f"`{found['verb']}` without a rule"
        yield Ignore("", "line", home, span, line, fault=f"unknown stslint comment {said}")
        return
    template = template_of_line(home.source.text, span.line - home.source.first_line + 1)
    for word in dict.fromkeys(_WORD.findall(words["words"])):
        yield Ignore(word, scope, home, span, line, template=template)


def _following_lines(lines: Sequence[str]) -> list[int]:
    """Returns for each line the next that is not a comment: a comment on a line of its own applies to it."""
    following, found = [0] * len(lines), len(lines)
    for number in range(len(lines) - 1, -1, -1):
        following[number] = found
        if not _COMMENT_LINE.match(lines[number]):
            found = number
    return following


class _TextPlaces:
    """The places of a text in which `#` does not begin a comment, found by their lines."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._by_line: dict[int, list[Span]] = {}
        self._ends: dict[int, list[tuple[int, ...]]] = {}
        for place in (place for document in documents for place in _texts(document)):
            for line in range(place.line, place.end_line + 1):
                self._by_line.setdefault(line, []).append(place)

    def hold(self, line: int, column: int) -> bool:
        """Returns whether one of them holds the character at a line and a column."""
        places = self._by_line.get(line, [])
        if line not in self._ends:
            # A line can have thousands of places: they are sorted once, each with the farthest end so far.
            places.sort()
            self._ends[line] = list(accumulate((place[2:] for place in places), max))
        before = bisect_right(places, (line, column), key=lambda place: place[:2])
        return before > 0 and (line, column) < self._ends[line][before - 1]


def _texts(document: Document) -> Iterator[Span]:
    """Yields the places of a document in which `#` does not begin a comment: its scalars and its keys."""
    waiting = [document.root]
    while waiting:
        for node in waiting.pop().walk():
            waiting.extend(node.duplicates)
            if node.key_span is not None:
                yield node.key_span
            if node.kind in ("mapping", "sequence"):
                continue
            # A comment can follow the indicator of a block scalar; its text begins on the next line.
            span = node.span
            yield Span(span.line + 1, 0, *span[2:]) if node.style in ("|", ">") else span


class _Homes:
    """Finds the document of a comment: the last one that begins above it, or else the first."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        begun = sorted((document.root.span.line, number) for number, document in enumerate(documents))
        self._lines = [line for line, _ in begun]
        self._last = list(accumulate((number for _, number in begun), max))

    def of(self, line: int) -> Document:
        """Returns the document of a comment on a line."""
        before = bisect_right(self._lines, line)
        return self._documents[self._last[before - 1] if before else 0]
