"""The mappings and lists around a node, each with its schema."""

from __future__ import annotations

from stslint.kubernetes.schema.openapi import Definition, Schemas
from stslint.model import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Lineage: TypeAlias = "tuple[tuple[Node, Definition], ...]"
"""Nodes from the top of the document down, each with its schema."""


class Lineages:
    """What is around the nodes of one object, whose definition is ``root``.

    It is found once for each node: the elements of a list can have thousands of mistakes.
    """

    def __init__(self, root: Definition, schemas: Schemas) -> None:
        self._root, self._schemas = root, schemas
        self._known: dict[Node, Lineage] = {}

    def above(self, node: Node) -> Lineage:
        """Returns what a node is in: nothing for the top of the document."""
        new: list[Node] = []
        around = node.parent
        while around is not None and around not in self._known:
            new.append(around)
            around = around.parent
        lineage = () if around is None else self._known[around]
        for each in reversed(new):
            lineage = self._known[each] = (*lineage, (each, self._schema(each, lineage)))
        return lineage

    def _schema(self, node: Node, above: Lineage) -> Definition:
        if not above:
            return self._root
        schema = above[-1][1]
        if isinstance(node.key, int):
            below = schema.get("items", {})
        else:
            below = schema.get("properties", {}).get(node.key) or schema.get("additionalProperties") or {}
        return self._schemas.resolve(below)
