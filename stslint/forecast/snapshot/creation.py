"""Pods that the API server does not let the controller create: by an event, or by the sums of a quota.

Sources: https://kubernetes.io/docs/concepts/policy/resource-quotas/,
https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from stslint.forecast.snapshot.inventory import Inventory, Key
from stslint.forecast.snapshot.quotas import exceeded_quota
from stslint.forecast.snapshot.symptom import Remedy, Symptom, shortened
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import REPLICAS, START, at, setting
from stslint.runtime.lazy_regex import pattern

RETRIES = 1800
"""Seconds after which an event says nothing any more: the controller retries every 1,000 s at least."""

MOST_MISSING = 1_000
"""How many missing pods are named; a StatefulSet can ask for two thousand million."""

_POD = pattern(r"create (?:Claim \S+ )?Pod (\S+) in StatefulSet \S+ failed error: ((?s:.*))")
_QUOTA = pattern(r"exceeded quota: ([^\s,]+)")
_ACCOUNT = pattern(r'serviceaccount "([^"]+)" not found')
_CLASS = pattern(r"no PriorityClass with name (\S+) was found")
_REFUSED = ("is forbidden", "denied the request", "is invalid")


def missing_pods(found: LiveObject, pods: Iterable[str]) -> list[int]:
    """Returns the first ordinals in range without a pod; ``pods`` are the names of those that there are."""
    there, name = set(pods), live.name_of(found)
    first, replicas = setting(found, START), setting(found, REPLICAS)
    missing = (ordinal for ordinal in range(first, first + replicas) if f"{name}-{ordinal}" not in there)
    return list(islice(missing, MOST_MISSING))


def lacking(inventory: Inventory, key: Key) -> int:
    """Returns how many pods a StatefulSet has fewer in the snapshot than it asks for; none if it has all."""
    replicas: int = setting(inventory.sets[key], REPLICAS)
    return max(replicas - len(inventory.pods(key)), 0)


def refused_creation(inventory: Inventory, key: Key, missing: Sequence[int], now: int) -> Symptom | None:
    """Returns why the missing pods of a StatefulSet are not created; None if nothing prevents it."""
    found = inventory.sets[key]
    if not missing or live.is_deleted(found):
        return None
    names = {f"{key[1]}-{ordinal}" for ordinal in missing}
    reason = next(_refusals(inventory.events_about(found), names, now), "")
    if reason:
        return _symptom(reason)
    text, quota = exceeded_quota(inventory, key, missing[0])
    return Symptom("FailedCreate", text, "quota", remedy=_raise(quota)) if text else None


def _refusals(events: list[LiveObject], pods: set[str], now: int) -> Iterator[str]:
    """Yields what the API server answered, the latest answer first."""
    for event in sorted(events, key=_moment, reverse=True):
        found = _POD.match(str(event.get("message") or event.get("note") or ""))
        if found is None or event.get("reason") != "FailedCreate" or found[1] not in pods:
            continue
        if _moment(event) and now - _moment(event) > RETRIES:
            return
        if any(part in found[2] for part in _REFUSED):
            yield found[2]


def _moment(event: LiveObject) -> int:
    times = (at(event, path) for path in ("lastTimestamp", "series.lastObservedTime", "eventTime"))
    return max((live.seconds(time) or 0 for time in times), default=0)


def _symptom(answer: str) -> Symptom:
    text = shortened(_essence(answer)).removeprefix(": ")
    for form, make in ((_QUOTA, _raise), (_ACCOUNT, _account), (_CLASS, _priority)):
        found = form.search(answer)
        if found:
            return Symptom("FailedCreate", text, "quota", remedy=make(found[1]))
    return Symptom("FailedCreate", text, "template")


def _essence(answer: str) -> str:
    """Returns an answer without the name of the pod, which the reader has before it."""
    return answer.partition(" is forbidden: ")[2] or answer


def _raise(quota: str) -> Remedy:
    return Remedy(f"raise the ResourceQuota {quota}, or free what other pods use of it")


def _account(name: str) -> Remedy:
    return Remedy(f"create the ServiceAccount {name}")


def _priority(name: str) -> Remedy:
    return Remedy(f"create the PriorityClass {name}")
