"""Why the scheduler finds no node for a pod, and what gives it one.

Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.moves import names
from stslint.forecast.snapshot.claims import claims_of
from stslint.forecast.snapshot.inventory import Inventory
from stslint.forecast.snapshot.symptom import Remedy, Symptom, shortened
from stslint.kubernetes.values.labels import selector_from
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at, mapping_at
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import join_or

HOSTNAME = "kubernetes.io/hostname"
_CONFLICT = "volume node affinity conflict"
_REMEDIES = (
    ("Insufficient", "make room for the pod: add a node, or lower the requests of other pods"),
    ("untolerated taint", "remove the taint from a node, or add a node without it"),
    ("had taint", "remove the taint from a node, or add a node without it"),
    ("anti-affinity", "add a node: the anti-affinity of the pod excludes those that there are"),
    ("node affinity/selector", "label a node as the pod selects it, or add such a node"),
    ("topology spread", "add a node where the topology spread constraints allow the pod"),
    ("Too many pods", "make room for the pod: add a node"),
)
_ANY = "make room for the pod: add a node, or free one"


class _Place(NamedTuple):
    """Where the volume of a claim can be mounted: the requirement in words, and the nodes that meet it."""

    claim: str
    volume: str
    host: str
    wanted: str
    nodes: tuple[LiveObject, ...]


def scheduling_symptoms(pod: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    """Yields why no node takes a pod; nothing if it has a node, or the scheduler has not tried yet."""
    scheduled = live.conditions_of(pod).get("PodScheduled", {})
    if scheduled.get("status") != "False":
        return
    message = str(scheduled.get("message") or "")
    text = f"no node is found for it{shortened(message)}"
    place = next(filter(_is_closed, _places(pod, inventory)), None)
    if place is not None:
        yield _elsewhere(place)
    elif _CONFLICT in message:
        remedy = Remedy("make a node available that can mount the volumes of the pod")
        claims = tuple(claims_of(pod))
        yield Symptom("Unschedulable", text, "pod", remedy=remedy, renewed="claim", claims=claims)
    else:
        yield Symptom("Unschedulable", text, "pod", remedy=_remedy(message, inventory))


def _remedy(message: str, inventory: Inventory) -> Remedy:
    cordoned = [live.name_of(node) for node in inventory.of_kind("Node") if _is_cordoned(node)]
    if "unschedulable" in message and cordoned:
        return _uncordon(cordoned)
    return Remedy(next((title for part, title in _REMEDIES if part in message), _ANY))


def _uncordon(nodes: Sequence[str]) -> Remedy:
    return Remedy(f"uncordon {names(nodes)}", tuple(f"kubectl uncordon {node}" for node in nodes))


def _is_cordoned(node: LiveObject) -> bool:
    return at(node, "spec.unschedulable") is True


def _is_ready(node: LiveObject) -> bool:
    return str(live.conditions_of(node).get("Ready", {}).get("status", "True")) == "True"


def _is_closed(place: _Place) -> bool:
    """Returns whether no node can mount the volume and take a pod now."""
    return all(_is_cordoned(node) or not _is_ready(node) for node in place.nodes)


def _places(pod: LiveObject, inventory: Inventory) -> Iterator[_Place]:
    nodes = inventory.of_kind("Node")
    for name in claims_of(pod) if nodes else ():
        claim = inventory.claims_by_name.get((live.namespace_of(pod), name), {})
        volume = inventory.of_name("PersistentVolume", str(at(claim, "spec.volumeName") or ""))
        terms = live.sequence(at(volume or {}, "spec.nodeAffinity.required.nodeSelectorTerms"))
        if volume is not None and terms:
            found = tuple(node for node in nodes if any(_matches(term, node) for term in terms))
            yield _Place(name, live.name_of(volume), _host(terms), _in_words(terms), found)


def _matches(term: object, node: LiveObject) -> bool:
    """Returns whether a node meets a term; one that selects by fields counts as met."""
    if not isinstance(term, dict) or term.get("matchFields"):
        return True
    expressions = {"matchExpressions": term.get("matchExpressions") or []}
    return selector_from(expressions).matches(live.labels_of(node))


def _requirements(terms: Sequence[object]) -> Iterator[tuple[str, list[str]]]:
    for term in terms:
        for each in live.sequence(mapping_at({"term": term}, "term").get("matchExpressions")):
            if isinstance(each, dict):
                yield str(each.get("key")), [str(value) for value in live.sequence(each.get("values"))]


def _host(terms: Sequence[object]) -> str:
    hosts = [values[0] for key, values in _requirements(terms) if key == HOSTNAME and len(values) == 1]
    return hosts[0] if len(hosts) == 1 else ""


def _in_words(terms: Sequence[object]) -> str:
    return " and ".join(f"{key} in {join_or(values)}" for key, values in _requirements(terms))


def _elsewhere(place: _Place) -> Symptom:
    """Returns that a volume is where no node takes the pod."""
    where = f"on node {place.host}" if place.host else f"on nodes with {place.wanted}"
    state, remedy = _closed(place)
    text = f"its PersistentVolume {place.volume} can be mounted only {where}, {state}"
    return Symptom("VolumeElsewhere", text, "claim", remedy=remedy, renewed="claim", claims=(place.claim,))


def _closed(place: _Place) -> tuple[str, Remedy]:
    one = len(place.nodes) == 1
    if not place.nodes and place.host:
        return "which does not exist", Remedy(f"bring node {place.host} back under its name")
    if not place.nodes:
        return "and there is none", Remedy(f"add a node with {place.wanted}")
    ready = [live.name_of(node) for node in place.nodes if _is_ready(node)]
    if ready:
        return f"which {'is' if one else 'are'} cordoned", _uncordon(ready)
    found = names([live.name_of(node) for node in place.nodes])
    return f"which {'is' if one else 'are'} not Ready", Remedy(f"bring {found} back")
