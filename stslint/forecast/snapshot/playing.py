"""Plays a StatefulSet on from its snapshot: first by itself, then with an act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stslint.forecast.manifests import Manifests
from stslint.forecast.snapshot.assumed import Observed
from stslint.planner import scenario
from stslint.planner.live_objects import rfc3339
from stslint.planner.resting_state import end
from stslint.planner.snapshot_scenario import Snapshot
from stslint.planner.state import Cluster
from stslint.planner.step_memory import Stop
from stslint.planner.sync import SyncProgress
from stslint.planner.timeline import End
from stslint.runtime.namedtuple import NamedTuple

Step = Mapping[str, Any]
RESUME: Step = {"op": "resume"}


def scenario_of(snapshot: Snapshot, version: str, steps: Sequence[Step]) -> dict[str, Any]:
    """Returns the scenario that begins with a snapshot."""
    state = {"apiVersion": "v1", "kind": "List", "items": list(snapshot.items)}
    begin = {"id": snapshot.name, "kubernetes": version, "now": rfc3339(snapshot.now)}
    return {**begin, "assume": snapshot.assume.as_json(), "state": state, "steps": list(steps)}


class Played(NamedTuple):
    """A StatefulSet at the moment of its snapshot, and where it comes to rest by itself.

    ``start`` is the cluster at that moment, ``before`` what was there then.
    """

    observed: Observed
    version: str
    manifests: Manifests
    start: Cluster
    before: End
    rest: Stop

    @property
    def ground(self) -> End:
        """Returns what is there when an act begins: see ``then``."""
        return self.before if self.observed.refused else self.rest.plan.end

    def then(self, steps: Sequence[Step]) -> list[Stop]:
        """Returns where each further step comes to rest; only the last plan has its end.

        Pods that cannot be created are not there when an act begins, so it is played from the start.
        """
        if self.observed.refused:
            whole = scenario_of(self.observed.snapshot, self.version, steps)
            return self._played(whole, begin=self.start)
        whole = scenario_of(self.observed.snapshot, self.version, [RESUME, *steps])
        return self._played(whole, [self.rest])[1:]

    def _played(self, whole: Step, known: Sequence[Stop] = (), begin: Cluster | None = None) -> list[Stop]:
        decode, refuse = self.manifests.decode, self.manifests.refuse
        return scenario.play(whole, decode, refuse, known, begin, last_end_only=True)


def played(observed: Observed, version: str, manifests: Manifests) -> Played:
    """Returns where a StatefulSet comes to rest if nobody does anything."""
    whole = scenario_of(observed.snapshot, version, [RESUME])
    start = scenario.beginning(whole, manifests.decode)
    rest = scenario.play(whole, manifests.decode, manifests.refuse, begin=start)[0]
    before = end(start, SyncProgress(start))
    return Played(observed, version, manifests, start, before, rest)
