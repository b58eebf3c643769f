"""What outlives a pod: its DNS name and its PersistentVolumeClaims.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from collections.abc import Sequence

from stslint.kubernetes.values.digits import number_of
from stslint.planner.timeline import End, StepPlan
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_MOST_NAMED = 6
_ORDINAL = pattern(r"-([0-9]+)\Z")


class ClaimGroups(NamedTuple):
    """Names of claims at the end.

    ``used`` by a pod, ``going`` to be deleted, ``left`` out of range, ``waiting`` for a pod in range.
    """

    used: tuple[str, ...] = ()
    going: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def dns_names(pods: Sequence[str], service: str, namespace: str, domain: str) -> list[str]:
    """Returns the full DNS names of pods, without the last dot; none without a Service."""
    tail = f".{service}.{namespace or 'default'}.svc.{domain.strip('.')}"
    return [pod + tail for pod in pods] if service else []


def claims_of(end: End, ordinals: range) -> ClaimGroups:
    """Returns the claims of a state; ``ordinals`` are those in range, none if the StatefulSet was deleted."""
    running = {_ordinal(pod.name) for pod in end.pods if not pod.orphan or not ordinals}
    groups: dict[str, list[str]] = {"used": [], "going": [], "left": [], "waiting": []}
    for claim in end.claims:
        ordinal = _ordinal(claim.name)
        if claim.terminating:
            groups["going"].append(claim.name)
        elif ordinal in running:
            groups["used"].append(claim.name)
        else:
            groups["waiting" if ordinal in ordinals else "left"].append(claim.name)
    return ClaimGroups(**{key: tuple(names) for key, names in groups.items()})


def deleted_claims(steps: Sequence[StepPlan]) -> list[str]:
    """Returns the claims that the garbage collector deletes during these steps, once each."""
    actions = (action for step in steps for wave in step.waves for action in wave.actions)
    return list(dict.fromkeys(action.name for action in actions if action.kind == "delete-pvc"))


def delete_line(claims: Sequence[str], namespace: str) -> str:
    """Returns the command that deletes claims, with brace ranges of a shell if there are many."""
    where = f" -n {namespace}" if namespace else ""
    return f"kubectl delete pvc{where} {' '.join(claims if len(claims) <= _MOST_NAMED else _braced(claims))}"


def _braced(claims: Sequence[str]) -> list[str]:
    runs: list[tuple[str, int, int]] = []
    for stem, ordinal in sorted((claim[: -len(str(_ordinal(claim)))], _ordinal(claim)) for claim in claims):
        if runs and runs[-1][0] == stem and runs[-1][2] == ordinal - 1:
            runs[-1] = (stem, runs[-1][1], ordinal)
        else:
            runs.append((stem, ordinal, ordinal))
    return [f"{stem}{{{first}..{last}}}" if first < last else f"{stem}{first}" for stem, first, last in runs]


def _ordinal(name: str) -> int:
    found = _ORDINAL.search(name)
    return number_of(found.group(1)) if found else -1
