"""Which DNS names the pods have after a plan.

A pod has a name if a headless Service of its ``spec.subdomain`` selects it. The controller writes the
``serviceName`` of the StatefulSet there when it creates the pod, and never changes it: pods that are adopted
keep the old one. Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stslint.forecast.identity import dns_names
from stslint.forecast.moves import names
from stslint.forecast.notes import Fact
from stslint.kubernetes.queries.governing import is_headless
from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import template_labels
from stslint.model import Bundle, Node
from stslint.planner.manifest_fields import at
from stslint.planner.state import Manifest
from stslint.planner.timeline import PodEnd, StepPlan
from stslint.runtime.namedtuple import NamedTuple

_MOST_LISTED = 100


class Naming(NamedTuple):
    """What names are made of: the documents, the StatefulSet, and how it was stored before and is now."""

    root: Node | None
    bundle: Bundle | None
    domain: str
    namespace: str
    before: Manifest
    now: Manifest


class _Group(NamedTuple):
    pods: list[str]
    service: str
    labels: Mapping[str, str]


def dns_facts(pods: Sequence[PodEnd], steps: Sequence[StepPlan], naming: Naming) -> Iterator[Fact]:
    """Yields the names of the pods at the end of steps, and why pods have none."""
    for group in _groups([pod for pod in pods if not pod.orphan], steps, naming):
        if not group.service:
            yield Fact("DNS", "the pods get no DNS names: `serviceName` is not set")
            continue
        fault = _fault(group, naming)
        if fault:
            yield Fact("DNS", f"{names(group.pods)} {_have(group.pods)} no DNS name: {fault}", "bad")
            continue
        yield from _named(group, naming)


def _named(group: _Group, naming: Naming) -> Iterator[Fact]:
    dns = dns_names(group.pods, group.service, naming.namespace, naming.domain)
    shown = dns[0] if len(dns) == 1 else f"{dns[0]} ... {dns[-1]}"
    kept = group.service != _service(naming.now)
    note = ", as they keep the Service that they were created with" if kept else ""
    yield Fact("DNS", f"{shown}{note}")
    for each in dns[1:-1] if len(dns) <= _MOST_LISTED else ():
        yield Fact("DNS", each, "detail")


def _groups(pods: Sequence[PodEnd], steps: Sequence[StepPlan], naming: Naming) -> Iterator[_Group]:
    """Yields the pods of the old template and those that the steps create, where that makes a difference."""
    created = {each.name for step in steps for wave in step.waves for each in wave.actions if _creates(each)}
    fresh = [pod.name for pod in pods if pod.name in created or not naming.before]
    kept = [pod.name for pod in pods if pod.name not in created and naming.before]
    if _service(naming.before) == _service(naming.now) and _labels(naming.before) == _labels(naming.now):
        fresh, kept = [pod.name for pod in pods], []
    if fresh:
        yield _Group(fresh, _service(naming.now), _current_labels(naming))
    if kept:
        yield _Group(kept, _service(naming.before), _labels(naming.before))


def _creates(action: object) -> bool:
    return getattr(action, "kind", "") == "create-pod"


def _fault(group: _Group, naming: Naming) -> str:
    """Returns why the Service does not name the pods; empty if it does, or is not in the files."""
    service = _find(group.service, naming)
    if service is None:
        complete = naming.bundle is not None and naming.bundle.complete
        return f"there is no Service `{group.service}`" if complete else ""
    if not is_headless(service):
        return f"Service `{group.service}` is not headless"
    selector = selector_of_object(service)
    if selector is not None and not selector.matches(group.labels):
        return f"Service `{group.service}` does not select {'it' if len(group.pods) == 1 else 'them'}"
    return ""


def _find(service: str, naming: Naming) -> Node | None:
    if naming.bundle is None or naming.root is None:
        return None
    home = naming.bundle.home_of(naming.root)
    found = naming.bundle.find("Service", home.home if home is not None else naming.namespace, service)
    return found.root if found is not None and not found.fragment else None


def _current_labels(naming: Naming) -> Mapping[str, str]:
    return _labels(naming.now) or (template_labels(naming.root) if naming.root is not None else {})


def _service(manifest: Manifest) -> str:
    return str(at(manifest, "spec.serviceName") or "")


def _labels(manifest: Manifest) -> Mapping[str, str]:
    labels = at(manifest, "spec.template.metadata.labels")
    return {str(key): str(value) for key, value in labels.items()} if isinstance(labels, Mapping) else {}


def _have(pods: Sequence[str]) -> str:
    return "has" if len(pods) == 1 else "have"
