"""What is around a StatefulSet and of no use to it: claims and revisions."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.forecast.moves import names
from stslint.forecast.snapshot.inventory import Inventory
from stslint.forecast.snapshot.playing import Played
from stslint.planner import live_objects as live
from stslint.planner.manifest_fields import HISTORY_LIMIT, at, setting
from stslint.planner.template_of_pod import REVISION_LABEL


def idle_things(inventory: Inventory, played: Played) -> Iterator[str]:
    """Yields what nobody uses, a sentence for each kind of it."""
    yield from _claims(inventory, played)
    yield from _revisions(inventory, played)


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
