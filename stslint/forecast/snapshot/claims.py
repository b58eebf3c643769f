"""Why the PersistentVolumeClaims of a pod that does not run keep it from starting.

Sources: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding,
https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.forecast.snapshot.inventory import Inventory, claim_templates
from stslint.forecast.snapshot.symptom import FAILED_UPDATE, Remedy, Symptom, shortened
from stslint.planner import live_objects as live
from stslint.planner.live_claims import place_of
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at, mapping_at
from stslint.planner.releases import CLAIMS_OF_PENDING, Release

_DEFAULT = "storageclass.kubernetes.io/is-default-class"
_LATE = frozenset({"WaitForFirstConsumer", "WaitForPodScheduled"})


def claim_symptoms(pod: LiveObject, inventory: Inventory, release: Release) -> Iterator[Symptom]:
    """Yields what is wrong with the claims of a pod, as far as the snapshot has claims."""
    if not inventory.of_kind("PersistentVolumeClaim") or at(pod, "status.phase") == "Running":
        return
    for name in claims_of(pod):
        claim = inventory.claims_by_name.get((live.namespace_of(pod), name))
        if claim is None:
            yield from _missing(pod, name, inventory, release)
        elif live.is_deleted(claim):
            text = f"its PersistentVolumeClaim {name} is being deleted"
            yield Symptom("ClaimTerminating", text, "claim", renewed="pod")
        elif at(claim, "status.phase") in ("Pending", "Lost"):
            yield from _unbound(pod, claim, inventory)


def claims_of(pod: LiveObject) -> list[str]:
    """Returns the names of the claims that a pod mounts."""
    volumes = live.sequence(at(pod, "spec.volumes"))
    names = [at(volume, "persistentVolumeClaim.claimName") for volume in volumes if isinstance(volume, dict)]
    return [str(name) for name in names if name]


def mount_symptoms(pod: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    """Yields that a pod has no volume for a claim template, which the controller cannot add to it."""
    key = inventory.set_of_pod(pod)
    found = inventory.sets.get(key) if key else None
    if found is None or live.uid_of(found) != (live.controller_reference(pod) or {}).get("uid"):
        return
    templates, mounted = claim_templates(found), claims_of(pod)
    lacking = [name for name in templates if f"{name}-{live.name_of(pod)}" not in mounted]
    if lacking and (mounted or any(_is_failed_update(each, pod) for each in inventory.events_about(found))):
        text = f"it has no volume for the claim template `{lacking[0]}`, and its volumes cannot change"
        yield Symptom(FAILED_UPDATE, f"{text}: its update fails", "claim", starts=True, renewed="pod")


def _is_failed_update(event: LiveObject, pod: LiveObject) -> bool:
    words = str(event.get("message") or event.get("note") or "").split()
    return event.get("reason") == FAILED_UPDATE and live.name_of(pod) in words


def _missing(pod: LiveObject, name: str, inventory: Inventory, release: Release) -> Iterator[Symptom]:
    key = inventory.set_of_pod(pod)
    place = place_of(name, key[1]) if key else None
    own = bool(key and place and place[0] in claim_templates(inventory.sets.get(key, {})))
    if own and release >= CLAIMS_OF_PENDING:
        return
    text = f"its PersistentVolumeClaim {name} does not exist"
    remedy = None if own else Remedy(f"create the PersistentVolumeClaim {name}")
    yield Symptom("ClaimMissing", text, "claim", remedy=remedy, renewed="pod" if own else "")


def _unbound(pod: LiveObject, claim: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    name, phase = live.name_of(claim), at(claim, "status.phase")
    volume = str(at(claim, "spec.volumeName") or "")
    if phase == "Lost":
        remedy = Remedy(f"restore the PersistentVolume {volume}")
        text = f"its PersistentVolumeClaim {name} is Lost: the PersistentVolume {volume} no longer exists"
        yield Symptom("ClaimLost", text, "claim", remedy=remedy, renewed="claim", claims=(name,))
    elif not _waits_for_the_pod(pod, claim, inventory):
        why, remedy = _why_pending(claim, volume, inventory)
        yield Symptom(
            "ClaimPending", f"its PersistentVolumeClaim {name} is Pending{why}", "claim", remedy=remedy
        )


def _waits_for_the_pod(pod: LiveObject, claim: LiveObject, inventory: Inventory) -> bool:
    """Returns whether a claim is bound only once its pod has a node, which it does not have yet."""
    found = inventory.of_name("StorageClass", _class_name(claim))
    late = found is not None and found.get("volumeBindingMode") == "WaitForFirstConsumer"
    late = late or any(event.get("reason") in _LATE for event in inventory.events_about(claim))
    return late and not at(pod, "spec.nodeName") and not at(claim, "spec.volumeName")


def _why_pending(claim: LiveObject, volume: str, inventory: Inventory) -> tuple[str, Remedy]:
    """Returns why a claim is not bound, and what binds it."""
    if volume:
        return _held_volume(claim, volume, inventory)
    name, classes = _class_name(claim), inventory.of_kind("StorageClass")
    if name and classes and inventory.of_name("StorageClass", name) is None:
        known = ", ".join(sorted(live.name_of(each) for each in classes))
        why = f": StorageClass {name} does not exist (there is {known})"
        return why, Remedy(f"create the StorageClass {name}, or a PersistentVolume of this class")
    if at(claim, "spec.storageClassName") is None and classes and not any(map(_is_default, classes)):
        make = "make one the default StorageClass, or create a PersistentVolume"
        return ": it names no StorageClass, and no StorageClass is the default", Remedy(make)
    released = _released_for(claim, inventory)
    if released:
        return _held_volume(claim, released, inventory)
    return _last_warning(claim, inventory), Remedy(
        "make a volume available for the PersistentVolumeClaim: check its StorageClass"
    )


def _held_volume(claim: LiveObject, volume: str, inventory: Inventory) -> tuple[str, Remedy]:
    found = inventory.of_name("PersistentVolume", volume)
    if found is None and inventory.of_kind("PersistentVolume"):
        return f": PersistentVolume {volume} does not exist", Remedy(f"create the PersistentVolume {volume}")
    phase, holder = at(found or {}, "status.phase"), mapping_at(found or {}, "spec.claimRef")
    if phase == "Released" and _names(holder, claim):
        patch = """--type json -p '[{"op": "remove", "path": "/spec/claimRef/uid"}]'"""
        why = f": PersistentVolume {volume} is Released and reserved for a former claim of this name"
        title = f"give the claim the PersistentVolume {volume}, if its data is that of this pod"
        return why, Remedy(title, (f"kubectl patch pv {volume} {patch}",))
    if holder and not _names(holder, claim):
        other = f"{holder.get('namespace')}/{holder.get('name')}"
        return f": PersistentVolume {volume} belongs to {other}", Remedy(f"release the volume from {other}")
    return _last_warning(claim, inventory), Remedy(f"make the PersistentVolume {volume} available")


def _released_for(claim: LiveObject, inventory: Inventory) -> str:
    """Returns the volume that a deleted claim of this name left behind."""
    for volume in inventory.of_kind("PersistentVolume"):
        if at(volume, "status.phase") == "Released" and _names(mapping_at(volume, "spec.claimRef"), claim):
            return live.name_of(volume)
    return ""


def _names(reference: LiveObject, claim: LiveObject) -> bool:
    return (reference.get("namespace"), reference.get("name")) == (
        live.namespace_of(claim),
        live.name_of(claim),
    )


def _class_name(claim: LiveObject) -> str:
    return str(at(claim, "spec.storageClassName") or "")


def _is_default(found: LiveObject) -> bool:
    return mapping_at(found, "metadata.annotations").get(_DEFAULT) == "true"


def _last_warning(claim: LiveObject, inventory: Inventory) -> str:
    events = inventory.events_about(claim)
    return shortened(events[-1].get("message") or events[-1].get("note")) if events else ""
