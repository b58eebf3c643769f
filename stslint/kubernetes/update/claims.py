"""Updates of a PersistentVolumeClaim: a bound claim can grow and change its attributes class, nothing else.

A claim is taken for bound, as every claim in use is. What was bound or filled in since is not known: a volume
that the manifest names now is a change.

Source:
https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims and
https://kubernetes.io/docs/concepts/storage/persistent-volumes/#data-source-references
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.update import defaults
from stslint.kubernetes.update.change import Change, Neighbour
from stslint.kubernetes.update.immutable import RULE, immutable
from stslint.kubernetes.update.trees import drop, put
from stslint.kubernetes.validation.claim import STORAGE_CLASS_ANNOTATION
from stslint.kubernetes.values import quantity
from stslint.model import Node, Problem, Related

_HELP = "create a claim with another name, and copy the data"
_SOURCES = ("dataSource", "dataSourceRef")

# The gate RetroactiveDefaultStorageClass is on from this minor; before it, a claim never gets a class later.
CLASS_LATER_MINOR = 26


def _store(root: Node, minor: int) -> None:
    _normalize_sources(root.get("spec"), in_use=False)


def _prepare(change: Change) -> None:
    before = change.live.get("spec")
    in_use = any(before.get(key) for key in _SOURCES)
    _normalize_sources(change.root.get("spec"), in_use=in_use, ref_in_use=bool(before.get("dataSourceRef")))


def _normalize_sources(spec: Node, *, in_use: bool, ref_in_use: bool = False) -> None:
    """Brings the two fields for a data source in line, and drops a source that the API server ignores."""
    if spec.get("dataSourceRef").get("namespace").string() and not ref_in_use:
        drop(spec, "dataSourceRef")
    source, reference = (spec.get(key) for key in _SOURCES)
    if source and not reference and not in_use and not _is_known_source(source):
        drop(spec, "dataSource")
    elif source and not reference:
        put(spec, "dataSourceRef", source.plain())  # type: ignore[arg-type]
    elif reference and not source and not reference.get("namespace").string():
        put(spec, "dataSource", {key: reference.get(key).string() for key in reference.entries()})
        drop(spec.get("dataSource"), "namespace")


def _is_known_source(source: Node) -> bool:
    named = source.get("apiGroup").string(), source.get("kind").string()
    return named in (("", "PersistentVolumeClaim"), ("snapshot.storage.k8s.io", "VolumeSnapshot"))


def _changes(change: Change) -> Iterator[Problem]:
    before, after = change.live.get("spec"), change.root.get("spec")
    yield from _annotation(change)
    for key, meaning in _FROZEN.items():
        if meaning(before.get(key)) != meaning(after.get(key)) and not _may_be_set(key, change):
            written = change.old.get("spec").get(key)
            yield immutable(written, after.get(key), "spec", _HELP)
            if key == "volumeMode":
                yield immutable(written, after.get(key), "volumeMode", _HELP)
    yield from _unbound(change)
    yield from _shrunk(_size(before), _size(after))


def _unbound(change: Change) -> Iterator[Problem]:
    """Yields a name of no volume, written or removed: a bound claim has one, which the patch would remove."""
    before, after = (tree.get("spec").get("volumeName") for tree in (change.old, change.new))
    if (before.present or after.present) and not before.string() and not after.string():
        yield immutable(before, after, "spec", "remove `volumeName`, and keep it out of the manifest")


def _may_be_set(key: str, change: Change) -> bool:
    """Returns whether a class is named for the first time, or instead of in the annotation."""
    before, after = (tree.get("spec").get(key) for tree in (change.live, change.root))
    if key != "storageClassName" or before or not after or change.minor < CLASS_LATER_MINOR:
        return False
    annotated = _annotated(change.live)
    return not annotated.present or annotated.string() == after.string()


def _annotation(change: Change) -> Iterator[Problem]:
    before, after = _annotated(change.live), _annotated(change.root)
    moved = before.present and not after.present and _may_be_set("storageClassName", change)
    if before.string() != after.string() and not moved:
        field = f"metadata.annotations.{STORAGE_CLASS_ANNOTATION}"
        yield immutable(_annotated(change.old), after, field, _HELP)


def _annotated(root: Node) -> Node:
    return root.get("metadata").get("annotations").get(STORAGE_CLASS_ANNOTATION)


def _size(spec: Node) -> Node:
    return spec.get("resources").get("requests").get("storage")


def _shrunk(old: Node, new: Node) -> Iterator[Problem]:
    before, after = quantity.read(old.value), quantity.read(new.value)
    if before is not None and before.nanos > (0 if after is None else after.nanos):
        message = f"a claim cannot shrink: `{old.text or old.value}` to `{new.text or new.value or 0}`"
        help = "create a smaller claim with another name, and copy the data"
        related = (Related(old, "it is this now"),)
        yield Problem(new, message, rule=RULE, help=help, related=related)


def _resources(node: Node) -> defaults.Meaning:
    """Returns what the resources mean but for the requested size, which can grow."""
    requests = {key: amount for key, amount in _amounts(node.get("requests")).items() if key != "storage"}
    return requests if node.get("requests") else None, _amounts(node.get("limits"))


def _amounts(node: Node) -> dict[str, int]:
    found = {key: quantity.read(child.value) for key, child in node.entries().items()}
    return {key: amount.nanos for key, amount in found.items() if amount is not None}


_FROZEN: dict[str, Callable[[Node], defaults.Meaning]] = {
    key: _resources if key == "resources" else meaning
    for key, meaning in defaults.CLAIM_FIELDS.items()
    if key != "volumeAttributesClassName"
}

CLAIM = Neighbour(_store, _prepare, _changes)
