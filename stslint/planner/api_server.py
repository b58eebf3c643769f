"""The API server: it decodes, defaults, refuses or stores a StatefulSet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from stslint.planner import manifest_fields as fields
from stslint.planner import update_strategy
from stslint.planner.feature_gates import as_stored
from stslint.planner.manifest_fields import at, setting
from stslint.planner.revision_name import as_stored as as_stored_template
from stslint.planner.revision_name import revision_name
from stslint.planner.spec import read_revision, read_spec
from stslint.planner.state import Cluster, Manifest, OrdinalAction, Revision, StatefulSet
from stslint.runtime.namedtuple import NamedTuple

MOST_REPLICAS = 100_000
"""Pods are planned one by one; a plan of more pods would be of no use."""

Decode = Callable[[str], Mapping[str, Any]]
"""Reads a manifest's text. Raises ValueError, saying why, when it cannot."""

Refuse = Callable[[Manifest | None, Manifest, str], list[str]]
"""Says why the API server of a release refuses a new manifest, given the stored one (None on creation).

The update strategy is not its concern: see ``update_strategy``.
"""


class Api(NamedTuple):
    """The API server that a scenario talks to. ``first`` is the text of the scenario's own manifest."""

    version: str
    decode: Decode
    refuse: Refuse
    first: str


class EventOutcome(NamedTuple):
    """The cluster after an event, the immediate actions, and why it was refused.

    ``error``: the event could not be understood at all.
    """

    cluster: Cluster
    actions: tuple[OrdinalAction, ...] = ()
    refused: tuple[str, ...] = ()
    error: str = ""


def invalid_step(cluster: Cluster, message: str) -> EventOutcome:
    """Returns the outcome of an event that makes no sense: nothing changes."""
    return EventOutcome(cluster, refused=(message,), error=message)


def refused(cluster: Cluster, *messages: str) -> EventOutcome:
    """Returns the outcome of an event that the API server refuses: nothing changes."""
    return EventOutcome(cluster, refused=messages)


def store(api: Api, cluster: Cluster, manifest: Manifest, *, broken: bool = False) -> EventOutcome:
    """Returns the outcome of a POST or PUT of a manifest; ``broken``: pods of its template cannot start."""
    manifest = as_stored(manifest, cluster.release, cluster.gates)
    problems = _refusals(api, cluster, manifest)
    if problems:
        return refused(cluster, *problems)
    name = str(at(manifest, "metadata.name"))
    if cluster.name not in ("", name) and (cluster.set or _inhabited(cluster)):
        return invalid_step(
            cluster, f"the scenario is about `{cluster.name}`, this manifest is about `{name}`"
        )
    if setting(manifest, fields.REPLICAS) > MOST_REPLICAS:
        return invalid_step(cluster, f"spec.replicas: plan with at most {MOST_REPLICAS} replicas")
    return EventOutcome(_stored(cluster, name, manifest, broken))


def _refusals(api: Api, cluster: Cluster, manifest: Manifest) -> list[str]:
    old = cluster.set.manifest if cluster.set else None
    problems = api.refuse(old, manifest, api.version)
    if not problems and manifest.get("kind") != "StatefulSet":
        problems = [f"a scenario is about a StatefulSet, not about a `{manifest.get('kind')}`"]
    return problems or update_strategy.refusals(old, manifest, cluster.gates)


def _inhabited(cluster: Cluster) -> bool:
    return any(slot.pod or slot.claims for _, _, slot in cluster.slots.runs)


def _stored(cluster: Cluster, name: str, manifest: Manifest, broken: bool) -> Cluster:
    if cluster.set is None:
        # A new StatefulSet counts collisions from 0, which changes the names of its revisions.
        cluster = cluster._replace(foreseen=cluster.foreseen._replace(collisions=0))
    cluster, number = _numbered(cluster, name, manifest)
    spec = read_spec(manifest, number)
    if broken:
        cluster = with_revision(cluster, number, cluster.revision(number)._replace(unstartable=True))
    old = cluster.set
    if old is None:
        return cluster._replace(name=name, set=StatefulSet(name, manifest, spec))
    changed = (spec, _other_fields(manifest)) != (old.spec, _other_fields(old.manifest))
    generation = old.generation + 1 if changed else old.generation
    return cluster._replace(set=old._replace(manifest=manifest, spec=spec, generation=generation))


def _other_fields(manifest: Manifest) -> tuple[Any, Any]:
    """Returns the other fields of the spec whose change makes a new generation."""
    return setting(manifest, fields.HISTORY_LIMIT), setting(manifest, fields.MAX_UNAVAILABLE)


def _numbered(cluster: Cluster, name: str, manifest: Manifest) -> tuple[Cluster, int]:
    """Returns the number of the template's revision; an equal older template has the same number.

    A revision that was deleted comes back if the template gets its name again.
    """
    revision = read_revision(manifest)
    known = equal_revision(cluster.revisions, revision, cluster.forgotten)
    if not known and cluster.forgotten:
        wanted = revision_name(name, as_stored_template(revision.template), cluster.foreseen.collisions)
        known = next((n for n in cluster.forgotten if cluster.revision(n).name == wanted), 0)
        cluster = cluster._replace(forgotten=cluster.forgotten - {known})
    if known:
        return cluster, known
    return with_new_revision(cluster, revision), len(cluster.revisions) + 1


def with_new_revision(cluster: Cluster, revision: Revision) -> Cluster:
    """Returns the cluster with one more revision, as it was foreseen by its name."""
    pending, unready, collisions = cluster.foreseen
    if pending or unready or collisions or any(each.name for each in cluster.revisions):
        name = revision_name(cluster.name, as_stored_template(revision.template), collisions)
        revision = revision._replace(unstartable=name in pending, unready=name in unready, name=name)
    return cluster._replace(revisions=(*cluster.revisions, revision))


def equal_revision(
    revisions: Sequence[Revision], wanted: Revision, forgotten: frozenset[int] = frozenset()
) -> int:
    """Returns the number of the newest revision of the same template, 0 where there is none."""
    for number in range(len(revisions), 0, -1):
        if number not in forgotten and revisions[number - 1].template == wanted.template:
            return number
    return 0


def with_revision(cluster: Cluster, number: int, revision: Revision) -> Cluster:
    """Returns the cluster with the revision of that number changed."""
    before, after = cluster.revisions[: number - 1], cluster.revisions[number:]
    return cluster._replace(revisions=(*before, revision, *after))
