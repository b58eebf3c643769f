"""What an upgrade of the control plane changes for one StatefulSet: defaults, effects, rollouts, restarts.

An upgrade changes no stored object: the API server keeps the pod template as it was stored, and no version
adds a default to pod templates, so the controller finds the revision that it knows. What a newer version
begins to store, it stores with the next apply.

Source: pkg/apis/core/v1, pkg/apis/apps/v1 and pkg/controller/statefulset of Kubernetes 1.25 to 1.37.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from stslint.forecast.upgrade_rollouts import Rollouts
from stslint.kubernetes.queries.gates import Gated, dropped
from stslint.kubernetes.schema.versions import SUPPORTED, number
from stslint.model import Finding, Node, Span
from stslint.runtime.namedtuple import NamedTuple

What = Literal["comes", "goes", "takes effect", "default", "rollout", "restart"]
"""What changes: a finding that comes or goes, a field, a default, the course of a rollout, a restart."""


class UpgradeChange(NamedTuple):
    """One thing that an upgrade changes, and the first version that has it."""

    what: What
    since: str
    message: str
    field: str = ""
    finding: Finding | None = None
    span: Span | None = None


class ObjectUpgrade(NamedTuple):
    """What an upgrade changes for one object."""

    kind: str
    namespace: str
    name: str
    file: str
    line: int
    changes: tuple[UpgradeChange, ...]


class VersionUpgrade(NamedTuple):
    """What an upgrade changes for all objects, and how many there are."""

    old: str
    new: str
    objects: tuple[ObjectUpgrade, ...]
    checked: int = 0


def versions_between(old: str, new: str) -> tuple[str, ...]:
    """Returns the versions after ``old`` up to ``new``, oldest first."""
    return tuple(version for version in SUPPORTED if number(old) < number(version) <= number(new))


def changes_of(root: Node, old: str, new: str, rollouts: Rollouts) -> Iterator[UpgradeChange]:
    """Yields what changes for a StatefulSet that both versions accept, beyond findings that come and go.

    ``rollouts`` can know those of other StatefulSets.
    """
    effects = list(_effects(root, old, new))
    yield from effects
    yield from _defaults(root, old, new)
    for since, message in rollouts.changes(root.plain(), old, new):
        yield UpgradeChange("rollout", since, message)
    restarting = [change for change in effects if change.field.startswith("spec.template.")]
    if restarting:
        fields = ", ".join(f"`{change.field}`" for change in restarting)
        text = (
            f"the next apply of this manifest restarts the pods: it adds {fields} to the stored pod template"
        )
        yield UpgradeChange("restart", restarting[0].since, text)


_MAX_UNAVAILABLE = Gated("updateStrategy.rollingUpdate.maxUnavailable", "MaxUnavailableStatefulSet", 37)


def _ignored(root: Node, version: str) -> Iterator[tuple[Node, Gated]]:
    yield from dropped(root, number(version))
    node = root.get("spec").at(_MAX_UNAVAILABLE.path)
    if node and number(version) < _MAX_UNAVAILABLE.since:
        yield node, _MAX_UNAVAILABLE


def _effects(root: Node, old: str, new: str) -> Iterator[UpgradeChange]:
    """Yields the fields that the old version drops in silence and the new one stores."""
    still = {node.path for node, _ in _ignored(root, new)}
    for node, gated in _ignored(root, old):
        if node.path not in still:
            text = (
                f"`{node.path}` is ignored up to Kubernetes 1.{gated.since - 1} (feature gate {gated.gate})"
            )
            more = "and takes effect with the next apply"
            yield UpgradeChange(
                "takes effect", f"1.{gated.since}", f"{text} {more}", node.path, span=node.span
            )


class Default(NamedTuple):
    """A default that is set since a version (or no longer, says its text) where a field is absent."""

    since: int
    field: str
    message: str


RETENTION = Default(
    27,
    "spec.persistentVolumeClaimRetentionPolicy",
    "`whenDeleted: Retain` and `whenScaled: Retain` are stored as defaults; claims are kept as before",
)
HOST_PORTS = Default(
    28,
    "spec.template.spec.containers",
    "with `hostNetwork`, `hostPort` is no longer set in the pod template as a default, only in the pods; a "
    "stored template keeps it, and a StatefulSet that is replaced or created again does not get it",
)
POD_INDEX = Default(
    28,
    "spec.template.metadata.labels",
    "pods that are created from now on get the label `apps.kubernetes.io/pod-index`; existing pods do not",
)
MAX_UNAVAILABLE = Default(
    37,
    "spec.updateStrategy.rollingUpdate.maxUnavailable",
    "`maxUnavailable: 1` is stored as a default; one pod at a time is updated, as before",
)


def _defaults(root: Node, old: str, new: str) -> Iterator[UpgradeChange]:
    for default in _absent(root):
        if number(old) < default.since <= number(new):
            yield UpgradeChange("default", f"1.{default.since}", default.message, default.field)


def _absent(root: Node) -> Iterator[Default]:
    """Yields the defaults that concern a StatefulSet."""
    spec = root.get("spec")
    if not spec.get("persistentVolumeClaimRetentionPolicy"):
        yield RETENTION
    if spec.at("template.spec.hostNetwork").value is True and _ports_without_host_port(spec):
        yield HOST_PORTS
    yield POD_INDEX
    strategy = spec.get("updateStrategy")
    rolling = strategy.get("rollingUpdate")
    if (rolling or not strategy.get("type")) and not rolling.get("maxUnavailable"):
        yield MAX_UNAVAILABLE


def _ports_without_host_port(spec: Node) -> bool:
    pod = spec.at("template.spec")
    containers = [*pod.get("containers").elements(), *pod.get("initContainers").elements()]
    return any(not port.get("hostPort") for each in containers for port in each.get("ports").elements())
