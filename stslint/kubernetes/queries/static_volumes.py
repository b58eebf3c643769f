"""Whether a PersistentVolume in the files can be bound to the claims of a template.

Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.kubernetes.queries.objects import is_pod_of, name, namespace, pod_spec
from stslint.kubernetes.values.labels import selector_of
from stslint.kubernetes.values.quantity import read
from stslint.model import Bundle, Node

NO_PROVISIONER = "kubernetes.io/no-provisioner"


def is_static(claim: Node, bundle: Bundle) -> bool:
    """Returns whether nothing creates volumes for a claim: only volumes that exist can be bound."""
    node = claim.at("spec.storageClassName")
    if not node:
        return False
    wanted = node.string()
    if not wanted:
        return True
    found = bundle.find("StorageClass", "", wanted)
    if found is not None:
        return found.root.get("provisioner").value == NO_PROVISIONER
    return bundle.complete and any(_class(each.root) == wanted for each in bundle.of_kind("PersistentVolume"))


def is_claim_of(claim: str, template: Node, stateful_set: Node) -> bool:
    """Returns whether a name is that of a claim that a template becomes."""
    stem = f"{template.at('metadata.name').string()}-"
    return claim.startswith(stem) and is_pod_of(claim.removeprefix(stem), stateful_set)


def misfit(volume: Node, claim: Node, stateful_set: Node) -> str:
    """Returns why a PersistentVolume is not bound to a claim of the template, or an empty string."""
    spec, wanted = volume.get("spec"), claim.get("spec")
    if _class(volume) != wanted.get("storageClassName").string():
        return f"its class is `{_class(volume)}`"
    capacity = read(spec.at("capacity.storage").value)
    size = wanted.at("resources.requests.storage")
    request = read(size.value)
    if capacity is not None and request is not None and capacity.nanos < request.nanos:
        return f"it has {spec.at('capacity.storage').text} of {size.text}"
    modes = {mode.string() for mode in spec.get("accessModes").elements()}
    lacking = [mode.string() for mode in wanted.get("accessModes").elements() if mode.string() not in modes]
    if lacking:
        return f"it does not allow {lacking[0]}"
    if spec.get("volumeMode").string("Filesystem") != wanted.get("volumeMode").string("Filesystem"):
        return f"its volume mode is {spec.get('volumeMode').string('Filesystem')}"
    reserved = _reserved(spec.get("claimRef"), claim, stateful_set)
    return reserved or _unselected(volume, wanted.get("selector")) or _elsewhere(volume, stateful_set)


def hosts_of(volume: Node) -> frozenset[str] | None:
    """Returns the nodes that a volume can be used on by their host names, or None if it is not known."""
    terms = volume.at("spec.nodeAffinity.required.nodeSelectorTerms").elements()
    hosts: set[str] = set()
    for term in terms:
        named = [
            one
            for one in term.get("matchExpressions").elements()
            if one.get("key").value == "kubernetes.io/hostname" and one.get("operator").value == "In"
        ]
        if not named:
            return None
        hosts |= {value.string() for value in named[0].get("values").elements()}
    return frozenset(hosts) if terms else None


def _class(volume: Node) -> str:
    return volume.at("spec.storageClassName").string()


def _reserved(reference: Node, claim: Node, stateful_set: Node) -> str:
    if not reference.get("name"):
        return ""
    wanted, place = reference.get("name").string(), reference.get("namespace").string()
    same_place = not place or not namespace(stateful_set) or place == namespace(stateful_set)
    if same_place and is_claim_of(wanted, claim, stateful_set):
        return ""
    return f"it is reserved for the claim `{wanted}`"


def _elsewhere(volume: Node, stateful_set: Node) -> str:
    """Returns why no node of the pods has the volume, as far as ``nodeSelector`` tells it."""
    chosen = pod_spec(stateful_set).get("nodeSelector").strings()
    terms = volume.at("spec.nodeAffinity.required.nodeSelectorTerms").elements()
    if not terms or not chosen or any(_allows(term, chosen) for term in terms):
        return ""
    return "its node is not one that the pods' `nodeSelector` allows"


def _allows(term: Node, chosen: Mapping[str, str]) -> bool:
    selector = selector_of(term)
    known = [one for one in selector.requirements if one.key in chosen] if selector is not None else []
    return all(one.matches(chosen) for one in known)


def _unselected(volume: Node, selector: Node) -> str:
    chosen = selector_of(selector) if selector else None
    if chosen is None or chosen.matches(volume.at("metadata.labels").strings()):
        return ""
    return f"the claim's selector does not match `{name(volume)}`"
