"""Updates of a ConfigMap and a Secret: what `immutable` freezes, and the type of a Secret.

Source: https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable,
https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable and
https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterator

from stslint.kubernetes.update.change import Change, Neighbour
from stslint.kubernetes.update.immutable import RULE, immutable
from stslint.kubernetes.update.trees import drop, put
from stslint.kubernetes.validation.config_data import decoded
from stslint.model import Node, Problem, Related

DEFAULT_TYPE = "Opaque"

_OTHER_NAME = "create one with another name, and use that name in the pod template"


def _store_secret(root: Node, minor: int) -> None:
    """Moves the texts of a Secret to its data, as the API server stores them."""
    written, data = root.get("stringData").entries(), root.get("data")
    if written:
        data = data if data.kind == "mapping" else put(root, "data", {})
        for key, node in written.items():
            put(data, key, binascii.b2a_base64(_encoded(node), newline=False).decode())
    drop(root, "stringData")


def _changes_of_config_map(change: Change) -> Iterator[Problem]:
    yield from _unfrozen(change)
    for key, read in (("data", _encoded), ("binaryData", decoded)):
        before, after = change.live.get(key), change.root.get(key)
        if _values(before, read) != _values(after, read) or _is_new_and_empty(before, after):
            yield from _frozen(change, key, after)


def _changes_of_secret(change: Change) -> Iterator[Problem]:
    before, after = change.live.get("type"), change.root.get("type")
    if (before.string() or DEFAULT_TYPE) != (after.string() or DEFAULT_TYPE):
        help = "delete the Secret and apply it again, or create one with another name"
        yield immutable(change.old.get("type"), after, "type", help)
    yield from _unfrozen(change)
    data, written = change.root.get("data"), change.root.get("stringData")
    values = _values(data, decoded) | _values(written, _encoded)
    if _values(change.live.get("data"), decoded) != values:
        yield from _frozen(change, "data", data if data.present or not written.present else written)


def _is_frozen(change: Change) -> bool:
    return change.live.get("immutable").boolean()


def _unfrozen(change: Change) -> Iterator[Problem]:
    node = change.root.get("immutable")
    if _is_frozen(change) and not node.boolean():
        yield _problem(change, node, "immutable", "`immutable` cannot be removed once it is set")


def _frozen(change: Change, key: str, node: Node) -> Iterator[Problem]:
    if _is_frozen(change):
        kind = change.root.get("kind").string()
        yield _problem(change, node, key, f"`{node.key}` of an immutable {kind} cannot change")


def _problem(change: Change, node: Node, field: str, message: str) -> Problem:
    related = (Related(change.old.get("immutable"), "it is immutable because of this"),)
    return Problem(node, message, rule=RULE, help=_OTHER_NAME, field=field, related=related)


def _values(node: Node, read: Callable[[Node], bytes]) -> dict[str, bytes]:
    return {key: read(child) for key, child in node.entries().items()}


def _is_new_and_empty(before: Node, after: Node) -> bool:
    """Returns whether empty data are added, which differ from absent data."""
    return not before.present and after.kind == "mapping"


def _encoded(node: Node) -> bytes:
    return node.string().encode("utf-8", "replace")


CONFIG_MAP = Neighbour(changes=_changes_of_config_map)
SECRET = Neighbour(_store_secret, changes=_changes_of_secret)
