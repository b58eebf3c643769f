"""Texts of manifests as the planner reads them, and the complete verdict of the API server on them.

The planner reads plain data and asks whether plain data is refused; the verdict needs trees. Each text is
parsed once, and its tree is found again by the data that was made from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from stslint.kubernetes.schema.decoding import decode as decode_fields
from stslint.kubernetes.schema.kinds import check_kind
from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED, VersionError, number, parse_version
from stslint.kubernetes.update.check import validate_replacement
from stslint.kubernetes.validation.verdict import validate
from stslint.model import Document, Kind, Node, Problem, Source, Span
from stslint.planner.manifest_fields import UPDATE_STRATEGY
from stslint.planner.state import Manifest
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.syntax_error import YamlError

_NOWHERE = Span(1, 1, 1, 1)
_MOST_CACHED = 1_000_000
"""Characters of the texts whose trees are kept."""

MOST_REASONS = 1_000
"""Reasons of one refusal that are given."""

ADVICE = frozenset({"api-warning", "integer-wraps-on-apply"})
"""Problems of the API server that do not keep it from accepting the object."""

_BEFORE = frozenset(f"1.{minor}" for minor in range(number(SUPPORTED[0])))


class Manifests:
    """Decodes and refuses manifests: ``decode`` and ``refuse`` are the API server of ``scenario.plan``."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Document, Mapping[str, Any]]] = {}
        self._by_identity: dict[int, Document] = {}
        self._characters = 0

    def decode(self, text: str) -> Mapping[str, Any]:
        """Returns the one object of a text as plain data. Raises ValueError if there is not exactly one."""
        if text not in self._read:
            document = document_of(text)
            plain = document.root.plain()
            if not isinstance(plain, dict):
                raise ValueError("it is not a mapping")
            self._keep(text, document, plain)
        return self._read[text][1]

    def _keep(self, text: str, document: Document, plain: Mapping[str, Any]) -> None:
        self._characters += len(text)
        if self._characters > _MOST_CACHED:
            self._read.clear()
            self._by_identity.clear()
            self._characters = len(text)
        self._read[text] = document, plain
        self._by_identity[id(plain)] = document

    def refuse(self, old: Manifest | None, new: Manifest, version: str) -> list[str]:
        """Returns why the API server of a release refuses ``new``; ``old`` is the stored object, if any.

        Of more reasons than ``MOST_REASONS``, the first are returned.
        Of a release without a schema, the nearest that has one answers. What depends on feature gates (the
        update strategy) is left to the planner, which knows them.
        """
        document = self._document(new)
        root = document.root if document else node_of(new)
        known = _nearest_supported(version)
        problems = [*(document.syntax_problems if document else ()), *_undecoded(root, known)]
        if not problems:
            live = None if old is None else self._root(old)
            problems = [problem for problem in _validated(live, root, known) if not _is_gated(problem)]
        refusals = filter(is_refusal, problems)
        return [problem_text(problem) for problem in islice(refusals, MOST_REASONS)]

    def _document(self, manifest: Manifest) -> Document | None:
        # What is in here is alive, so no other object has its identity.
        return self._by_identity.get(id(manifest))

    def _root(self, manifest: Manifest) -> Node:
        document = self._document(manifest)
        return document.root if document else node_of(manifest)


def document_of(text: str) -> Document:
    """Returns the one document of a text. Raises ValueError if there is not exactly one that parses."""
    try:
        documents = parse(Source("manifest", text))
    except YamlError as error:
        raise ValueError(f"line {error.span.line}: {error.message}") from error
    if len(documents) != 1:
        raise ValueError(f"it holds {len(documents)} documents, and a step applies one")
    return documents[0]


def text_of(root: Node) -> str:
    """Returns an object as text that the planner can decode."""
    return json.dumps(root.plain())


def problem_text(problem: Problem) -> str:
    """Returns a problem as one text: the field, what is wrong, and what to do."""
    text = f"{problem.path}: {problem.message}" if problem.path else problem.message
    return f"{text}; {problem.help}" if problem.help else text


def node_of(value: object, key: str | int | None = None, parent: Node | None = None) -> Node:
    """Returns the tree of plain data, without places."""
    node = Node(_kind(value), None, _NOWHERE, key=key, parent=parent)
    if isinstance(value, Mapping):
        node.value = {str(name): node_of(child, str(name), node) for name, child in value.items()}
    elif isinstance(value, list):
        node.value = [node_of(child, index, node) for index, child in enumerate(value)]
    elif isinstance(value, str | int | float | bool):
        node.value, node.text = value, str(value)
    return node


def _kind(value: object) -> Kind:
    kinds: dict[type, Kind] = {
        bool: "boolean",
        int: "integer",
        float: "float",
        str: "string",
        list: "sequence",
    }
    if value is None:
        return "null"
    return kinds.get(type(value), "mapping")


def _nearest_supported(version: str) -> str:
    """Returns the Kubernetes version that answers for a release: itself, or the nearest that has a schema."""
    try:
        return parse_version(version)
    except VersionError:
        return SUPPORTED[0] if _minor(version) in _BEFORE else NEWEST


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _undecoded(root: Node, version: str) -> Iterator[Problem]:
    yield from check_kind(root, version)
    yield from decode_fields(root, version)


def _validated(live: Node | None, root: Node, version: str) -> Iterable[Problem]:
    if live is None:
        return validate(root, number(version))
    return validate_replacement(live, root, number(version))


def is_refusal(problem: Problem) -> bool:
    """Returns whether a problem keeps the API server from accepting an object."""
    return problem.severity in (None, "error") and problem.rule not in ADVICE


def _is_gated(problem: Problem) -> bool:
    return problem.path.startswith(UPDATE_STRATEGY)
