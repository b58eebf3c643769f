"""The claims of a snapshot: which template and ordinal each belongs to, and who owns it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.snapshot_scenario import Snapshot
from stslint.planner.state import Claim, ClaimOwner

_KINDS: Mapping[str, ClaimOwner] = {"StatefulSet": "set", "Pod": "pod"}


class ClaimReader:
    """Reads the claims of one snapshot. ``found`` is its StatefulSet, ``pods`` are the pods of its name."""

    def __init__(self, snapshot: Snapshot, found: LiveObject | None, pods: Iterable[LiveObject]) -> None:
        self._snapshot = snapshot
        self._alive = {live.uid_of(item) for item in (*([found] if found else []), *pods)}

    def by_ordinal(self) -> dict[int, list[Claim]]:
        """Returns the claims by the ordinal that their names end in."""
        claims: dict[int, list[Claim]] = {}
        for item in self._snapshot.of_kind("PersistentVolumeClaim"):
            place = place_of(live.name_of(item), self._snapshot.name)
            if place:
                claims.setdefault(place[1], []).append(self._claim(item, *place))
        return claims

    def _claim(self, item: LiveObject, template: str, ordinal: int) -> Claim:
        names = {"StatefulSet": self._snapshot.name, "Pod": f"{self._snapshot.name}-{ordinal}"}
        references = live.owner_references(item)
        own = [each for each in references if each.get("name") == names.get(str(each.get("kind")))]
        held = any(each.get("controller") is True and each not in own for each in references)
        present = [each for each in own if each.get("uid") in self._alive]
        owners: list[ClaimOwner] = [_KINDS[str(each["kind"])] for each in present or own]
        former = bool(own) and not present and len(own) == len(references)
        return Claim(template, owners[-1] if owners else "", live.is_deleted(item), former, held)


def place_of(claim: str, set_name: str) -> tuple[str, int] | None:
    """Returns the template and the ordinal that a claim's name tells of a StatefulSet, or nothing."""
    found = live.ordinal_name(claim)
    end = f"-{set_name}"
    if found is None or not found[0].endswith(end) or found[0] == end:
        return None
    return found[0].removesuffix(end), found[1]
