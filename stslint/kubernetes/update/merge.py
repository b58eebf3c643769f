"""What ``kubectl apply`` does to a stored object: the three-way strategic merge, with positions in the file.

A field that is absent in the new manifest and present in the one applied before is removed; one that only
the API server has set stays; some lists merge by a key of their elements.
Source: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#merge-patch-calculation
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stslint.kubernetes.schema.integers import wrap
from stslint.kubernetes.update.defaults import is_stored
from stslint.model import Node, Problem
from stslint.runtime.namedtuple import NamedTuple

WRAPS = "integer-wraps-on-apply"

# Lists that merge, with the key that identifies their elements. All others are replaced as a whole.
MERGE_KEYS = {
    "containers": "name",
    "initContainers": "name",
    "ephemeralContainers": "name",
    "volumes": "name",
    "env": "name",
    "ports": "containerPort",
    "volumeMounts": "mountPath",
    "volumeDevices": "devicePath",
    "imagePullSecrets": "name",
    "hostAliases": "ip",
    "topologySpreadConstraints": "topologyKey",
    "schedulingGates": "name",
    "resourceClaims": "name",
    "ownerReferences": "uid",
}

# Lists whose elements the API server stores without their key if it is empty.
EMPTY_KEYS = frozenset({"imagePullSecrets"})

# Lists whose elements lose every field that is not in the new manifest, even one that the API server set.
RETAINED = frozenset({"volumes", "resourceClaims"})


class Applied(NamedTuple):
    """The object after the apply, and the problems found on the way.

    ``root`` is a separate tree; ``origin`` maps its nodes to those of the new manifest.
    """

    root: Node
    problems: tuple[Problem, ...]
    origins: dict[int, Node]

    def origin(self, node: Node) -> Node:
        """Returns the node of the new manifest that a node of ``root`` comes from."""
        found = self.origins.get(id(node))
        if found is not None:
            return found
        if node.parent is None or node.key is None:
            return node
        return self.origin(node.parent).get(node.key)


def apply(live: Node, last_applied: Node, new: Node, merge_keys: Mapping[str, str] = MERGE_KEYS) -> Applied:
    """Returns the object that is stored when ``new`` is applied over ``live``.

    ``last_applied`` is the manifest that was applied before, ``live`` the same with its defaults. The
    ``problems`` are elements of merging lists that lack their key, which fails every apply, and integers
    that are stored as different numbers. ``merge_keys`` are those of the object's kind.
    """
    merge = _Merge(merge_keys)
    root = merge.merged(live, last_applied, new, None)
    return Applied(root or new, tuple(merge.problems), merge.origins)


class _Merge:
    """One merge in progress: the origin of each node, and the problems so far."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self.keys = keys
        self.origins: dict[int, Node] = {}
        self.problems: list[Problem] = []

    def merged(self, live: Node, last: Node, new: Node, parent: Node | None) -> Node | None:
        if not new:
            return None
        if new.kind == "mapping" and live.kind == "mapping":
            return self.mapping(live, last, new, parent, retained=False)
        key = self.keys.get(str(new.key))
        if key and new.kind == "sequence" and self.has_keys(new, last, live, key):
            return self.sequence(live, last, new, parent, key)
        return self.copy(new, parent)

    def mapping(self, live: Node, last: Node, new: Node, parent: Node | None, *, retained: bool) -> Node:
        result = self.shell(new, parent)
        values: dict[str, Node] = {}
        for key, child in new.entries().items():
            value = self.merged(live.get(key), last.get(key), child, result)
            if value is not None:
                values[key] = value
        for key, child in live.entries().items():
            if not retained and key not in new.entries() and key not in last.entries():
                values[key] = self.kept(child, result)
        result.value = values
        return result

    def sequence(self, live: Node, last: Node, new: Node, parent: Node | None, key: str) -> Node:
        result = self.shell(new, parent)
        stored, applied = _by_key(live.elements(), key), _by_key(last.elements(), key)
        elements: list[Node] = []
        for name, group in _by_key(new.elements(), key).items():
            # kubectl sorts elements with the same key in reverse order, so the last one is compared.
            group = group[::-1]
            elements.extend(self.element(group, stored.get(name, []), applied.get(name, []), result))
        for index, element in enumerate(elements):
            element.key = index
        result.value = list(elements)
        return result

    def element(self, group: list[Node], live: list[Node], last: list[Node], parent: Node) -> list[Node]:
        """Returns the elements of one key: pairs with stored ones; the rest is merged into the first."""
        nothing = parent.get("")
        pairs: list[Node] = []
        for number, new in enumerate(group[: max(len(live), 1)]):
            if number < len(live):
                before = last[-1 - number] if number < len(last) else nothing
                retained = parent.key in RETAINED
                pairs.append(self.mapping(live[-1 - number], before, new, parent, retained=retained))
            else:
                pairs.append(self.copy(new, parent))
        for extra in group[len(pairs) :]:
            self.overlay(pairs[0], extra)
        return pairs[::-1]

    def overlay(self, target: Node, extra: Node) -> None:
        values = dict(target.entries())
        for key, child in extra.entries().items():
            there = values.get(key)
            if not child:
                values.pop(key, None)
            elif there is not None and there.kind == child.kind == "mapping":
                self.overlay(there, child)
            else:
                values[key] = self.copy(child, target)
        target.value = values

    def copy(self, node: Node, parent: Node | None) -> Node:
        """Returns a copy of a part of the new manifest, without its null fields."""
        return node.map(self.sent, keep=is_stored, parent=parent)

    def sent(self, node: Node, parent: Node | None) -> Node:
        result = self.shell(node, parent)
        result.value = node.value if isinstance(node.value, dict | list) else self.stored(node)
        return result

    def kept(self, node: Node, parent: Node) -> Node:
        """Returns a copy of what only the API server has set, at its place in the new manifest."""
        return node.map(self.placed, parent=parent)

    def placed(self, node: Node, parent: Node | None) -> Node:
        assert parent is not None
        place = self.origins[id(parent)]
        if parent.kind == "mapping" and node.key is not None:
            place = place.get(node.key)
        result = Node(node.kind, node.value, place.span, key=node.key, parent=parent, text=node.text)
        self.origins[id(result)] = place
        return result

    def shell(self, node: Node, parent: Node | None) -> Node:
        result = node.under(parent, None)
        self.origins[id(result)] = node
        return result

    def stored(self, node: Node) -> str | int | float | bool | None:
        number = wrap(node)
        if number is not None:
            message = f"`{node.text}` is too large: `kubectl apply` silently stores `{number}`"
            help = "use a number that the field can hold"
            self.problems.append(Problem(node, message, rule=WRAPS, help=help))
            return number
        assert not isinstance(node.value, dict | list)
        return node.value

    def has_keys(self, new: Node, last: Node, live: Node, key: str) -> bool:
        """Returns whether kubectl pairs the elements of a list; if it cannot, it does not send anything."""
        if not live.elements():
            return False
        first = next((index for index, node in enumerate(last.elements()) if node), len(last.elements()))
        empty = [node for node in (*last.elements()[first:], *new.elements()) if not node]
        for node in empty:
            message = "`kubectl apply` cannot merge a list that has a `null` next to objects"
            place = node if node.parent is new else new
            self.problems.append(Problem(place, message, rule="wrong-type", help="remove the `null`"))
        elements = (*new.elements(), *last.elements())
        lacking = [node for node in elements if node.kind == "mapping" and key not in node.entries()]
        for node in lacking:
            message = f"without its `{key}`, `kubectl apply` cannot match this element of the list"
            place = node.get(key) if node.parent is new else new
            self.problems.append(Problem(place, message, rule="required-field-missing"))
        return not lacking and not empty and self.has_stored_keys(new, live, key)

    def has_stored_keys(self, new: Node, live: Node, key: str) -> bool:
        """Returns whether the stored elements of a list have their key; else kubectl sends nothing."""
        if new.key not in EMPTY_KEYS or all(node.get(key).value != "" for node in live.elements()):
            return True
        message = f"an element is stored without its `{key}`: every `kubectl apply` that has the list fails"
        help = f"apply the manifest without `{new.key}` first"
        self.problems.append(Problem(new, message, rule="required-field-missing", help=help))
        return False


def _by_key(elements: Iterable[Node], key: str) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = {}
    for element in elements:
        groups.setdefault(str(element.get(key).value), []).append(element)
    return groups
