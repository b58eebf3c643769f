"""The API server's verdict on a manifest that is applied over the one before.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ (what may be updated),
https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims and
https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.update import defaults
from stslint.kubernetes.update.immutable import changes_of_metadata, changes_of_stateful_set, immutable
from stslint.kubernetes.update.merge import Applied, apply
from stslint.kubernetes.validation.stateful_set import (
    validate_stateful_set_spec,
    validate_stateful_set_update,
    warn_of_stateful_set,
)
from stslint.kubernetes.validation.verdict import validate
from stslint.kubernetes.values import quantity
from stslint.model import Node, Problem, Related

WRAPS = "integer-wraps-on-apply"


def validate_update(old: Node, new: Node, minor: int) -> list[Problem]:
    """Returns what Kubernetes 1.``minor`` answers when ``new`` is applied over ``old`` with kubectl.

    ``old`` is what was applied last. An object with another kind, namespace or name is created, and gets
    the verdict of a create. The problems are in ``new``. Those of rule ``integer-wraps-on-apply`` are not the
    API server's: it accepts such a number. ``new`` has been decoded; integers out of range are still in it.
    """
    kind = new.get("kind").string()
    if _identity(old) != _identity(new):
        return validate(new, minor)
    if (new.get("apiVersion").string(), kind) == ("apps/v1", "StatefulSet"):
        return list(_stateful_set(old, new, minor))
    changes = _CHANGES.get(kind)
    own = list(changes(old, new)) if changes else []
    return [*validate(new, minor), *changes_of_metadata(old, new), *own]


def stored_otherwise(old: Node, new: Node, minor: int) -> Iterator[Problem]:
    """Yields the integers out of range of a StatefulSet: ``kubectl apply`` stores different numbers."""
    applied = apply(defaults.with_defaults(old, minor), old, new)
    return (problem for problem in applied.problems if problem.rule == WRAPS)


def _identity(root: Node) -> tuple[str, str, str, str]:
    metadata = root.get("metadata")
    namespace = metadata.get("namespace").string() or "default"
    return (
        root.get("apiVersion").string(),
        root.get("kind").string(),
        namespace,
        metadata.get("name").string(),
    )


def _stateful_set(old: Node, new: Node, minor: int) -> Iterator[Problem]:
    live = defaults.with_defaults(old, minor)
    applied = apply(live, old, new)
    yield from applied.problems
    if any(problem.rule != WRAPS for problem in applied.problems):
        return
    refused = [
        *changes_of_metadata(old, applied.root),
        *validate_replacement(live, applied.root, minor),
    ]
    changed = live.get("spec").plain() != applied.root.get("spec").plain()
    for problem in refused or warn_of_stateful_set(applied.root, minor, update=True, pods=changed):
        yield _in_new(problem, applied)


def validate_replacement(live: Node, root: Node, minor: int) -> Iterator[Problem]:
    """Yields why a stored StatefulSet cannot be replaced (PUT) by another; ``root`` has been decoded."""
    pods = next(validate_stateful_set_spec(live.get("spec"), minor), None) is None
    yield from validate_stateful_set_update(root, minor, pods=pods)
    yield from changes_of_stateful_set(live, root, minor)


def _in_new(problem: Problem, applied: Applied) -> Problem:
    """Returns the problem with its places in the new manifest, and the field that the API server names."""
    node = applied.origin(problem.node)
    related = tuple(Related(applied.origin(item.node), item.message) for item in problem.related)
    found = problem._replace(node=node, field=problem.path, related=related)
    if problem.rule == "ondelete-with-rolling-update" and not node.present:
        message = (
            "the stored `rollingUpdate` remains next to `OnDelete`: kubectl removes only what it applied"
        )
        return found._replace(message=message, help="set `rollingUpdate: null` next to the `type`")
    return found


def _service(old: Node, new: Node) -> Iterator[Problem]:
    """Yields a change of the address; an omitted address stays as it is."""
    before, after = old.get("spec").get("clusterIP"), new.get("spec").get("clusterIP")
    allocated = ("", "None") if after.string() == "None" else ("",)
    external = "ExternalName" in (_service_type(old), _service_type(new))
    if external or not after.string() or before.string() == after.string():
        return
    if before.string() not in allocated or after.string() == "None":
        help = "delete the Service and apply again: until then its address and DNS records do not exist"
        yield immutable(before, after, "spec.clusterIPs[0]", help)


def _service_type(root: Node) -> str:
    return root.get("spec").get("type").string()


def _claim(old: Node, new: Node) -> Iterator[Problem]:
    """Yields what cannot change in a bound claim: all but a larger request and the attributes class."""
    before, after = old.get("spec"), new.get("spec")
    for key, meaning in defaults.CLAIM_FIELDS.items():
        one, other = before.get(key), after.get(key)
        if key == "resources":
            yield from _shrunk(one.get("requests").get("storage"), other.get("requests").get("storage"))
        elif key in _SET_LATER and not one:
            continue
        elif key != "volumeAttributesClassName" and meaning(one) != meaning(other):
            yield immutable(one, other, "spec", "create a claim with another name, and copy the data")


def _shrunk(old: Node, new: Node) -> Iterator[Problem]:
    before = quantity.read(old.value) if old else None
    after = quantity.read(new.value) if new else None
    if before is not None and after is not None and after.nanos < before.nanos:
        message = f"a claim cannot shrink: `{old.text or old.value}` to `{new.text or new.value}`"
        help = "create a smaller claim with another name, and copy the data"
        related = (Related(old, "the current value"),)
        yield Problem(new, message, rule="immutable-field-changed", help=help, related=related)


# What the API server, or the controller that binds a claim, sets when it is absent.
_SET_LATER = frozenset({"volumeName", "storageClassName", "dataSource", "dataSourceRef"})

_CHANGES: dict[str, Callable[[Node, Node], Iterator[Problem]]] = {
    "Service": _service,
    "PersistentVolumeClaim": _claim,
}
