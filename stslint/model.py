"""The nouns of the house: what every other room is given and what it hands on.

All types are small and are never changed after they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from stslint.patterns import pattern
from stslint.records import NamedTuple

Kind = Literal["mapping", "sequence", "string", "integer", "float", "boolean", "null", "absent"]
Severity = Literal["error", "warning", "info"]
Layer = Literal["api", "rule"]
Scalar = str | int | float | bool | None
Made = TypeVar("Made")

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

INTERNAL = "STS000"
"""The id of a finding about a rule that failed; it can't be ignored, and the run can't be trusted."""


class Span(NamedTuple):
    """A piece of a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start(self) -> Span:
        """Returns the empty span where this one begins."""
        return Span(self.line, self.column, self.line, self.column)


class Node:
    """One value of a manifest with its place, or the place where a value is absent.

    ``value`` is a ``dict[str, Node]`` for a mapping, a ``list[Node]`` for a sequence, the value that
    Kubernetes reads for a scalar, and ``None`` for null and for what is absent. ``text`` is a scalar as it
    is written, ``style`` its quotes (``'``, ``"``, ``|``, ``>``, or nothing). A node is true when it is
    present and not null, because Kubernetes reads null as absent; zero, ``false`` and ``""`` are present.
    """

    __slots__ = (
        "duplicates",
        "flow",
        "key",
        "key_span",
        "kind",
        "parent",
        "span",
        "style",
        "text",
        "value",
    )

    def __init__(
        self,
        kind: Kind,
        value: dict[str, Node] | list[Node] | Scalar,
        span: Span,
        key: str | int | None = None,
        key_span: Span | None = None,
        parent: Node | None = None,
        text: str = "",
        style: str = "",
        flow: bool = False,
    ) -> None:
        self.kind: Kind = kind
        self.value = value
        self.span = span
        self.key = key
        self.key_span = key_span
        self.parent = parent
        self.text = text
        self.style = style
        self.flow = flow
        self.duplicates: tuple[Node, ...] = ()

    def __bool__(self) -> bool:
        return self.kind != "absent" and self.kind != "null"

    def __repr__(self) -> str:
        return f"Node({self.path or '.'} {self.kind} {self.text!r} at {self.span[0]}:{self.span[1]})"

    @property
    def present(self) -> bool:
        """Returns whether the manifest writes this value at all, be it null."""
        return self.kind != "absent"

    def get(self, step: str | int) -> Node:
        """Returns the child under a key or index, or the absent node that stands for it."""
        value = self.value
        if type(value) is dict:
            found = value.get(step)  # type: ignore[arg-type]
            if found is not None:
                return found
        elif type(value) is list and type(step) is int and 0 <= step < len(value):
            return value[step]
        return _Absent(step, self)

    def at(self, path: str) -> Node:
        """Returns the node at a path such as ``spec.template.spec.containers[0].name``."""
        node = self
        for step in _steps(path):
            node = node.get(step)
        return node

    def value_or(self, default: Scalar) -> Scalar:
        """Returns the scalar, or ``default`` when it is absent, null or a collection."""
        value = self.value
        if value is None or isinstance(value, dict | list):
            return default
        return value

    def string(self, default: str = "") -> str:
        """Returns the value if it is a string, else ``default``."""
        return self.value if isinstance(self.value, str) else default

    def integer(self, default: int = 0) -> int:
        """Returns the value if it is a whole number (``3.0`` counts), else ``default``."""
        value = self.value
        if isinstance(value, bool):
            return default
        if isinstance(value, int):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return default

    def boolean(self, default: bool = False) -> bool:
        """Returns the value if it is a boolean, else ``default``."""
        return self.value if isinstance(self.value, bool) else default

    def elements(self) -> list[Node]:
        """Returns the elements of a sequence; of anything else, none."""
        return self.value if isinstance(self.value, list) else []

    def entries(self) -> dict[str, Node]:
        """Returns the entries of a mapping by key; of anything else, none."""
        return self.value if isinstance(self.value, dict) else {}

    def strings(self) -> dict[str, str]:
        """Returns the entries of a mapping whose values are strings, as labels are."""
        return {key: node.value for key, node in self.entries().items() if isinstance(node.value, str)}

    def plain(self) -> dict[str, object] | list[object] | Scalar:
        """Returns the value as plain Python data; null entries of a mapping are left out."""
        value = self.value
        if isinstance(value, dict):
            return {key: node.plain() for key, node in value.items() if node}
        if isinstance(value, list):
            return [node.plain() for node in value]
        return value

    def walk(self) -> Iterator[Node]:
        """Yields this node and all below it, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            value = node.value
            if isinstance(value, dict):
                stack.extend(reversed(value.values()))
            elif isinstance(value, list):
                stack.extend(reversed(value))

    @property
    def root(self) -> Node:
        """Returns the node at the top of the document."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    @property
    def path(self) -> str:
        """Returns the path in the API server's own notation; the root's is empty.

        Keys of free maps (labels, annotations, limits) stand in brackets when they are not plain words.
        """
        steps = []
        node = self
        while node.parent is not None:
            steps.append(_notation(node.key))
            node = node.parent
        return "".join(reversed(steps)).lstrip(".")

    @property
    def place(self) -> Span:
        """Returns the span to underline: a scalar itself, else the key that a block stands under."""
        if self.kind == "absent" or self.kind not in ("mapping", "sequence"):
            return self.span
        if self.flow and self.span.line == self.span.end_line:
            return self.span
        if self.key_span is not None:
            return self.key_span
        return self._first_place()

    def _first_place(self) -> Span:
        if isinstance(self.value, dict):
            for child in self.value.values():
                if child.key_span is not None:
                    return child.key_span
        elif isinstance(self.value, list) and self.value:
            return self.value[0].place
        return self.span


