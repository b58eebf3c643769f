"""Files of policies become policies, each with its bindings, and the objects that they can use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stslint.model import Document, Node, Skipped, Source, Span
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.decoding import decode
from stslint.sources.files.path_expansion import find_files
from stslint.sources.files.walk import File, ReadError
from stslint.sources.loading.file_reader import load
from stslint.sources.yaml.recovery import read
from stslint.text.lines import split_lines

GROUP = "admissionregistration.k8s.io/"
POLICY = "ValidatingAdmissionPolicy"
BINDING = "ValidatingAdmissionPolicyBinding"


class Expression(NamedTuple):
    """One CEL expression: its text, and where it is written."""

    text: str
    node: Node
    document: Document

    def place(self, line: int = 1, column: int = 1) -> Span:
        """Returns the place in the file of a line and column of the expression, both counted from 1.

        In a folded text, whose lines are not those of the file, it is the beginning of the text.
        """
        start = self.node.span
        if self.node.style == "|":
            return _in_block(self, line, column)
        if self.node.style == ">" or line > 1:
            return start.start
        there = start.column + column - 1 + (1 if self.node.style else 0)
        return Span(start.line, there, start.line, there)


class Variable(NamedTuple):
    """A value that expressions share, under ``variables.NAME``."""

    name: str
    expression: Expression


class Validation(NamedTuple):
    """What must be true, and the message if it is not."""

    expression: Expression
    message: str
    message_expression: Expression | None
    reason: str


class Policy(NamedTuple):
    """A ``ValidatingAdmissionPolicy`` and its bindings in the files."""

    name: str
    document: Document
    fails: bool
    """Whether an expression that cannot be evaluated refuses the object (``failurePolicy: Fail``)."""
    conditions: tuple[Expression, ...]
    variables: tuple[Variable, ...]
    validations: tuple[Validation, ...]
    bindings: tuple[Document, ...]

    @property
    def spec(self) -> Node:
        """Returns the policy's spec."""
        return self.document.root.get("spec")

    @property
    def file(self) -> str:
        """Returns the file of the policy."""
        return self.document.source.name

    def others(self) -> Iterator[Expression]:
        """Yields every expression that is evaluated, except those of the variables."""
        yield from self.conditions
        for validation in self.validations:
            yield validation.expression
            if validation.message_expression is not None:
                yield validation.message_expression


class PolicySet(NamedTuple):
    """All policies of a run, and the other objects of their files: parameters and namespaces.

    ``errors`` are the files that cannot be read.
    """

    policies: tuple[Policy, ...]
    objects: tuple[Document, ...]
    errors: tuple[Skipped, ...] = ()


def read_policies(paths: Sequence[str]) -> PolicySet:
    """Returns the policies of the files and folders; having none at all is an error as well."""
    everything = [each for path in paths for each in _documents(path)]
    documents = [each for each in everything if isinstance(each, Document) and not each.syntax_problems]
    errors = [_unread(each) for each in everything if isinstance(each, Skipped) or each.syntax_problems]
    ours = [document for document in documents if document.api_version.startswith(GROUP)]
    bindings = [document for document in ours if document.kind == BINDING]
    policies = tuple(_policy(document, bindings) for document in ours if document.kind == POLICY)
    if not policies and not errors:
        errors = [Skipped(" ".join(paths), f"--policy names it, but it has no {POLICY}")]
    return PolicySet(
        policies, tuple(document for document in documents if document not in ours), tuple(errors)
    )


def shelf_of(documents: Iterable[Document]) -> PolicySet:
    """Returns the policies in some documents; there can be none."""
    everything = list(documents)
    bindings = [document for document in everything if document.kind == BINDING]
    policies = (document for document in everything if document.kind == POLICY)
    return PolicySet(tuple(_policy(document, bindings) for document in policies), tuple(everything))


def _documents(path: str) -> Iterator[Document | Skipped]:
    for file in find_files([path]):
        if isinstance(file, ReadError):
            yield Skipped(file.file, file.reason)
        if not isinstance(file, File) or file.path.endswith(".md"):
            continue
        data = load(file, bytes)
        text = data if isinstance(data, ReadError) else decode(data)
        if isinstance(text, str):
            yield from read(Source(file.path, text))
        else:
            yield Skipped(file.path, text.reason)


def _unread(found: Document | Skipped) -> Skipped:
    """Returns why a file or a document of it cannot be used."""
    if isinstance(found, Skipped):
        return Skipped(found.file, f"{found.reason} (named by --policy)")
    problem = found.syntax_problems[0]
    where = f"{found.source.name}:{problem.span.line}:{problem.span.column}"
    return Skipped(where, f"{problem.message} (named by --policy)")


def _policy(document: Document, bindings: Sequence[Document]) -> Policy:
    spec = document.root.get("spec")
    return Policy(
        name=document.name,
        document=document,
        fails=spec.get("failurePolicy").string("Fail") != "Ignore",
        conditions=tuple(
            _expression(each.get("expression"), document) for each in spec.get("matchConditions").elements()
        ),
        variables=tuple(
            Variable(each.get("name").string(), _expression(each.get("expression"), document))
            for each in spec.get("variables").elements()
        ),
        validations=tuple(_validation(each, document) for each in spec.get("validations").elements()),
        bindings=tuple(each for each in bindings if _bound(each) == document.name),
    )


def _bound(binding: Document) -> str:
    return binding.root.at("spec.policyName").string()


def _validation(node: Node, document: Document) -> Validation:
    said = node.get("messageExpression")
    return Validation(
        _expression(node.get("expression"), document),
        node.get("message").string().strip(),
        _expression(said, document) if said.string() else None,
        node.get("reason").string(),
    )


def _expression(node: Node, document: Document) -> Expression:
    return Expression(node.string() if node else "", node, document)


def _in_block(expression: Expression, line: int, column: int) -> Span:
    """Returns a place in a literal block: its first line is the one after the bar."""
    start, source = expression.node.span, expression.document.source
    number = start.line + line
    lines = split_lines(source.text)
    below = lines[start.line + 1 - source.first_line :]
    margin = next((len(text) - len(text.lstrip()) for text in below if text.strip()), 0)
    there = margin + source.first_column - 1 + column
    return Span(number, there, number, there)
