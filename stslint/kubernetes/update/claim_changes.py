"""What differs between two lists of claim templates, place by place, and how to make the change anyway.

Nothing of it can change on a stored StatefulSet, so each difference is refused, and named by what differs:
the claims themselves, their size, their labels, or another field. Source:
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates and
https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.kubectl import for_each_ordinal, joined, kubectl_for, quoted
from stslint.kubernetes.queries.objects import first_ordinal, replicas
from stslint.kubernetes.queries.objects import name as name_of
from stslint.kubernetes.update import defaults
from stslint.kubernetes.validation.fields import shorten
from stslint.kubernetes.values import quantity
from stslint.model import Node, Problem, Related
from stslint.runtime.namedtuple import NamedTuple

CLAIM_SET = "claim-set-changed"
SIZE = "claim-size-changed"
METADATA = "claim-metadata-changed"
OTHER = "immutable-field-changed"
_LONGEST_NAME = 253


class _Way(NamedTuple):
    """How to make a change anyway: the StatefulSet that is stored, and in words how to recreate it."""

    live: Node
    recreate: str


def changes_of_claims(live: Node, changed: Node, field: str) -> Iterator[Problem]:
    """Yields each difference of meaning between the claim templates of two versions of a StatefulSet.

    At least one, if the lists mean different things. ``field`` is how the API server names the field.
    """
    old, new = (root.get("spec").get("volumeClaimTemplates") for root in (live, changed))
    recreate = f"run `{deletion_without_pods(changed)}`, then apply"
    found = False
    for problem in _differences(old, new, field, _Way(live, recreate)):
        found = True
        yield problem
    if not found and defaults.claim_templates(old) != defaults.claim_templates(new):
        yield _changed(
            old, new, "`volumeClaimTemplates` cannot be changed", OTHER, f"to change it, {recreate}", field
        )


def _differences(old: Node, new: Node, field: str, way: _Way) -> Iterator[Problem]:
    before, after = _by_name(old), _by_name(new)
    if list(before) != list(after):
        yield _claims_differ(old, new, field, way.recreate)
    for name, claim in after.items():
        if name in before:
            yield from _claim_differs(before[name], claim, name, field, way)


def _by_name(claims: Node) -> dict[str, Node]:
    return {claim.get("metadata").get("name").string(): claim for claim in claims.elements()}


def _claims_differ(old: Node, new: Node, field: str, recreate: str) -> Problem:
    before, after = _by_name(old), _by_name(new)
    added = [name for name in after if name not in before]
    removed = [name for name in before if name not in after]
    place = after[added[0]].get("metadata").get("name") if added else new
    what = _in_words(added, removed)
    help = f"{recreate}: each pod gets the new claims when it restarts"
    if removed:
        help += ", and the volumes of the old ones remain with their data"
    return _changed(
        old,
        place,
        f"the claim templates of an existing StatefulSet cannot be changed: {what}",
        CLAIM_SET,
        help,
        field,
    )


def _in_words(added: list[str], removed: list[str]) -> str:
    if len(added) == len(removed) == 1:
        return f"`{removed[0]}` became `{added[0]}`, which is a new, empty volume for each pod"
    parts = [f"{_names(added)} {_was(added)} added"] if added else []
    if removed:
        parts.append(f"{_names(removed)} {_was(removed)} removed")
    return " and ".join(parts) or "their order has changed"


def _was(names: list[str]) -> str:
    return "was" if len(names) == 1 else "were"


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _claim_differs(old: Node, new: Node, name: str, field: str, way: _Way) -> Iterator[Problem]:
    for part in ("labels", "annotations"):
        before, after = old.get("metadata").get(part), new.get("metadata").get(part)
        if before.strings() != after.strings():
            yield _metadata_differs(before, after, name, field, way.recreate)
    before, after = old.get("spec"), new.get("spec")
    for key, meaning in defaults.CLAIM_FIELDS.items():
        if meaning(before.get(key)) == meaning(after.get(key)):
            continue
        if key == "resources" and _size(before) != _size(after):
            yield _size_differs(_storage(before), _storage(after), name, field, way)
        else:
            message = f"`{key}` of claim template `{name}` cannot be changed once the StatefulSet exists"
            help = f"to change it, {way.recreate}: existing claims keep their values"
            yield _changed(before.get(key), after.get(key), message, OTHER, help, field)


def _metadata_differs(old: Node, new: Node, name: str, field: str, recreate: str) -> Problem:
    key = _differing_key(old, new)
    place = new.get(key) if key and new.get(key).present else new
    what = f"{'label' if new.key == 'labels' else 'annotation'} `{key}`"
    message = f"{what} of claim template `{name}` cannot be changed once the StatefulSet exists"
    help = f"restore the old value, or {recreate}: only claims created later get the change"
    return _changed(old.get(key) if old.get(key).present else old, place, message, METADATA, help, field)


def _differing_key(old: Node, new: Node) -> str:
    before, after = old.strings(), new.strings()
    return next((key for key in (*after, *before) if before.get(key) != after.get(key)), "")


def _size_differs(old: Node, new: Node, name: str, field: str, way: _Way) -> Problem:
    before, after = _amount(old), _amount(new)
    sizes = f"from `{old.text or old.value}` to `{new.text or new.value}`"
    if after > before:
        message = f"claim template `{name}` of an existing StatefulSet cannot grow, {sizes}"
        grow = _growth(way.live, name, str(new.value))
        help = (
            f"first grow the claims with `{grow}`, which their StorageClass has to allow "
            f"(`allowVolumeExpansion`), then {way.recreate}: the pods keep running"
        )
    else:
        message = f"claim template `{name}` cannot shrink, {sizes}: volumes never shrink"
        help = "restore the old size; or create a StatefulSet with another name and copy the data"
    return _changed(old, new, message, SIZE, help, field)


def _growth(live: Node, template: str, size: str) -> str:
    """Returns the command that gives the claims of a template another size."""
    import json  # takes half as long to load as Python

    patch = json.dumps({"spec": {"resources": {"requests": {"storage": size}}}}, separators=(",", ":"))
    claim = f"{joined([f'{template}-{_name(live)}'])}-$i"
    start = first_ordinal(live)
    command = kubectl_for(live, f"patch pvc {claim} -p {quoted(patch)}")
    return for_each_ordinal(range(start, start + max(replicas(live), 1)), command)


def deletion_without_pods(root: Node) -> str:
    """Returns the command that deletes a StatefulSet and leaves its pods running."""
    return kubectl_for(root, f"delete statefulset {quoted(_name(root))} --cascade=orphan")


def _name(root: Node) -> str:
    return shorten(name_of(root), _LONGEST_NAME)


def _storage(spec: Node) -> Node:
    return spec.get("resources").get("requests").get("storage")


def _size(spec: Node) -> int:
    return _amount(_storage(spec))


def _amount(node: Node) -> int:
    amount = quantity.read(node.value) if node else None
    return amount.millis if amount is not None else 0


def _changed(old: Node, new: Node, message: str, rule: str, help: str, field: str) -> Problem:
    related = (Related(old, "the current value"),) if old.present else ()
    return Problem(new, message, rule=rule, help=help, field=field, related=related)
