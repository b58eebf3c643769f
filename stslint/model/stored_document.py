"""Documents that are known without their trees."""

from __future__ import annotations

from stslint.model.document import Document, Source
from stslint.model.node import Node
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from typing import TypeAlias

Read: TypeAlias = "Callable[[Source], Sequence[Document]]"
"""Returns all documents of a source."""

ByRoot: TypeAlias = "dict[int, Document]"
"""Documents by the identity of their roots."""


class Head(NamedTuple):
    """What is said of a document without its tree; ``number`` is its index in its file."""

    number: int
    api_version: str
    kind: str
    name: str
    namespace: str
    fragment: bool


def head_of(document: Document) -> Head:
    """Returns what is said of a document without its tree."""
    names = document.api_version, document.kind, document.name, document.namespace
    return Head(document.index, *names, document.fragment)


class UnreadSource:
    """A source whose documents are known; it is read when the tree of one of them is asked for.

    ``made`` are the documents with trees, of this source and of others.
    """

    def __init__(self, source: Source, read: Read, made: ByRoot) -> None:
        self.source = source
        self.made = made
        self.documents: list[StoredDocument] = []
        self._read = read

    def make_trees(self) -> None:
        """Gives all documents their trees."""
        for document, same in zip(self.documents, self._read(self.source), strict=True):
            document.root = same.root
            self.made[id(same.root)] = document


class StoredDocument(Document):
    """A document without problems that was read before: its tree is made when somebody asks for it."""

    __slots__ = ("_home", "_tree")

    def __init__(
        self,
        head: tuple[int, str, str, str, str, bool],
        entries: Mapping[str, tuple[Hashable, ...]],
        home: UnreadSource,
    ) -> None:
        """``head`` has the parts of a ``Head``."""
        self.source = home.source
        self.index, self.api_version, self.kind, self.name, self.namespace, self.fragment = head
        self.home = self.namespace or home.source.release
        self.problems = ()
        self.entries = entries
        self._home = home
        self._tree: Node | None = None
        home.documents.append(self)

    @property
    def made(self) -> ByRoot:
        """Returns all documents whose trees are made."""
        return self._home.made

    @property
    def root(self) -> Node:
        """Returns the tree."""
        if self._tree is None:
            self._home.make_trees()
        assert self._tree is not None
        return self._tree

    @root.setter
    def root(self, root: Node) -> None:
        self._tree = root

    def forget_tree(self) -> None:
        """Lets go of the tree; nobody may have a node of it."""
        if self._tree is not None:
            take_apart(self._tree)
            self._tree = None


def take_apart(root: Node) -> None:
    """Separates the nodes of a tree: a node and its parent hold one another, and nobody looks for such."""
    for node in root.walk():
        node.parent = None
