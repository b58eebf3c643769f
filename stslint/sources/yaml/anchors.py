"""Resolves anchors and aliases, within the size that Kubernetes allows."""

from __future__ import annotations

from stslint.model import Node, Span
from stslint.sources.yaml.syntax_error import YamlError

_FREE_ALIASES, _FREE_NODES, _ALIAS_SHARE = 100, 1000, 0.99
ALIAS_LIMIT = 400_000
"""Nodes from aliases above which a document is refused; Kubernetes' reader lowers the share gradually.

Source: `allowedAliasRatio` in https://github.com/yaml/go-yaml/blob/v2/decode.go
"""


LARGEST_REQUEST = 3 << 20
"""Bytes of a request above which the API server refuses it, here of the text that comes from aliases.

Source: `MaxRequestBodyBytes` in https://pkg.go.dev/k8s.io/apiserver/pkg/server#Config
"""


class Anchors:
    """The anchored nodes of a document, and how much of it comes from aliases: nodes and characters."""

    __slots__ = ("_aliased", "_characters", "_named", "_nodes")

    def __init__(self) -> None:
        self._named: dict[str, Node] = {}
        self._nodes = self._aliased = self._characters = 0

    def count(self) -> None:
        """Counts a node that does not come from an alias."""
        self._nodes += 1

    def name(self, anchor: str | None, node: Node) -> None:
        """Records a node's anchor, if it has one."""
        if anchor is not None:
            self._named[anchor] = node

    def target(self, anchor: str, span: Span) -> Node:
        """Returns the node that an alias refers to. Raises YamlError where no anchor above has its name."""
        node = self._named.get(anchor)
        if node is None:
            raise YamlError(f"no anchor `&{anchor}` above this alias", span)
        return node

    def copy(self, node: Node, span: Span) -> Node:
        """Returns a copy of an anchored node for the place of an alias; its parts keep their spans.

        Raises YamlError where aliases make the document too large.
        """

        def adopted(node: Node, parent: Node | None) -> Node:
            self._nodes += 1
            self._aliased += 1
            self._refuse_bomb(span)
            key = node.key if parent is not None and isinstance(node.key, str) else ""
            self.repeat(len(node.text) + len(key), span)
            copy = node.under(parent, node.value)
            copy.duplicates = node.duplicates
            return copy

        return node.map(adopted)

    def repeat(self, characters: int, span: Span) -> None:
        """Counts characters that come from an alias. Raises YamlError where no request can hold them all."""
        self._characters += characters
        if self._characters > LARGEST_REQUEST:
            size = LARGEST_REQUEST >> 20
            message = f"aliases repeat over {size} MiB of text: the API server refuses such a request"
            raise YamlError(message, span, is_size=True)

    def _refuse_bomb(self, span: Span) -> None:
        if self._aliased <= _FREE_ALIASES or self._nodes <= _FREE_NODES:
            return
        if self._aliased > ALIAS_LIMIT or self._aliased / self._nodes > _ALIAS_SHARE:
            message = "aliases make this document too large: Kubernetes refuses it"
            raise YamlError(message, span, is_size=True)
