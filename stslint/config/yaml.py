"""Reads a configuration in YAML with the reader for manifests."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.config.configuration import Configuration, ConfigurationError, Fault, KeyPath
from stslint.model import Document, Node, Source
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.syntax_error import YamlError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read_yaml(file: str, text: str) -> Configuration:
    """Returns the configuration in a YAML text. Raises ConfigurationError."""
    try:
        documents = parse(Source(file, text))
    except YamlError as error:
        raise ConfigurationError([Fault(file, error.span.line, f"not valid YAML: {error.message}")]) from None
    faults = list(_faults(file, documents))
    if faults:
        raise ConfigurationError(faults)
    if not documents:
        return Configuration(file)
    root = documents[0].root
    return Configuration(file, _plain(root), dict(_places(root, ())))


def _faults(file: str, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        yield from (Fault(file, each.span.line, each.message) for each in document.problems)
        yield from (
            Fault(file, duplicate.place.line, f"duplicate key `{duplicate.key}`: remove one")
            for node in document.root.walk()
            for duplicate in node.duplicates
        )
    if len(documents) > 1:
        yield Fault(file, documents[1].root.place.line, "a configuration is one document: remove the `---`")
    elif documents and documents[0].root.kind != "mapping":
        yield Fault(file, documents[0].root.place.line, "a configuration must be a mapping of settings")


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.value.items() if child}
    if isinstance(node.value, list):
        return [_plain(child) for child in node.value]
    # The text, because a version such as 1.30 must keep its last digit.
    return node.text if node.kind == "float" else node.value


def _places(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, int]]:
    yield path, (node.key_span or node.place).line
    children = node.entries().items() if node.entries() else enumerate(node.elements())
    for step, child in children:
        yield from _places(child, (*path, step))
