"""Anchors and what their aliases stand for, within the size that Kubernetes allows."""

from __future__ import annotations

from stslint.model import Node, Span
from stslint.sources.yaml.syntax_error import YamlError

_FREE_ALIASES, _FREE_NODES, _ALIAS_SHARE = 100, 1000, 0.99
_ALIAS_LIMIT = 400_000
"""From this many nodes on, next to nothing may come from aliases (the reader that Kubernetes uses)."""


class Anchors:
    """The anchored nodes of a document; it counts the nodes, and those of them that come from aliases."""

    __slots__ = ("_aliased", "_named", "_nodes")

    def __init__(self) -> None:
        self._named: dict[str, Node] = {}
        self._nodes = self._aliased = 0

    def count(self) -> None:
        """Takes note of a node that the text holds itself."""
        self._nodes += 1

    def name(self, anchor: str | None, node: Node) -> None:
        """Takes note of a node's anchor, if it has one."""
        if anchor is not None:
            self._named[anchor] = node

    def target(self, anchor: str, span: Span) -> Node:
        """Returns what an alias stands for. Raises YamlError where there is no such anchor above it."""
        found = self._named.get(anchor)
        if found is None:
            raise YamlError(f"no anchor `&{anchor}` stands above this alias", span)
        return found

    def copy(self, node: Node, span: Span) -> Node:
        """Returns an anchored node as it stands in the alias's place: its parts keep their own spans.

        Raises YamlError where aliases make the document too large.
        """

        def adopted(node: Node, parent: Node | None) -> Node:
            self._nodes += 1
            self._aliased += 1
            self._refuse_bomb(span)
            copy = node.under(parent, node.value)
            copy.duplicates = node.duplicates
            return copy

        return node.map(adopted)

    def _refuse_bomb(self, span: Span) -> None:
        if self._aliased <= _FREE_ALIASES or self._nodes <= _FREE_NODES:
            return
        if self._aliased > _ALIAS_LIMIT or self._aliased / self._nodes > _ALIAS_SHARE:
            raise YamlError("aliases make this document too large; Kubernetes refuses it", span)
