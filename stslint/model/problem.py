"""What a check reports about a node, and how to fix it."""

from __future__ import annotations

from stslint.model.node import Node
from stslint.model.span import Span
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Severity: TypeAlias = 'Literal["error", "warning", "info"]'

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

Confidence: TypeAlias = 'Literal["certain", "likely"]'
"""How sure a finding is: it holds whatever else is deployed, or as far as the files show."""

CONFIDENCES: tuple[Confidence, ...] = ("certain", "likely")

Impact: TypeAlias = 'Literal["refused", "data-loss", "outage", "degraded", "hygiene"]'
"""What happens at worst if a finding is left alone, gravest first."""

IMPACTS: tuple[Impact, ...] = ("refused", "data-loss", "outage", "degraded", "hygiene")


class Edit(NamedTuple):
    """Replaces the text of ``span`` by ``text``; an empty span inserts."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A change that fixes a finding. ``safe`` means that it changes nothing that the author intended.

    ``note`` says what applying it does to a running StatefulSet (restarts pods, touches an immutable field).
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    note: str = ""


class Related(NamedTuple):
    """Another place that a problem mentions; it can be in another file of the bundle.

    ``file`` names its file if the node is in no document of the run, such as a policy.
    """

    node: Node
    message: str
    file: str = ""


class Problem(NamedTuple):
    """What a check yields: a node and what is wrong with it.

    ``rule`` names the rule (kebab-case) and is empty in a rule file, which has only one rule.
    ``on`` says whether the key or the value is wrong. ``field`` is the API server's own path where it is
    not the node's. ``severity`` overrides the rule's. ``help`` says what to do instead.
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
    """A rule's third answer: it cannot decide, and why."""

    reason: str


Answer = Problem | NotChecked
