"""The API server: it decodes, defaults, refuses or stores a StatefulSet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stslint.planner.admission import AUTO_DELETE, MAX_UNAVAILABLE, START_ORDINAL, at, unreadable
from stslint.planner.releases import ORDINALS, Release
from stslint.planner.spec import read_revision, read_spec
from stslint.planner.state import Action, Cluster, Manifest, Revision, StatefulSet
from stslint.runtime.namedtuple import NamedTuple

MOST_REPLICAS = 100_000
"""Pods are planned one by one; a plan of more is of no use to anybody."""

_GATED: tuple[tuple[str, str, Release], ...] = (
    ("persistentVolumeClaimRetentionPolicy", AUTO_DELETE, (1, 23)),
    ("ordinals", START_ORDINAL, ORDINALS),
    ("updateStrategy.rollingUpdate.maxUnavailable", MAX_UNAVAILABLE, (1, 24)),
)
"""Fields that a gate guards, and the first release that knows them."""

Conditions = tuple[Release, frozenset[str]]
"""The Kubernetes version, and the feature gates that are on in it."""

Decode = Callable[[str], Mapping[str, Any]]
"""Reads a manifest's text. Raises ValueError, saying why, when it cannot."""

Refuse = Callable[[Manifest | None, Manifest, str, frozenset[str]], list[str]]
"""Says why the API server refuses a new manifest, given the stored one: ``admission.refusals`` or better."""


class Api(NamedTuple):
    """The API server that a scenario talks to. ``first`` is the text of the scenario's own manifest."""

    version: str
    decode: Decode
    refuse: Refuse
    first: str


class Outcome(NamedTuple):
    """The cluster after an event, what it did at once, and why it was refused.

    ``error``: the event could not be understood at all.
    """

    cluster: Cluster
    actions: tuple[Action, ...] = ()
    refused: tuple[str, ...] = ()
    error: str = ""


def mistaken(cluster: Cluster, message: str) -> Outcome:
    """Returns that the event makes no sense, and changes nothing."""
    return Outcome(cluster, refused=(message,), error=message)


def refused(cluster: Cluster, *messages: str) -> Outcome:
    """Returns that the API server refused the event, which changes nothing."""
    return Outcome(cluster, refused=messages)


def store(api: Api, cluster: Cluster, manifest: Manifest, *, broken: bool = False) -> Outcome:
    """Admits a manifest and makes it the stored object; ``broken``: pods of its template cannot start."""
    problems = unreadable(manifest)
    if problems:
        return refused(cluster, *problems)
    manifest = as_stored(manifest, (cluster.release, cluster.gates))
    stored = cluster.set
    problems = api.refuse(stored.manifest if stored else None, manifest, api.version, cluster.gates)
    if problems:
        return refused(cluster, *problems)
    name = str(at(manifest, "metadata.name"))
    if cluster.name not in ("", name) and (stored or _inhabited(cluster)):
        return mistaken(cluster, f"the scenario is about `{cluster.name}`, and this manifest about `{name}`")
    if (at(manifest, "spec.replicas") or 0) > MOST_REPLICAS:
        return mistaken(cluster, f"spec.replicas: plan with at most {MOST_REPLICAS} replicas")
    return Outcome(_stored(cluster, name, manifest, broken))


def _inhabited(cluster: Cluster) -> bool:
    return any(slot.pod or slot.claims for _, _, slot in cluster.slots.runs)


def ignored_fields(manifest: Manifest, conditions: Conditions) -> list[tuple[str, str]]:
    """Returns the fields below ``spec`` that the API server drops unseen, each with the gate that is off."""
    release, gates = conditions
    return [
        (path, gate)
        for path, gate, since in _GATED
        if gate not in gates and release >= since and at(manifest, f"spec.{path}") is not None
    ]


def as_stored(manifest: Manifest, conditions: Conditions) -> Manifest:
    """Returns the manifest without the fields that the API server drops."""
    for path, _ in ignored_fields(manifest, conditions):
        manifest = _without(manifest, ["spec", *path.split(".")])
    return manifest


def _without(parent: Mapping[str, Any], path: list[str]) -> dict[str, Any]:
    key, *rest = path
    if not rest:
        return {name: value for name, value in parent.items() if name != key}
    return {**parent, key: _without(parent[key], rest)}


def _stored(cluster: Cluster, name: str, manifest: Manifest, broken: bool) -> Cluster:
    cluster, number = _numbered(cluster, manifest)
    spec = read_spec(manifest, number)
    if broken:
        cluster = with_revision(cluster, number, cluster.revision(number)._replace(unstartable=True))
    old = cluster.set
    if old is None:
        return cluster._replace(name=name, set=StatefulSet(name, manifest, spec))
    changed = (spec, _beside(manifest)) != (old.spec, _beside(old.manifest))
    generation = old.generation + 1 if changed else old.generation
    return cluster._replace(set=old._replace(manifest=manifest, spec=spec, generation=generation))


def _beside(manifest: Manifest) -> tuple[Any, Any]:
    """Returns what else in the spec may change and so makes a new generation."""
    limit = at(manifest, "spec.revisionHistoryLimit")
    most = at(manifest, "spec.updateStrategy.rollingUpdate.maxUnavailable")
    return 10 if limit is None else limit, 1 if most is None else most


def _numbered(cluster: Cluster, manifest: Manifest) -> tuple[Cluster, int]:
    """Returns the number of the template's revision, which an equal older template has already."""
    revision = read_revision(manifest)
    for number, known in enumerate(cluster.revisions, 1):
        if known.template == revision.template:
            return cluster, number
    return cluster._replace(revisions=(*cluster.revisions, revision)), len(cluster.revisions) + 1


def with_revision(cluster: Cluster, number: int, revision: Revision) -> Cluster:
    """Returns the cluster with the revision of that number changed."""
    before, after = cluster.revisions[: number - 1], cluster.revisions[number:]
    return cluster._replace(revisions=(*before, revision, *after))
