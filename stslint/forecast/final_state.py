"""The state after a plan: pods, their names and their claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from stslint.forecast.blockers import BlockerContext
from stslint.forecast.dns_facts import Naming, dns_facts
from stslint.forecast.identity import claims_of, delete_line, deleted_claims
from stslint.forecast.moves import names
from stslint.forecast.notes import Fact
from stslint.kubernetes.queries.references import named_claims
from stslint.model import Bundle, Node
from stslint.planner.state import Manifest
from stslint.planner.timeline import End, PodEnd, StepPlan
from stslint.runtime.namedtuple import NamedTuple

Manifests = tuple[Manifest, Manifest]


class PlanEnvironment(NamedTuple):
    """What is known around a StatefulSet: its tree and the documents read with it, where there are any."""

    root: Node | None = None
    bundle: Bundle | None = None
    cluster_domain: str = "cluster.local"


def final_state(
    context: BlockerContext, steps: Sequence[StepPlan], environment: PlanEnvironment, manifests: Manifests
) -> Iterator[Fact]:
    """Yields what exists at the end of the last step; ``manifests`` are the stored ones before and after."""
    end = context.last.end
    yield Fact("After it", pods_in_words(end))
    yield from _claims(context, steps)
    yield from _shared_claims(context, environment)
    if context.spec is not None and end.pods:
        around = environment.root, environment.bundle, environment.cluster_domain
        yield from dns_facts(end.pods, steps, Naming(*around, context.namespace, *manifests))


def revision_name(revision: int, update: int, most: int) -> str:
    """Returns a name for a revision: ``old``, ``new`` or its number; empty if there is only one revision."""
    if most < 2 or not revision:
        return ""
    if most == 2 and update:
        return "new" if revision == update else "old"
    return f"revision {revision}"


def pods_in_words(end: End) -> str:
    """Returns the pods of a state with their revision and readiness, in words."""
    if not end.pods:
        return "no pods"
    most = max(pod.revision for pod in end.pods)
    most = max(most, end.update_revision)
    # Ten thousand pods have a few states.
    states = {pod[1:]: _state(pod, end.update_revision, most) for pod in _different(end.pods)}
    groups = groupby(end.pods, key=lambda pod: states[pod[1:]])
    listed = [(state, [pod.name for pod in group]) for state, group in groups]
    return ", ".join(f"{names(pods)} {state}" for state, pods in listed)


def _different(pods: Sequence[PodEnd]) -> Iterable[PodEnd]:
    """Returns one pod of each kind: of those that are alike in all but their names."""
    return {pod[1:]: pod for pod in pods}.values()


def _state(pod: PodEnd, update: int, most: int) -> str:
    parts = [revision_name(pod.revision, update, most)]
    parts += ["orphaned"] if pod.orphan else []
    parts.append("Terminating" if pod.terminating else "Ready" if pod.ready else "not Ready")
    return " and ".join(filter(None, parts))


def _claims(context: BlockerContext, steps: Sequence[StepPlan]) -> Iterator[Fact]:
    spec = context.spec
    claims = claims_of(context.last.end, range(spec.start, spec.end + 1) if spec else range(0))
    if claims.used:
        yield Fact("Claims", f"{names(claims.used)} in use")
    if claims.waiting:
        yield Fact("Claims", f"{names(claims.waiting)} kept for pods that do not exist")
    if claims.going:
        yield Fact("Claims", f"{names(claims.going)} will be deleted once no pod uses them", "bad")
    present = {claim.name for claim in context.last.end.claims}
    deleted = [claim for claim in deleted_claims(steps) if claim not in present]
    if deleted:
        text = f"{names(deleted)} deleted; the reclaim policy of the volume decides what happens to its data"
        yield Fact("Claims", text, "bad")
    if claims.left:
        verb = "remains with its" if len(claims.left) == 1 else "remain with their"
        yield Fact(
            "Left",
            f"{names(claims.left)} {verb} data; back it up, then free the storage:",
            command=delete_line(claims.left, context.namespace),
        )


def _shared_claims(context: BlockerContext, environment: PlanEnvironment) -> Iterator[Fact]:
    """Yields the claims of ``volumes``, which all pods share and no change of the StatefulSet deletes."""
    if environment.root is None or not context.last.end.pods:
        return
    shared = list(dict.fromkeys(claim.string() for claim in named_claims(environment.root)))
    if shared:
        yield Fact("Claims", f"{names(shared)} of `volumes`, shared by all pods")
