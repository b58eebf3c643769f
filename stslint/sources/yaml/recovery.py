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
    from typing import TypeAlias

    from stslint.sources.yaml.repaired import Repairs

BrokenTexts: TypeAlias = "dict[Chunk, Repairs]"
"""The repairs of documents that do not parse, by their texts: a file can have thousands of the same."""


def read(source: Source) -> list[Document]:
    """Returns all documents of a source without the empty ones; syntax errors are in their ``problems``.

    A document of which nothing can be read has an absent root.
    """
    documents: list[Document] = []
    broken: BrokenTexts = {}
    for index, chunk in enumerate(split_documents(source.text)):
        documents.extend(_read_chunk(source, index, chunk, broken))
    return documents


def _read_chunk(source: Source, index: int, chunk: Chunk, broken: BrokenTexts) -> Iterator[Document]:
    if chunk.bad_separator:
        yield _unreadable(source, index, (_bad_separator(source, chunk),))
        return
    tree = _tree_of(source, chunk, broken)
    if tree.root is None and tree.problems:
        yield _unreadable(source, index, tree.problems)
        return
    yield from documents_of(source, index, tree, chunk.is_json)


def _tree_of(source: Source, chunk: Chunk, broken: BrokenTexts) -> Tree:
    """Returns the tree of a document, without a root where it is empty or nothing can be read."""
    alone = chunk._replace(first_line=1) if broken else None
    repairs = None if alone is None else broken.get(alone)
    if repairs is None:
        try:
            return parse_chunk(chunk, source.first_line, source.first_column)
        except YamlError as error:
            from stslint.sources.yaml.repaired import beginning, find_repairs  # only a broken file pays

            line, column = beginning(source, chunk)
            alone = alone or chunk._replace(first_line=1)
            repairs = broken[alone] = find_repairs(alone, error.moved(1 - line, 1 - column), source.context)
    from stslint.sources.yaml.repaired import repaired_tree

    return repaired_tree(source, chunk, repairs)


def _bad_separator(source: Source, chunk: Chunk) -> Problem:
    span = whole_line(chunk, source.first_line, source.first_column)
    return syntax_problem(
        span,
        f"text after `---` (`{chunk.bad_separator[:40]}`): kubectl ignores the rest of the file",
        "move it to a separate line",
    )


def _unreadable(source: Source, index: int, problems: tuple[Problem, ...]) -> Document:
    return Document(source, index, Node("absent", None, problems[0].span), problems, source.partial)