class _Absent(Node):
    """What a collection does not hold: rules ask for more of these than there are nodes in a manifest."""

    __slots__ = ()

    kind: Kind = "absent"
    value = None
    key_span = None
    text = style = ""
    flow = False
    duplicates = ()

    def __init__(self, key: str | int, parent: Node) -> None:
        self.key = key
        self.parent = parent

    @property
    def span(self) -> Span:
        """Returns the place of what could hold it."""
        return self.parent.place if self.parent is not None else _NOWHERE

    @span.setter
    def span(self, span: Span) -> None:
        raise AttributeError("what is absent has no place of its own")


_NOWHERE = Span(1, 1, 1, 1)

_PLAIN_KEY = pattern(r"[A-Za-z_$][\w$-]*\Z")
_STEP = pattern(r"\[(\d+)\]|\[([^\]]+)\]|([^.\[]+)")


def _notation(key: str | int | None) -> str:
    if isinstance(key, str) and _PLAIN_KEY.match(key):
        return f".{key}"
    return f"[{key}]"


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(int(index) if index else (quoted or name) for index, quoted, name in _STEP.findall(path))


class Edit(NamedTuple):
    """Replaces the text of ``span`` by ``text``; an empty span inserts."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A change that mends a finding. ``safe`` means that nothing the author meant is altered.

    ``note`` says what applying it does to a running set (restarts pods, touches an immutable field).
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    note: str = ""


class Related(NamedTuple):
    """Another place that a problem speaks of; it may stand in another file of the bundle.

    ``file`` names its file where the node is of no document of the run, such as a policy's.
    """

    node: Node
    message: str
    file: str = ""


class Problem(NamedTuple):
    """What a check yields: a node and what is wrong with it.

    ``rule`` names the rule (kebab-case) and is left empty by a rule file, which speaks for itself.
    ``on`` says whether the key or the value is at fault. ``field`` is the API server's own path where it is
    not the node's. ``severity`` overrides the rule's. ``help`` says what to write instead.
    """

    node: Node
    message: str
    rule: str = ""
    help: str = ""
    on: Literal["value", "key"] = "value"
    field: str = ""
    severity: Severity | None = None
    fix: Fix | None = None
    related: tuple[Related, ...] = ()

    @property
    def span(self) -> Span:
        """Returns the span to underline."""
        if self.on == "key" and self.node.key_span is not None:
            return self.node.key_span
        return self.node.place

    @property
    def path(self) -> str:
        """Returns the field's path in the API server's notation."""
        return self.field or self.node.path


class NotChecked(NamedTuple):
    """A rule's third answer: what it would have to see to know."""

    reason: str


Answer = Problem | NotChecked


class Source(NamedTuple):
    """A text to read: a file, standard input, or a block inside a page.

    ``name`` is what findings show. ``first_line`` and ``first_column`` say where ``text`` begins in the file
    of that name (1 and 1 unless it is a block of a page). ``context`` sources are seen and not judged,
    ``partial`` ones are pieces of manifests, and ``expected`` ones what a test compares a cluster with.
    """

    name: str
    text: str
    first_line: int = 1
    first_column: int = 1
    context: bool = False
    partial: bool = False
    expected: bool = False


