"""What is around a StatefulSet and of no use to it: claims, revisions, former pods, budgets."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.forecast.moves import names
from stslint.forecast.snapshot.inventory import Inventory
from stslint.forecast.snapshot.playing import Played
from stslint.kubernetes.values.labels import selector_from
from stslint.planner import live_objects as live
from stslint.planner.manifest_fields import HISTORY_LIMIT, at, mapping_at, setting
from stslint.planner.template_of_pod import REVISION_LABEL


def idle_things(inventory: Inventory, played: Played) -> Iterator[str]:
    """Yields what nobody uses, a sentence for each kind of it."""
    yield from _claims(inventory, played)
    yield from _revisions(inventory, played)
    yield from _strangers(played)
    yield from _budgets(inventory, played)


def _claims(inventory: Inventory, played: Played) -> Iterator[str]:
    key, stored = played.observed.key, played.start.set
    pods = {live.name_of(pod) for pod in inventory.pods(key)}
    wanted = range(stored.spec.start, stored.spec.end + 1) if stored else range(0)
    unused = []
    for claim in inventory.claims(key):
        place = live.ordinal_name(live.name_of(claim))
        if place and place[1] not in wanted and f"{key[1]}-{place[1]}" not in pods:
            unused.append(live.name_of(claim))
    if unused:
        yield f"{names(unused)}: no pod uses {'it' if len(unused) == 1 else 'them'}"


def _revisions(inventory: Inventory, played: Played) -> Iterator[str]:
    found = inventory.sets[played.observed.key]
    revisions = played.observed.snapshot.of_kind("ControllerRevision")
    used = {str(live.labels_of(pod).get(REVISION_LABEL)) for pod in inventory.pods(played.observed.key)}
    used |= {str(at(found, f"status.{field}")) for field in ("currentRevision", "updateRevision")}
    old = [live.name_of(each) for each in revisions if live.name_of(each) not in used]
    limit = setting(found, HISTORY_LIMIT)
    if len(old) > limit:
        yield f"{len(old)} old revisions, more than revisionHistoryLimit {limit}: {names(old)}"


def _strangers(played: Played) -> Iterator[str]:
    orphans = [pod.name for pod in played.before.pods if pod.orphan]
    if orphans:
        verb = "has its name" if len(orphans) == 1 else "have its names"
        yield f"{names(orphans)}: not of this StatefulSet, and {verb}"


def _budgets(inventory: Inventory, played: Played) -> Iterator[str]:
    key = played.observed.key
    labels = mapping_at(inventory.sets[key], "spec.template.metadata.labels")
    for budget in inventory.of_kind("PodDisruptionBudget"):
        selector = mapping_at(budget, "spec.selector")
        if live.namespace_of(budget) != key[0] or not selector or not selector_from(selector).matches(labels):
            continue
        if mapping_at(budget, "status") and live.number_at(budget, "status.disruptionsAllowed") == 0:
            yield f"PodDisruptionBudget {live.name_of(budget)} allows no disruption now: a drain waits for it"
