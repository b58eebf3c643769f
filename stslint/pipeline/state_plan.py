"""Plans that begin with a snapshot: one for each StatefulSet of the manifests, or of the snapshot itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

from stslint.forecast.change import ManifestChange, changed_text, refused_change
from stslint.forecast.final_state import PlanEnvironment, pods_in_words
from stslint.forecast.forecast import Forecast, PlanQuery, forecast_for
from stslint.forecast.manifests import Manifests, document_of
from stslint.forecast.notes import Fact
from stslint.forecast.set_plan import SetPlan
from stslint.forecast.snapshot.assumed import Observed, observe
from stslint.forecast.snapshot.diagnosis import latest
from stslint.forecast.snapshot.inventory import Inventory, Key
from stslint.forecast.snapshot.playing import scenario_of
from stslint.forecast.what_if import PlanTarget, WhatIf, state_steps
from stslint.kubernetes.verdict import check_object
from stslint.model import Bundle, Document, Problem
from stslint.pipeline.plan_inputs import PlanError, PlanRequest, read, stateful_sets
from stslint.pipeline.plan_room import PlanRoom
from stslint.pipeline.plan_run import PlanResult
from stslint.planner import scenario
from stslint.planner.live_set import last_applied, stored_manifest
from stslint.planner.plan_size import PlanTooLargeError
from stslint.planner.resting_state import end
from stslint.planner.sync import SyncProgress
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import join_and, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class StatePlans(NamedTuple):
    """The plans from a snapshot, and the scenarios that they play."""

    result: PlanResult
    scenarios: tuple[dict[str, Any], ...]


def plans_from(inventory: Inventory, now: int | None, request: PlanRequest) -> StatePlans:
    """Returns the plans from a snapshot. Raises PlanError and WhatIfError."""
    moment = latest(inventory) if now is None else now
    targets = list(_targets(inventory, request))
    if request.what_if.of_one_set and len(targets) > 1:
        known = some([f"`{key[1]}`" for key, _ in targets])
        raise PlanError(f"these what-if options apply to one StatefulSet, found {known}: add --name NAME")
    room = PlanRoom(inventory.characters)
    made = [_Planning(inventory, key, moment, request, change).made(room) for key, change in targets]
    return StatePlans(PlanResult(tuple(plan for plan, _ in made)), tuple(played for _, played in made))


def _targets(inventory: Inventory, request: PlanRequest) -> Iterator[tuple[Key, Document | None]]:
    """Yields the StatefulSets to plan, each with the manifest that is applied, if there is one."""
    if not request.inputs.paths:
        found = [key for key in sorted(inventory.sets) if request.set_name in ("", key[1])]
        if not found:
            known = some([f"`{name}`" for _, name in sorted(inventory.sets)])
            raise PlanError(f"no StatefulSet is named `{request.set_name}` in the snapshot; there is {known}")
        yield from ((key, None) for key in found)
        return
    bundle, _ = read(request.inputs.paths, request)
    for document in stateful_sets(bundle, request):
        yield _key_of(document, inventory), document


def _key_of(document: Document, inventory: Inventory) -> Key:
    """Returns the StatefulSet of the snapshot that a manifest is about. Raises PlanError."""
    named = [key for key in inventory.sets if key[1] == document.name]
    if document.namespace:
        named = [key for key in named if key[0] == document.namespace]
    if len(named) == 1:
        return named[0]
    if named:
        where = join_and([f"`{namespace}`" for namespace, _ in sorted(named)])
        raise PlanError(f"`{document.name}` is in {where}: set `metadata.namespace` in the manifest")
    raise PlanError(f"the snapshot has no StatefulSet `{document.name}`; plan its creation without --state")


class _Planning:
    """The planning of one StatefulSet."""

    def __init__(
        self, inventory: Inventory, key: Key, now: int, request: PlanRequest, change: Document | None
    ) -> None:
        self.observed: Observed = observe(inventory, key, now, scenario.release_of(request.version))
        self.live = inventory.sets[key]
        self.request = request
        self.change = change

    def made(self, room: PlanRoom) -> tuple[SetPlan, dict[str, Any]]:
        """Returns the plan and its scenario."""
        stored = document_of(json.dumps(stored_manifest(self.live)))
        applied = document_of(json.dumps(last_applied(self.live))) if self.change else stored
        document = self.change or stored
        change = ManifestChange(
            applied.root,
            document.root,
            self.request.version,
            self.request.what_if,
        )
        text = changed_text(change, stored.root) if self.change else ""
        whole = self._scenario(change, text)
        forecast = self._forecast(whole, document, room)
        refused = tuple(self._refused(change, stored)) if self.change else ()
        planned = SetPlan(forecast, self.change, refused, changes=bool(self.change))
        room.add(planned)
        return planned, whole

    def _forecast(self, whole: dict[str, Any], document: Document, room: PlanRoom) -> Forecast:
        query = PlanQuery(whole, opening=tuple(self._opening(whole)))
        try:
            environment = self._environment(document)
            forecast = forecast_for(query, Manifests(), environment, room.left, room.rollouts)
        except PlanTooLargeError as error:
            namespace, name = self.observed.key
            raise room.error(f"StatefulSet `{name}` in {namespace} of the snapshot", error) from None
        if isinstance(forecast, str):
            raise PlanError(forecast)
        return forecast

    def _environment(self, document: Document) -> PlanEnvironment:
        bundle = Bundle((document,), self.request.version)
        return PlanEnvironment(document.root, bundle, self.request.cluster_domain)

    def _scenario(self, change: ManifestChange, text: str) -> dict[str, Any]:
        target = PlanTarget(self.observed.key[1], change.ordinals)
        steps, broken = state_steps(self.request.what_if, target, text)
        snapshot = self.observed.snapshot
        ordinals = tuple(sorted({*snapshot.assume.not_ready_ordinals, *broken}))
        assume = snapshot.assume._replace(not_ready_ordinals=ordinals)
        return scenario_of(snapshot._replace(assume=assume), self.request.version, steps)

    def _opening(self, whole: dict[str, Any]) -> Iterator[Fact]:
        start = scenario.beginning(whole, Manifests().decode)
        yield Fact("Now", pods_in_words(end(start, SyncProgress(start))))
        if start.set and start.set.generation > start.set.status.observed:
            yield Fact("Now", "the controller has not seen the last change of the spec yet")
        for pod, symptoms in self.observed.symptoms.items():
            yield Fact("Assumed", f"{pod} does not recover by itself: {symptoms[0].text}")
        yield from (Fact("Assumed", note) for note in self.observed.notes)

    def _refused(self, change: ManifestChange, stored: Document) -> Iterator[Problem]:
        document = self.change
        assert document is not None
        undecoded = check_object(document.root, self.request.version).problems
        problems = list(refused_change(change._replace(old=stored.root)))
        merged = document_of(changed_text(change._replace(what_if=WhatIf()), stored.root))
        if not undecoded and not any(refused_change(change._replace(old=stored.root, new=merged.root))):
            problems = []  # What kubectl applies keeps the fields that the manifest does not have.
        found = [*document.problems, *(problems or undecoded)]
        yield from (problem for problem in found if problem.severity in (None, "error"))
