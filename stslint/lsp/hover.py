"""What an editor shows under the pointer: the page of a finding's rule, a field's meaning, the rollout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stslint.kubernetes.schema.decoding import definition_of
from stslint.kubernetes.schema.openapi import Definition, Schemas, load
from stslint.kubernetes.verdict import check_object
from stslint.linter.rule import Rule, find
from stslint.lsp.analysis import Judged
from stslint.lsp.positions import Encoding, Lines
from stslint.lsp.rollout_hover import rollout
from stslint.model import Document, Finding, Node, Span

_IMPOSSIBLE = "no-such-value"


def hover(
    judged: Judged, position: dict[str, Any], rules: Sequence[Rule], encoding: Encoding
) -> dict[str, Any] | None:
    """Returns Markdown about a position and the range that it is about, or nothing."""
    lines = Lines(judged.buffer.text, encoding)
    place = lines.place_of(position)
    here = [each for each in judged.findings if _holds(each.span, place)]
    document, node = _node_at(judged.documents, place)
    parts = [_page(finding, rules) for finding in here]
    if document is not None and node is not None:
        parts += _about(document, node, judged.settings.kubernetes_version)
    if not parts:
        return None
    span = here[0].span if here or node is None else node.key_span or node.span
    text = "\n\n---\n\n".join(dict.fromkeys(parts))
    return {"contents": {"kind": "markdown", "value": text}, "range": lines.range_of(span)}


def _holds(span: Span, place: tuple[int, int]) -> bool:
    return span[:2] <= place < max(span[2:], (span.line, span.column + 1))


def _page(finding: Finding, rules: Sequence[Rule]) -> str:
    """Returns a rule's page under the finding that it is shown for."""
    rule = find(rules, finding.rule)
    head = f"**{finding.rule} {finding.name}**\n\n{finding.message}"
    if rule is None:
        return head
    return f"{head}\n\n{rule.page.strip()}\n\n[Source]({rule.source})"


def _node_at(documents: Sequence[Document], place: tuple[int, int]) -> tuple[Document | None, Node | None]:
    """Returns the innermost value whose key or scalar a place is on."""
    for document in documents:
        for node in document.root.walk():
            scalar = node.kind not in ("mapping", "sequence", "absent")
            if (node.key_span and _holds(node.key_span, place)) or (scalar and _holds(node.span, place)):
                return document, node
    return None, None


def _about(document: Document, node: Node, version: str) -> Iterator[str]:
    field = _field(document, node, version)
    if field:
        yield field
    if document.kind == "StatefulSet" and node.path in ("kind", "spec.updateStrategy"):
        line = rollout(document.root, version)
        if line:
            yield line


def _field(document: Document, node: Node, version: str) -> str:
    """Returns a field's path and what the API server takes there; empty for what has no schema."""
    schemas = load(version)
    schema = _schema_of(document, node, schemas)
    if schema is None:
        return ""
    values = _values(document, node, version) if schema.get("type") == "string" else ""
    return f"`{node.path}`: {_kind(schema, schemas)}{values}"


def _schema_of(document: Document, node: Node, schemas: Schemas) -> Definition | None:
    schema: Definition | None = definition_of(document.root, schemas)
    for key in _steps(node):
        if schema is None:
            return None
        schema = schemas.resolve(schema)
        if isinstance(key, int):
            schema = schema.get("items")
        else:
            schema = schema.get("properties", {}).get(key) or _of_any_key(schema)
    return schema


def _of_any_key(schema: Definition) -> Definition | None:
    every = schema.get("additionalProperties")
    return every if isinstance(every, dict) else None


def _steps(node: Node) -> list[str | int]:
    steps: list[str | int] = []
    while node.parent is not None and node.key is not None:
        steps.append(node.key)
        node = node.parent
    return steps[::-1]


def _kind(schema: Definition, schemas: Schemas) -> str:
    named = schema.get("$ref", "").rpartition("/")[2]
    schema = schemas.resolve(schema)
    if named and schema.get("properties"):
        return f"{named} with {', '.join(f'`{key}`' for key in schema['properties'])}"
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'], schemas)}"
    form = schema.get("format", schema.get("type", "any value"))
    return form if isinstance(form, str) else " or ".join(form)


def _values(document: Document, node: Node, version: str) -> str:
    """Returns the values that validation takes, asked by giving it one that it can't take."""
    root = _with(node, _IMPOSSIBLE)
    for problem in check_object(root, version).problems:
        if problem.rule == "invalid-enum" and problem.path == node.path and problem.help:
            return f" ({problem.help})"
    return ""


def _with(node: Node, value: str) -> Node:
    """Returns the root of a copy of a tree in which one value is another; what is beside it is shared."""
    changed = _like(node, value)
    changed.text, changed.kind = value, "string"
    while node.parent is not None:
        parent = node.parent
        if isinstance(parent.value, dict):
            copy = _like(parent, {**parent.value, str(node.key): changed})
        elif isinstance(parent.value, list):
            copy = _like(parent, [changed if each is node else each for each in parent.value])
        else:
            break
        changed.parent = copy
        changed, node = copy, parent
    return changed


def _like(node: Node, value: Any) -> Node:
    return Node(node.kind, value, node.span, key=node.key, key_span=node.key_span, parent=node.parent)
