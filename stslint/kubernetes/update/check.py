"""The API server's verdict on a manifest that is applied over the one before.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ (what may be updated),
https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims and
https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.update import defaults
from stslint.kubernetes.update.immutable import changes_of_metadata, changes_of_stateful_set
from stslint.kubernetes.update.merge import WRAPS, Applied, apply
from stslint.kubernetes.update.neighbours import validate_neighbour
from stslint.kubernetes.update.same_spec import means_the_same
from stslint.kubernetes.validation.stateful_set import (
    validate_stateful_set_spec,
    validate_stateful_set_update,
    warn_of_stateful_set,
)
from stslint.kubernetes.validation.verdict import validate
from stslint.model import Node, Problem, Related


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
    return list(validate_neighbour(old, new, minor))


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
    changed = not means_the_same(live, applied.root, minor)
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
