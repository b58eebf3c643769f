"""The tolerant reader: all documents of a source, and everything that is wrong with its syntax.

The API server stops at the first syntax error. A user needs all of them in one run, so each becomes a problem
on its line, and the rest of the document is read as well (``repaired``). Positions are those of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.model import Document, Node, Problem, Source
from stslint.sources.yaml.document_splitter import Chunk, split_documents
from stslint.sources.yaml.parser import documents_of, parse_chunk, whole_line
from stslint.sources.yaml.syntax_error import YamlError, syntax_problem


def read(source: Source) -> list[Document]:
    """Returns all documents of a source without the empty ones; syntax errors are in their ``problems``.

    A document of which nothing can be read has an absent root.
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
        from stslint.sources.yaml.repaired import repaired_tree  # only a broken file pays for it

        tree = repaired_tree(source, chunk, error)
        if tree.root is None:
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
