"""Parses the text of a document into a tree: plain block YAML directly, everything else through libyaml.

To rule out the block parser as the cause of a bug, set ``STSLINT_YAML=libyaml``: libyaml then reads all
documents.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from stslint.model import Document, Source, Span
from stslint.runtime.lazy_regex import pattern
from stslint.sources.yaml.block_parser import read_plain
from stslint.sources.yaml.document_splitter import Chunk, split_documents
from stslint.sources.yaml.lists import items_of
from stslint.sources.yaml.syntax_error import Tree, YamlError

ENDS_AT_ONCE = pattern(r"\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*(\.\.\.)(?:\s|\Z)")
"""``...`` before anything else: after ``---`` it makes an empty document, and nothing further is read."""

_READER = "STSLINT_YAML"
"""The environment variable that names the only reader to use; ``libyaml`` is the only valid value."""


def parse_chunk(chunk: Chunk, first_line: int = 1, first_column: int = 1) -> Tree:
    """Returns the tree of one document; its root is None when the document is empty.

    ``first_line`` and ``first_column`` are the place in the file where the source of the chunk begins.
    Raises YamlError when the text does not parse.
    """
    line = first_line + chunk.first_line - 1
    if "..." in chunk.text and (ended := ENDS_AT_ONCE.match(chunk.text)):
        if chunk.marked:
            return Tree(None, ())
        end = line + chunk.text.count("\n", 0, ended.end(1))
        span = Span(end, first_column, end, first_column + 3)
        raise YamlError("`...` ends a document that has not started", span)
    if chunk.is_json:
        from stslint.sources.yaml.json_parser import tree_of_json  # a run without JSON does not need it

        return tree_of_json(chunk.text, line, first_column, chunk.indent)
    if os.environ.get(_READER) != "libyaml":
        tree = read_plain(chunk.text, line, first_column)
        if tree is not None:
            return tree
    from stslint.sources.yaml.event_tree import tree_of  # most runs never need it

    return tree_of(chunk, line, first_column)


def whole_line(chunk: Chunk, first_line: int, first_column: int) -> Span:
    """Returns the span of the chunk's first line in its file."""
    line = first_line + chunk.first_line - 1
    length = len(chunk.text.partition("\n")[0].rstrip("\r"))
    return Span(line, first_column, line, first_column + max(length, 1))


def documents_of(source: Source, index: int, tree: Tree, is_json: bool = False) -> Iterator[Document]:
    """Yields the document of a tree, or the items of a list, each as a document with its own root."""
    if tree.root is None:
        return
    items = items_of(tree.root, is_json) if "items" in tree.root.entries() else []
    if not items:
        yield Document(source, index, tree.root, tree.problems, source.partial)
        return
    problems = tree.problems
    for item in items:
        yield Document(source, index, item.root, (*problems, *item.problems), source.partial)
        problems = ()


def parse(source: Source) -> list[Document]:
    """Returns the documents of a source without the empty ones. Raises YamlError when it does not parse."""
    documents: list[Document] = []
    for index, chunk in enumerate(split_documents(source.text)):
        tree = parse_chunk(chunk, source.first_line, source.first_column)
        documents.extend(documents_of(source, index, tree, chunk.is_json))
    return documents
