"""What the planner knows about the cluster at one moment. Nothing here is changed in place.

The pod and the claims of one ordinal are a ``Slot``. Owners are kinds instead of UIDs: an owner is the
present one, or a ``former`` one that was deleted. UIDs make no other difference here, and so ten thousand
equal pods can be one run (see ``ordinals``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from stslint.kubernetes.schema.versions import NEWEST, number
from stslint.planner.ordinals import Ordinals
from stslint.runtime.namedtuple import NamedTuple

Manifest = Mapping[str, Any]
"""A manifest as plain Python data."""

PodOwner = Literal["set", "former", "other", ""]
"""The present StatefulSet, a deleted one, another controller, or none (an orphan)."""

ClaimOwner = Literal["set", "pod", ""]


class Pod(NamedTuple):
    """A pod. ``since`` is the second its readiness last changed; ``mounts`` names the claim templates it
    uses.

    A scheduled pod that is not ``running`` cannot start (a bad image). ``failed``: its phase is Failed or
    Succeeded, and only another pod can take its place.
    """

    revision: int
    owner: PodOwner = "set"
    mounts: tuple[str, ...] = ()
    scheduled: bool = False
    running: bool = False
    ready: bool = False
    terminating: bool = False
    failed: bool = False
    since: int = 0


class Claim(NamedTuple):
    """A PersistentVolumeClaim. ``former``: the StatefulSet or pod that owned it was deleted.

    ``held``: another controller owns it, so this one does not change its owners.
    """

    template: str
    owner: ClaimOwner = ""
    terminating: bool = False
    former: bool = False
    held: bool = False


class Slot(NamedTuple):
    """Pod and claims of one ordinal. ``lost``: its node is lost. ``broken``: its pods never become Ready."""

    pod: Pod | None = None
    claims: tuple[Claim, ...] = ()
    lost: bool = False
    broken: bool = False

    @property
    def claims_by_template(self) -> dict[str, Claim]:
        """Returns the claims by their templates."""
        return {claim.template: claim for claim in reversed(self.claims)}

    def with_claims(self, claims: Mapping[str, Claim]) -> Slot:
        """Returns the slot with claims, by their templates, added or in the place of those it has of them."""
        if not claims:
            return self
        others = [other for other in self.claims if other.template not in claims]
        return self._replace(claims=tuple(sorted([*others, *claims.values()])))

    def adopt(self) -> Slot:
        """Returns the slot with its orphaned pod adopted by the StatefulSet; itself if there is none."""
        if self.pod is None or self.pod.owner:
            return self
        return self._replace(pod=self.pod._replace(owner="set"))

    def without_pod(self) -> Slot:
        """Returns the slot after its pod was deleted: what the pod owned now has a deleted owner."""
        if self.pod is None:
            return self
        claims = tuple(
            claim._replace(former=True) if claim.owner == "pod" else claim for claim in self.claims
        )
        return self._replace(pod=None, claims=claims)

    def later(self, seconds: int) -> Slot:
        """Returns the slot with its pod as old as it is now, but that many seconds later."""
        pod = self.pod
        if pod is None or not pod.since or not seconds:
            return self
        return self._replace(pod=pod._replace(since=pod.since + seconds))


EMPTY = Slot()


class Revision(NamedTuple):
    """A pod template that was stored. Revisions are numbered from 1 by first appearance.

    ``grace`` is terminationGracePeriodSeconds; ``startup`` the fewest seconds until a pod can be Ready.
    ``unstartable``: its new pods stay Pending. ``unready``: its pods run and are never Ready. ``name`` is
    that of its ControllerRevision, where a snapshot shows it.
    """

    template: Manifest
    labels: Mapping[str, str]
    grace: int = 30
    startup: int = 0
    unstartable: bool = False
    unready: bool = False
    name: str = ""


UNKNOWN_REVISION = Revision({}, {})


class Spec(NamedTuple):
    """What the controller reads of a StatefulSet, after the API server's defaults.

    ``partition`` is None if type RollingUpdate has no ``rollingUpdate`` block, which is not the same as 0.
    ``max_unavailable`` is resolved to a number of pods. ``revision`` is the number of the template's
    revision. Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/
    """

    replicas: int
    start: int
    ordered: bool
    strategy: str
    partition: int | None
    max_unavailable: int
    min_ready: int
    when_deleted: str
    when_scaled: str
    claims: tuple[str, ...]
    selector: Manifest
    revision: int

    @property
    def end(self) -> int:
        """Returns the last ordinal in range; below ``start`` when there are no replicas."""
        return self.start + self.replicas - 1


class Status(NamedTuple):
    """``status`` of the StatefulSet. ``progress`` is the message of Progressing (only with type Recreate)."""

    observed: int = 0
    replicas: int = 0
    ready: int = 0
    available: int = 0
    current: int = 0
    updated: int = 0
    current_revision: int = 0
    update_revision: int = 0
    progress: str = ""


class StatefulSet(NamedTuple):
    """The stored object: as the API server keeps it, as the controller reads it, and its status."""

    name: str
    manifest: Manifest
    spec: Spec
    generation: int = 1
    status: Status = Status()


class Foreseen(NamedTuple):
    """Revisions, by their names, whose pods never start or are never Ready although none is there yet.

    ``collisions`` is status.collisionCount, which is a part of such a name.
    """

    pending: frozenset[str] = frozenset()
    unready: frozenset[str] = frozenset()
    collisions: int = 0


class Cluster(NamedTuple):
    """Everything, at the second ``now``.

    ``patience`` is the longest minReadySeconds that can still count: how long a pod has been Ready does not
    matter beyond it. ``gates`` are the feature gates that are on, ``release`` is the Kubernetes version.
    ``forgotten`` are revisions that were deleted with their StatefulSet, if their names are known.
    """

    name: str = ""
    set: StatefulSet | None = None
    slots: Ordinals[Slot] = Ordinals(EMPTY)
    revisions: tuple[Revision, ...] = ()
    now: int = 0
    patience: int = 0
    gates: frozenset[str] = frozenset()
    release: tuple[int, int] = (1, number(NEWEST))
    foreseen: Foreseen = Foreseen()
    forgotten: frozenset[int] = frozenset()

    def revision(self, number: int) -> Revision:
        """Returns a revision by its number, counted from 1; 0 is that of a pod without a revision label."""
        return self.revisions[number - 1] if number else UNKNOWN_REVISION

    def available(self, pod: Pod) -> bool:
        """Returns whether a pod has been Ready for minReadySeconds."""
        wanted = self.set.spec.min_ready if self.set else 0
        return pod.ready and (wanted == 0 or pod.since + wanted <= self.now)

    def terminate(self, slot: Slot) -> Slot:
        """Returns the slot after DELETE of its pod.

        A pod that is not scheduled, has ended, or has no grace period is deleted at once; any other is
        Terminating until its kubelet reports that it has stopped.
        https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
        """
        pod = slot.pod
        if pod is None or pod.terminating:
            return slot
        if pod.failed or not pod.scheduled or self.revision(pod.revision).grace == 0:
            return slot.without_pod()
        return slot._replace(pod=pod._replace(terminating=True))


class ClusterAction(NamedTuple):
    """One write to one ordinal: by the controller, or by the garbage collector (``by`` is ``gc``).

    ``why`` is a key of ``timeline.WHY``.
    """

    kind: str
    why: str
    revision: int = 0
    template: str = ""
    owner: ClaimOwner = ""
    by: str = ""


OrdinalAction = tuple[int, ClusterAction]
"""An ordinal, and what was done to it."""
