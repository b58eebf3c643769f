"""The texts that are read, and the documents in them."""

from __future__ import annotations

from stslint.model.node import Node
from stslint.model.problem import Problem
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


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

    def holds(self, word: str) -> bool:
        """Returns whether the text holds a word."""
        return word in self.text


class Document:
    """One document of a source: its tree, and what was wrong with reading it.

    ``index`` counts from 0 in the file. ``fragment`` documents (kustomize patches, test assertions) are
    checked for what they contain, never for what is missing. ``api_version``, ``kind``, ``name`` and
    ``namespace`` are as written, or empty; an empty namespace is the default namespace, whose name is
    unknown.
    ``home`` is the namespace that the object is deployed to: as written, or that of its release.
    ``entries`` says by what each index finds the document, if that is known from an earlier run.
    """

    __slots__ = (
        "api_version",
        "entries",
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
        self.entries: Mapping[str, tuple[Hashable, ...]] | None = None
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
