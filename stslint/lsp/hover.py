"""The hover text at a position: the page of a finding's rule, what a field accepts, the rollout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types as lsp

from stslint.linter.rule import Rule, find
from stslint.lsp.document_checker import CheckedBuffer
from stslint.lsp.field_hover import field_summary
from stslint.lsp.positions import Place, PositionMapper, contains
from stslint.lsp.rollout_hover import rollout_summary
from stslint.model import Document, Finding, Node
from stslint.text.markdown import escaped


def hover(
    checked: CheckedBuffer, position: lsp.Position, rules: Sequence[Rule], mapper: PositionMapper
) -> lsp.Hover | None:
    """Returns Markdown about a position together with the range that it describes, or None."""
    place = mapper.place_of(position)
    findings = [finding for finding in checked.findings if contains(finding.span, place)]
    document, node = _node_at(checked.documents, place)
    parts = [_rule_page(finding, rules) for finding in findings]
    if document is not None and node is not None:
        parts += _summaries(document, node, checked.settings.kubernetes_version)
    if not parts:
        return None
    span = findings[0].span if findings or node is None else node.key_span or node.span
    text = "\n\n---\n\n".join(dict.fromkeys(parts))
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), mapper.range_of(span))


def _rule_page(finding: Finding, rules: Sequence[Rule]) -> str:
    """Returns a finding followed by the page of its rule."""
    rule = find(rules, finding.rule)
    head = f"**{finding.rule} {finding.name}**\n\n{escaped(finding.message)}"
    if rule is None:
        return head
    return f"{head}\n\n{rule.page}\n\n[Source]({rule.source})"


def _node_at(documents: Sequence[Document], place: Place) -> tuple[Document | None, Node | None]:
    """Returns the node whose key or scalar value contains a place, with its document."""
    for document in documents:
        for node in document.root.walk():
            is_scalar = node.kind not in ("mapping", "sequence", "absent")
            in_key = node.key_span is not None and contains(node.key_span, place)
            if in_key or (is_scalar and contains(node.span, place)):
                return document, node
    return None, None


def _summaries(document: Document, node: Node, version: str) -> Iterator[str]:
    field = field_summary(document, node, version)
    if field:
        yield field
    if document.kind == "StatefulSet" and node.path in ("kind", "spec.updateStrategy"):
        rollout = rollout_summary(document.root, version)
        if rollout:
            yield escaped(rollout)