class Document:
    """One document of a source: its tree, and what was wrong with reading it.

    ``index`` counts from 0 in the file. ``fragment`` documents (kustomize patches, test assertions) are
    judged by what they say, never by what they leave out. ``api_version``, ``kind``, ``name`` and
    ``namespace`` are as written, or empty; an empty namespace is the one, unknown, default namespace.
    """

    __slots__ = (
        "api_version",
        "fragment",
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

    def with_root(self, root: Node) -> Document:
        """Returns the document with another tree."""
        return Document(self.source, self.index, root, self.problems, self.fragment)

    @property
    def context(self) -> bool:
        """Returns whether the document is seen only, and nothing is reported on it."""
        return self.source.context


class Bundle:
    """All documents of a run, so that a rule about one object can see the others.

    ``complete`` promises that what is not here does not exist. ``kubernetes_version`` is a minor, ``1.37``.
    ``places`` are the folders to name when something is nowhere.
    """

    def __init__(
        self,
        documents: tuple[Document, ...],
        kubernetes_version: str,
        complete: bool = False,
        places: tuple[str, ...] = (),
    ) -> None:
        self.documents = documents
        self.kubernetes_version = kubernetes_version
        self.complete = complete
        self.places = places

    def of(self, documents: Iterable[Document]) -> Bundle:
        """Returns a bundle with these documents in the place of its own."""
        return Bundle(tuple(documents), self.kubernetes_version, self.complete, self.places)

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
            named.setdefault((document.kind, document.namespace, document.name), document)
        return named

    @cached_property
    def _by_root(self) -> dict[int, Document]:
        return {id(document.root): document for document in self.documents}

    @cached_property
    def _derived(self) -> dict[Callable[[Bundle], Any], Any]:
        return {}

    def derived(self, make: Callable[[Bundle], Made]) -> Made:
        """Returns ``make(bundle)``, made once: so that an index over all documents is built a single time."""
        if make not in self._derived:
            self._derived[make] = make(self)
        made: Made = self._derived[make]
        return made

    def of_kind(self, *kinds: str) -> Iterable[Document]:
        """Returns the documents of these kinds, whatever their API group."""
        return [document for kind in kinds for document in self._by_kind.get(kind, ())]

    def find(self, kind: str, namespace: str, name: str) -> Document | None:
        """Returns the first document of that kind, namespace and name, or nothing."""
        return self._by_name.get((kind, namespace, name))

    def document_of(self, node: Node) -> Document:
        """Returns the document that a node belongs to. Raises KeyError for a node of another bundle."""
        return self._by_root[id(node.root)]

    def home_of(self, node: Node) -> Document | None:
        """Returns the document that a node belongs to, or nothing for a node of another bundle."""
        return self._by_root.get(id(node.root))


class Reference(NamedTuple):
    """Which object a finding speaks of."""

    kind: str
    namespace: str | None
    name: str | None


class RelatedPlace(NamedTuple):
    """Where else to look, resolved to a file."""

    file: str
    span: Span
    message: str


class Finding(NamedTuple):
    """One thing to tell the user, complete: a report needs nothing else."""

    rule: str
    name: str
    severity: Severity
    layer: Layer
    message: str
    file: str
    span: Span
    document: int = 0
    reference: Reference | None = None
    field: str = ""
    help: str = ""
    url: str = ""
    fix: Fix | None = None
    related: tuple[RelatedPlace, ...] = ()


class Unchecked(NamedTuple):
    """A rule that could not answer, and what it would have had to see."""

    rule: str
    reason: str


class Skipped(NamedTuple):
    """A file that was not read, and why."""

    file: str
    reason: str


class Checked(NamedTuple):
    """A document that was judged: which one of its file, and which object it is."""

    file: str
    document: int
    reference: Reference | None


class RulePage(NamedTuple):
    """What a report can say of a rule itself. ``page`` is Markdown, ``severity`` the one of this run."""

    id: str
    name: str
    summary: str
    page: str
    source: str
    severity: Severity


class Report(NamedTuple):
    """All that a run has to say; a renderer needs nothing else.

    ``files`` counts the files that were looked at, ``documents`` and ``stateful_sets`` those that were
    judged. ``errors`` are files that could not be read: the run can't be trusted. ``texts`` holds, by file,
    the lines that findings and their fixes stand on, by number. ``checked`` is what was judged, in the order
    of the files, ``rules`` by id what it was judged by, and ``fail_on`` what counts as failed. ``root`` is
    the folder that relative names start from, ``notes`` are sentences about the run itself.
    """

    kubernetes_version: str
    findings: tuple[Finding, ...]
    not_checked: tuple[Unchecked, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    errors: tuple[Skipped, ...] = ()
    files: int = 0
    documents: int = 0
    stateful_sets: int = 0
    texts: Mapping[str, Mapping[int, str]] = MappingProxyType({})
    checked: tuple[Checked, ...] = ()
    rules: Mapping[str, RulePage] = MappingProxyType({})
    fail_on: Severity = "warning"
    root: str = ""
    notes: tuple[str, ...] = ()
