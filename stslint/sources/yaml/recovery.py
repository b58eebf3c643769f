"""The tolerant reader: all documents of a source, and everything that is wrong with its syntax.

The API server stops at the first syntax error. A user needs all of them in one run, so each becomes a problem
on its line, and the rest of the document is read as well (``repaired``). Positions are those of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.model import Document, Node, Problem, Source
from stslint.sources.yaml.document_splitter import Chunk, split_documents
from stslint.sources.yaml.parser import documents_of, parse_chunk, whole_line
from stslint.sources.yaml.syntax_error import Tree, YamlError, syntax_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.sources.yaml.repaired import Repairs

MOST_REPAIRED = 1_000
"""Documents of one source, each broken in its own way, above which no correction is looked for in any."""

MOST_BROKEN = 5_000
"""Broken documents of one source, however alike, above which no correction is looked for in any."""

_TOO_MANY = f"over {MOST_REPAIRED:,} documents of this file are broken, so no correction was looked for"


def read(source: Source) -> list[Document]:
    """Returns all documents of a source without the empty ones; syntax errors are in their ``problems``.

    A document of which nothing can be read has an absent root.
    """
    reader = _Reader(source)
    chunks = split_documents(source.text)
    trees = [reader.parsed(chunk) for chunk in chunks]
    documents: list[Document] = []
    for index, (chunk, tree) in enumerate(zip(chunks, trees, strict=True)):
        documents.extend(_documents(source, index, chunk, tree or reader.repaired(chunk)))
    return documents


class _Reader:
    """Reads the documents of one source, first as they are, then those that do not parse.

    A file can have thousands of the same broken text, which is parsed and repaired once.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._errors: dict[Chunk, YamlError] = {}
        self._repairs: dict[Chunk, Repairs] = {}
        self._broken = 0

    def parsed(self, chunk: Chunk) -> Tree | None:
        """Returns the tree of a document, without a root where it is empty; None if it does not parse."""
        source = self._source
        if chunk.bad_separator:
            return Tree(None, (_bad_separator(source, chunk),))
        if self._errors and _anywhere(chunk) in self._errors:
            self._broken += 1
            return None
        try:
            return parse_chunk(chunk, source.first_line, source.first_column)
        except YamlError as error:
            from stslint.sources.yaml.repaired import beginning  # only a broken file pays

            line, column = beginning(source, chunk)
            self._errors[_anywhere(chunk)] = error.moved(1 - line, 1 - column)
            self._broken += 1
            return None

    def repaired(self, chunk: Chunk) -> Tree:
        """Returns the tree of a document that does not parse, without a root where nothing can be read."""
        from stslint.sources.yaml.repaired import repaired_tree

        text = _anywhere(chunk)
        repairs = self._repairs.get(text)
        if repairs is None:
            repairs = self._repairs[text] = self._found(text)
        return repaired_tree(self._source, chunk, repairs)

    def _found(self, text: Chunk) -> Repairs:
        from stslint.sources.yaml.repaired import find_repairs, unrepaired

        error = self._errors[text]
        if error.is_size:
            return unrepaired(error)
        if len(self._errors) > MOST_REPAIRED or self._broken > MOST_BROKEN:
            return unrepaired(error, _TOO_MANY)
        return find_repairs(text, error, self._source.context)


def _anywhere(chunk: Chunk) -> Chunk:
    """Returns a document as if it began its file, so that equal texts are equal."""
    return chunk._replace(first_line=1)


def _documents(source: Source, index: int, chunk: Chunk, tree: Tree) -> Iterator[Document]:
    if tree.root is None and tree.problems:
        yield _unreadable(source, index, tree.problems)
        return
    yield from documents_of(source, index, tree, chunk.is_json)


def _bad_separator(source: Source, chunk: Chunk) -> Problem:
    span = whole_line(chunk, source.first_line, source.first_column)
    return syntax_problem(
        span,
        f"text after `---` (`{chunk.bad_separator[:40]}`): kubectl ignores the rest of the file",
        "move it to a separate line",
    )


def _unreadable(source: Source, index: int, problems: tuple[Problem, ...]) -> Document:
    return Document(source, index, Node("absent", None, problems[0].span), problems, source.partial)
