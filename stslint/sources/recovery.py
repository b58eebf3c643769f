"""The tolerant reader: a manifest that does not parse is mended in memory, and read on.

The API server stops at the first mistake of a text. A person wants all of them in one run, so each syntax
error becomes a problem on its line, the likeliest repair is made to a copy, and what the copy says is checked
as well. A repair counts only if the parser gets further with it. Positions are always those of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stslint.model import Document, Edit, Fix, Node, Problem, Source, Span
from stslint.sources.documents import Chunk, split_documents
from stslint.sources.repairs import Repair, repairs
from stslint.sources.yaml_tree import Tree, YamlError, documents_of, parse_chunk, whole_line

MAXIMUM_REPAIRS = 12

ABSENT_ROOT = "absent"


def read(source: Source) -> list[Document]:
    """Returns all documents of a source; what does not parse stands in their ``problems``.

    A document of which nothing can be read has an absent root. Empty documents are left out.
    """
    documents: list[Document] = []
    for index, chunk in enumerate(split_documents(source.text)):
        documents.extend(_read_chunk(source, index, chunk))
    return documents


def _read_chunk(source: Source, index: int, chunk: Chunk) -> Iterator[Document]:
    if chunk.bad_separator:
        yield _unreadable(source, index, (_bad_separator(source, chunk),))
        return
    try:
        tree = parse_chunk(chunk, source.first_line, source.first_column)
    except YamlError as error:
        tree = _recover(source, chunk, error)
        if tree.root is None:
            yield _unreadable(source, index, tree.problems)
            return
    if tree.root is not None:
        yield from documents_of(source, index, tree.root, tree.problems)


class _Attempt(NamedTuple):
    """A mended text: what it reads as, or the error that is left."""

    chunk: Chunk
    repair: Repair
    tree: Tree | None
    error: YamlError | None


def _recover(source: Source, chunk: Chunk, error: YamlError) -> Tree:
    problems: list[Problem] = []
    shifts: list[Repair] = []
    for _ in range(MAXIMUM_REPAIRS):
        attempt = _best_attempt(source, chunk, error)
        if attempt is None:
            problems.append(_problem(error))
            return Tree(None, tuple(problems))
        problems.append(_explained(source, error, attempt.repair, shifts))
        shifts.append(attempt.repair)
        if attempt.tree is not None:
            if attempt.tree.root is not None:
                _restore_columns(attempt.tree.root, _moved(source, chunk, shifts))
            return Tree(attempt.tree.root, (*problems, *attempt.tree.problems))
        chunk, error = attempt.chunk, attempt.error or error
    return Tree(None, tuple(problems))


def _best_attempt(source: Source, chunk: Chunk, error: YamlError) -> _Attempt | None:
    """Returns the first repair after which all parses, else the one that leads furthest."""
    offset = source.first_line + chunk.first_line - 1
    line = error.span.line - offset
    context = error.context.line - offset if error.context else line
    reached, best = error.span.line, None
    for repair in repairs(chunk.text, line, context):
        mended = chunk._replace(text=repair.text)
        try:
            tree = parse_chunk(mended, source.first_line, source.first_column)
        except YamlError as later:
            if later.span.line > reached:
                reached, best = later.span.line, _Attempt(mended, repair, None, later)
            continue
        return _Attempt(mended, repair, tree, None)
    return best


def _explained(source: Source, error: YamlError, repair: Repair, earlier: list[Repair]) -> Problem:
    if not repair.message:
        return _problem(error)
    line = error.span.line if repair.line < 0 else _file_line(source, error, repair)
    start = source.first_column + repair.column
    span = Span(line, start, line, start + max(repair.width, 1))
    clean = not any(other.line == repair.line for other in earlier)
    fix = None
    if clean and repair.title:
        edit = Edit(Span(line, start + repair.at, line, start + repair.at + repair.removed), repair.inserted)
        fix = Fix(repair.title, (edit,), safe=repair.safe)
    return _syntax(span, repair.message, repair.help, fix)


def _file_line(source: Source, error: YamlError, repair: Repair) -> int:
    return repair.line + error.span.line - repair.error_line


def _moved(source: Source, chunk: Chunk, shifts: list[Repair]) -> dict[int, list[tuple[int, int]]]:
    """Returns, by line of the file, the columns from which text was moved, and by how much."""
    moved: dict[int, list[tuple[int, int]]] = {}
    for repair in shifts:
        line = source.first_line + chunk.first_line - 1 + repair.line
        column = source.first_column + repair.column + repair.at
        moved.setdefault(line, []).append((column, len(repair.inserted) - repair.removed))
    return moved


def _restore_columns(root: Node, moved: dict[int, list[tuple[int, int]]]) -> None:
    for node in root.walk():
        node.span = _restored(node.span, moved)
        if node.key_span is not None:
            node.key_span = _restored(node.key_span, moved)


def _restored(span: Span, moved: dict[int, list[tuple[int, int]]]) -> Span:
    if span.line not in moved and span.end_line not in moved:
        return span
    start = _column(span.line, span.column, moved)
    end = _column(span.end_line, span.end_column, moved)
    return Span(span.line, start, span.end_line, end)


def _column(line: int, column: int, moved: dict[int, list[tuple[int, int]]]) -> int:
    for start, shift in reversed(moved.get(line, [])):
        if column > start or (shift < 0 and column == start):
            column = max(start, column - shift)
    return column


def _problem(error: YamlError) -> Problem:
    return _syntax(error.span, error.message)


def _bad_separator(source: Source, chunk: Chunk) -> Problem:
    span = whole_line(chunk, source.first_line, source.first_column)
    return _syntax(
        span,
        f"`{chunk.bad_separator[:40]}` stands behind the `---`: kubectl reads nothing from here on",
        "put it on a line of its own",
    )


def _unreadable(source: Source, index: int, problems: tuple[Problem, ...]) -> Document:
    span = problems[0].span if problems else Span(source.first_line, source.first_column, 1, 1)
    return Document(source, index, Node("absent", None, span), problems, source.partial)


def _syntax(span: Span, message: str, help_text: str = "", fix: Fix | None = None) -> Problem:
    return Problem(Node("absent", None, span), message, rule="yaml-syntax", help=help_text, fix=fix)
