"""The documents of a run, and where they come from."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType

from stslint.model.node import Node
from stslint.model.problem import Problem
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TypeVar

    Made = TypeVar("Made")


class Source(NamedTuple):
    """A text to read: a file, standard input, or a block inside a page.

    ``name`` is what findings show. ``first_line`` and ``first_column`` say where ``text`` begins in the file
    of that name (1 and 1 unless it is a block of a page). ``context`` sources are read but not checked,
    ``partial`` ones are pieces of manifests, and ``expected`` ones what a test compares with a cluster.
    ``release`` is the namespace of the release that Helm rendered the text for, empty for all other texts.
    """

    name: str
    text: str
    first_line: int = 1
    first_column: int = 1
    context: bool = False
    partial: bool = False
    expected: bool = False
    release: str = ""


class Document:
    """One document of a source: its tree, and what was wrong with reading it.

    ``index`` counts from 0 in the file. ``fragment`` documents (kustomize patches, test assertions) are
    checked for what they contain, never for what is missing. ``api_version``, ``kind``, ``name`` and
    ``namespace`` are as written, or empty; an empty namespace is the default namespace, whose name is
    unknown.
    ``home`` is the namespace that the object is deployed to: as written, or that of its release.
    """

    __slots__ = (
        "api_version",
        "fragment",
        "home",
        "index",
        "kind",
        "name",
        "namespace",
        "problems",
        "root",
        "source",
    )

    def __init__(
        self,
        source: Source,
        index: int,
        root: Node,
        problems: tuple[Problem, ...] = (),
        fragment: bool = False,
    ) -> None:
        self.source = source
        self.index = index
        self.root = root
        self.problems = problems
        self.fragment = fragment
        metadata = root.get("metadata")
        self.api_version = root.get("apiVersion").string()
        self.kind = root.get("kind").string()
        self.name = metadata.get("name").string()
        self.namespace = metadata.get("namespace").string()
        self.home = self.namespace or source.release

    def with_root(self, root: Node) -> Document:
        """Returns the document with another tree."""
        return Document(self.source, self.index, root, self.problems, self.fragment)

    @property
    def syntax_problems(self) -> tuple[Problem, ...]:
        """Returns why the document does not parse: the problems that no API server accepts."""
        return tuple(problem for problem in self.problems if problem.rule == "yaml-syntax")

    @property
    def context(self) -> bool:
        """Returns whether the document is context only: nothing is reported on it."""
        return self.source.context


class Bundle:
    """All documents of a run, so that a rule about one object can see the others.

    ``complete`` promises that what is not here does not exist. ``kubernetes_version`` is a version such as
    ``1.34``. ``places`` are the folders to name in a message when something is not found. ``images``
    says which custom images run which application, by their names.
    """

    def __init__(
        self,
        documents: tuple[Document, ...],
        kubernetes_version: str,
        complete: bool = False,
        places: tuple[str, ...] = (),
        images: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.documents = documents
        self.kubernetes_version = kubernetes_version
        self.complete = complete
        self.places = places
        self.images = images

    def of(self, documents: Iterable[Document]) -> Bundle:
        """Returns a bundle with these documents instead of its own."""
        return Bundle(tuple(documents), self.kubernetes_version, self.complete, self.places, self.images)

    @cached_property
    def _by_kind(self) -> dict[str, list[Document]]:
        kinds: dict[str, list[Document]] = {}
        for document in self.documents:
            kinds.setdefault(document.kind, []).append(document)
        return kinds

    @cached_property
    def _by_name(self) -> dict[tuple[str, str, str], Document]:
        named: dict[tuple[str, str, str], Document] = {}
        for document in self.documents:
            named.setdefault((document.kind, document.home, document.name), document)
        for document in self.documents:
            named.setdefault((document.kind, document.namespace, document.name), document)
            # A file for context leaves open what a release next to it decides.
            for release in self._releases if not document.home else ():
                named.setdefault((document.kind, release, document.name), document)
        return named

    @cached_property
    def _releases(self) -> frozenset[str]:
        return frozenset(document.source.release for document in self.documents) - {""}

    @cached_property
    def _by_root(self) -> dict[int, Document]:
        return {id(document.root): document for document in self.documents}

    @cached_property
    def _derived(self) -> dict[Callable[[Bundle], Any], Any]:
        return {}

    def derived(self, make: Callable[[Bundle], Made]) -> Made:
        """Returns ``make(bundle)``, computed once, so that each index over all documents is built once."""
        if make not in self._derived:
            self._derived[make] = make(self)
        made: Made = self._derived[make]
        return made

    def of_kind(self, *kinds: str) -> Iterable[Document]:
        """Returns the documents of these kinds, whatever their API group."""
        return [document for kind in kinds for document in self._by_kind.get(kind, ())]

    def find(self, kind: str, namespace: str, name: str) -> Document | None:
        """Returns the first document of that kind, namespace and name, or nothing.

        The namespace is the one that objects are deployed to, or as they write it.
        """
        return self._by_name.get((kind, namespace, name))

    def document_of(self, node: Node) -> Document:
        """Returns the document that a node belongs to. Raises KeyError for a node of another bundle."""
        return self._by_root[id(node.root)]

    def home_of(self, node: Node) -> Document | None:
        """Returns the document that a node belongs to, or nothing for a node of another bundle."""
        return self._by_root.get(id(node.root))
