"""Lists taken apart into their objects, as kubectl does it before it sends them.

kubectl takes a document with `items` for a list, of any kind that ends in `List`, and a list in a list as
well. An item of a typed list (`StatefulSetList`) that has neither `apiVersion` nor `kind` gets those of the
list. Of a key that appears twice in an item, kubectl keeps the last one: the API server never sees the other.

Source: https://pkg.go.dev/k8s.io/cli-runtime/pkg/resource#FlattenListVisitor and
https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1/unstructured#UnstructuredJSONScheme
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.model import Node, Problem, Related, Span
from stslint.runtime.namedtuple import NamedTuple

RULE = "duplicate-key-in-list"
"""The rule that reports a key of which kubectl sends only the last one."""

_SUFFIX = "List"


class Item(NamedTuple):
    """An object of a list: a tree with a root of its own, and the keys that it has twice."""

    root: Node
    problems: tuple[Problem, ...]


def items_of(root: Node, is_json: bool) -> list[Item]:
    """Returns the objects of a list, and of the lists in it; nothing for a document that is not a list.

    The items of a JSON document reach the API server as they are, and of others without duplicate keys.
    An alias of an earlier item is that object once more, which changes nothing.
    """
    if not is_list(root):
        return []
    found: list[Item] = []
    places: set[Span] = set()
    waiting = list(reversed(_last(root, "items").elements()))
    for each in waiting:
        _infer_kind(each, root)
    while waiting:
        node = waiting.pop()
        if is_list(node):
            waiting.extend(reversed(_last(node, "items").elements()))
            continue
        if node.span in places:
            continue
        places.add(node.span)
        node.parent = node.key = None
        found.append(Item(node, () if is_json else tuple(keep_last_values(node))))
    return found


def is_list(node: Node) -> bool:
    """Returns whether kubectl takes a document apart."""
    kind, api_version = _last(node, "kind").string(), _last(node, "apiVersion").string()
    items = _last(node, "items")
    if not kind or not api_version or items.kind != "sequence":
        return False
    if kind == _SUFFIX:
        return api_version == "v1"
    # No object of Kubernetes' own has `items`, and a group of a custom resource has a dot.
    is_custom = "." in api_version.partition("/")[0]
    return kind.endswith(_SUFFIX) or (is_custom and any(map(_is_object, items.elements())))


def _is_object(node: Node) -> bool:
    return bool(node.get("apiVersion").string() and node.get("kind").string())


def _last(node: Node, key: str) -> Node:
    """Returns the last value of a key of a list, where a duplicate is no mistake to kubectl."""
    return next((second for second in reversed(node.duplicates) if second.key == key), node.get(key))


def _infer_kind(item: Node, parent: Node) -> None:
    """Gives an item of a typed list the API version and the kind that the list names."""
    kind = _last(parent, "kind")
    written = item.get("kind").string() or item.get("apiVersion").string()
    if item.kind != "mapping" or written or kind.value == _SUFFIX:
        return
    name = kind.string().removesuffix(_SUFFIX)
    added = {
        "apiVersion": parent.get("apiVersion").under(item, parent.get("apiVersion").value),
        "kind": Node("string", name, _stem(kind.span), "kind", None, item, name),
    }
    item.span = item.span  # known before, as a span can be that of its first and its last field
    item.value = {**added, **item.entries()}


def _stem(span: Span) -> Span:
    """Returns the span of a list's kind without its last word, so that a correction of the rest fits."""
    return Span(span.line, span.column, span.end_line, span.end_column - len(_SUFFIX))


def keep_last_values(root: Node) -> Iterator[Problem]:
    """Gives each key that is in a mapping twice its last value, and yields a problem for it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        for second in node.duplicates:
            key = str(second.key)
            yield _repeated(second, node.entries()[key])
            node.entries()[key] = second
        if node.duplicates:
            node.duplicates = ()
        waiting.extend(node.entries().values() or node.elements())


def _repeated(node: Node, first: Node) -> Problem:
    return Problem(
        node,
        f"duplicate key `{node.key}` in an item of a List: kubectl sends only the last value",
        rule=RULE,
        help="remove one of the two",
        on="key",
        related=(Related(first, "the first one"),),
    )
