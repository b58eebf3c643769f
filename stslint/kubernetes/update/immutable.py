"""Fields that cannot change once an object is stored, and how to make the change anyway.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ and the changelogs of
Kubernetes 1.33 (``revisionHistoryLimit`` may change) and 1.37 (each field is named in the answer).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.update import defaults
from stslint.kubernetes.update.claim_changes import changes_of_claims, deletion_without_pods
from stslint.kubernetes.validation.fields import shorten
from stslint.model import Node, Problem, Related
from stslint.runtime.namedtuple import NamedTuple

RULE = "immutable-field-changed"
SERVERS_OWN = ("uid", "deletionTimestamp", "deletionGracePeriodSeconds")
NAMED_FIELDS_MINOR = 37
REVISION_LIMIT_MINOR = 33


class Frozen(NamedTuple):
    """A field that cannot change: what its values mean, and what happens when the object is recreated."""

    meaning: Callable[[Node], defaults.Meaning]
    way: str


def _recreate(root: Node, after: str) -> str:
    return f"to change it, run `{deletion_without_pods(root)}`, then apply: {after}"


STATEFUL_SET: dict[str, Frozen] = {
    "selector": Frozen(
        defaults.label_selector, "the pods that it no longer selects remain and must be deleted"
    ),
    "serviceName": Frozen(
        defaults.text, "the pods keep running, and get the new DNS names when they restart"
    ),
    "podManagementPolicy": Frozen(defaults.policy, "the pods keep running"),
    "volumeClaimTemplates": Frozen(
        defaults.claim_templates, "the pods keep running, and existing claims keep their values"
    ),
    "revisionHistoryLimit": Frozen(defaults.revision_limit, "the pods keep running"),
}


def changes_of_stateful_set(live: Node, new: Node, minor: int) -> Iterator[Problem]:
    """Yields each immutable field of a StatefulSet that means something else in ``new`` than in ``live``."""
    before, after = live.get("spec"), new.get("spec")
    for key, frozen in STATEFUL_SET.items():
        if key == "revisionHistoryLimit" and minor >= REVISION_LIMIT_MINOR:
            continue
        if frozen.meaning(before.get(key)) != frozen.meaning(after.get(key)):
            field = f"spec.{key}" if minor >= NAMED_FIELDS_MINOR else "spec"
            if key == "volumeClaimTemplates":
                yield from changes_of_claims(live, new, field)
            else:
                help = _recreate(new, frozen.way)
                yield immutable(before.get(key), after.get(key), field, help)


def changes_of_metadata(old: Node, new: Node) -> Iterator[Problem]:
    """Yields what only the API server writes in ``metadata``.

    A manifest that was read from a cluster may name the ``uid`` of its object, where ``old`` names the same.
    """
    before, after = old.get("metadata"), new.get("metadata")
    for key in SERVERS_OWN:
        node = after.get(key)
        if node and (key != "uid" or node.value not in ("", before.get(key).value)):
            help = f"remove `{key}`: the API server sets it"
            yield immutable(before.get(key), node, f"metadata.{key}", help)


def immutable(old: Node, new: Node, field: str, help: str) -> Problem:
    """Returns the problem of a field that differs from what is stored; ``old`` may be absent."""
    key = str(new.key)
    if old and new and old.kind not in ("mapping", "sequence") and new.kind == old.kind:
        message = f"`{key}` cannot be changed from `{shorten(str(old.value))}` to `{shorten(str(new.value))}`"
    else:
        message = f"`{key}` cannot {'be changed' if old and new else 'be added' if new else 'be removed'}"
    related = (Related(old, "the current value"),) if old.present else ()
    return Problem(
        new, f"{message} once the object exists", rule=RULE, help=help, field=field, related=related
    )
