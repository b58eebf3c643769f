"""Repairs a document that does not parse, in memory, and reads on.

The most likely repair is applied to a copy, and the copy is read. A repair is used only if the parser gets
further with it.
"""

from __future__ import annotations

from stslint.model import Edit, Fix, Node, Problem, Source, Span
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.parser import parse_chunk
from stslint.sources.yaml.repair_search import RepairSearch
from stslint.sources.yaml.repairs import Repair
from stslint.sources.yaml.syntax_error import Tree, YamlError, syntax_problem

MAXIMUM_REPAIRS = 12


class Step(NamedTuple):
    """An error, and the repair after which the text has another or none; no repair if none helps."""

    error: YamlError
    repair: Repair | None


class Repairs(NamedTuple):
    """What is wrong with a text, wherever it is: its lines and columns count from 1.

    ``text`` is the repaired one, or nothing if it cannot be repaired; ``help`` then says why, if it was not
    tried.
    """

    steps: tuple[Step, ...]
    text: str | None
    help: str = ""


def find_repairs(chunk: Chunk, error: YamlError, is_context: bool) -> Repairs:
    """Returns the repairs of a document that does not parse because of an error.

    The lines and columns of both count from 1.
    """
    steps: list[Step] = []
    search = RepairSearch(is_context)
    for _ in range(MAXIMUM_REPAIRS):
        attempt = search.best(chunk, error)
        steps.append(Step(error, None if attempt is None else attempt.repair))
        if attempt is None:
            break
        if attempt.error is None:
            return Repairs(tuple(steps), attempt.chunk.text)
        chunk, error = attempt.chunk, attempt.error
    return Repairs(tuple(steps), None)


def unrepaired(error: YamlError, why: str = "") -> Repairs:
    """Returns what is known of a document for which no repair is looked for, and why not."""
    return Repairs((Step(error, None),), None, why)


def repaired_tree(source: Source, chunk: Chunk, repairs: Repairs) -> Tree:
    """Returns the tree of a document that does not parse, and a problem for each mistake in it.

    The root is None where nothing can be read.
    """
    line, column = beginning(source, chunk)
    problems: list[Problem] = []
    shifts: list[Repair] = []
    for error, repair in repairs.steps:
        if repair is None or not repair.message:
            problems.append(_problem(error.moved(line - 1, column - 1), repairs.help))
        else:
            problems.append(_explained(source, error.span.line + line - 1, repair, shifts))
        if repair is not None:
            shifts.append(repair)
    if repairs.text is None:
        return Tree(None, tuple(problems))
    tree = _tree(Chunk(repairs.text, *chunk[1:]), source)
    if tree.root is not None:
        _restore_columns(tree.root, _moved(line, column, shifts))
    return Tree(tree.root, (*problems, *tree.problems))


def beginning(source: Source, chunk: Chunk) -> tuple[int, int]:
    """Returns the line and the column of the file where a document begins."""
    return source.first_line + chunk.first_line - 1, source.first_column


def _tree(chunk: Chunk, source: Source) -> Tree:
    """Returns the tree of a repaired text, without a root if only the tree has an error in it."""
    try:
        return parse_chunk(chunk, source.first_line, source.first_column)
    except YamlError as error:
        return Tree(None, (_problem(error),))


def _explained(source: Source, error_line: int, repair: Repair, earlier: list[Repair]) -> Problem:
    """Returns the problem of a mistake, given the line of the file where the parser has met it."""
    line = error_line if repair.line < 0 else repair.line + error_line - repair.error_line
    start = source.first_column + repair.column
    span = Span(line, start, line, start + max(repair.width, 1))
    clean = not any(other.line == repair.line for other in earlier)
    fix = None
    if clean and repair.title:
        edit = Edit(Span(line, start + repair.at, line, start + repair.at + repair.removed), repair.inserted)
        fix = Fix(repair.title, (edit,), safe=repair.safe)
    return syntax_problem(span, repair.message, repair.help, fix)


def _moved(first_line: int, first_column: int, shifts: list[Repair]) -> dict[int, list[tuple[int, int]]]:
    """Returns, for each changed line of the file, the columns from which text was moved and by how much."""
    moved: dict[int, list[tuple[int, int]]] = {}
    for repair in shifts:
        place, shift = first_column + repair.column + repair.at, len(repair.inserted) - repair.removed
        if shift:
            moved.setdefault(first_line + repair.line, []).append((place, shift))
    return moved


def _restore_columns(root: Node, moved: dict[int, list[tuple[int, int]]]) -> None:
    for node in root.walk() if moved else ():
        span, key_span = node.span, node.key_span
        if span.line in moved or span.end_line in moved:
            node.span = _restored(span, moved)
        if key_span is not None and (key_span.line in moved or key_span.end_line in moved):
            node.key_span = _restored(key_span, moved)


def _restored(span: Span, moved: dict[int, list[tuple[int, int]]]) -> Span:
    start = _column(span.line, span.column, moved)
    end = _column(span.end_line, span.end_column, moved)
    return Span(span.line, start, span.end_line, end)


def _column(line: int, column: int, moved: dict[int, list[tuple[int, int]]]) -> int:
    for start, shift in reversed(moved.get(line, [])):
        if column > start or (shift < 0 and column == start):
            column = max(start, column - shift)
    return column


def _problem(error: YamlError, help_text: str = "") -> Problem:
    return syntax_problem(error.span, error.message, help_text)
