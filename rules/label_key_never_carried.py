"""A `matchLabelKeys` names a label that the pods of a StatefulSet never have: the scheduler ignores it.

Only the pods of a Deployment have `pod-template-hash`. The label that changes with the revision of a
StatefulSet is `controller-revision-hash`. With a key that the pods do not have, a constraint counts the pods
of all revisions, as if the key were not there: during a rollout, new pods are placed according to pods that
are about to be deleted. With `whenUnsatisfiable: DoNotSchedule`, they can stay Pending.

> Keys that don't exist in the incoming pod labels will be ignored.

A key that neither the template nor the controller sets is reported as info, because a webhook can add it.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    metadata:
      labels:
        app: web
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
        labelSelector:
          matchLabels: {app: web}
        matchLabelKeys:
        - app
        - pod-template-hash  # error: never have the label `pod-template-hash`
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels: {app: web}
            matchLabelKeys: [pod-template-hash]  # error: ignores this key
          preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 1
            podAffinityTerm:
              topologyKey: topology.kubernetes.io/zone
              labelSelector:
                matchLabels: {app: web}
              mismatchLabelKeys: [tenant]  # error: have no label `tenant`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    metadata:
      labels:
        app: web
        tenant: one
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
        labelSelector:
          matchLabels: {app: web}
        matchLabelKeys: [controller-revision-hash, tenant]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec, template_labels
from stslint.kubernetes.queries.selection import WRITTEN_BY_CONTROLLER
from stslint.kubernetes.queries.spreading import spread_constraints
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS414"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling"

OF_OTHER_CONTROLLERS = (
    "pod-template-hash",
    "pod-template-generation",
    "job-name",
    "controller-uid",
    "batch.kubernetes.io/job-name",
    "batch.kubernetes.io/controller-uid",
)
"""Labels that the controllers of Deployments, DaemonSets and Jobs set on their pods."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    labels = template_labels(stateful_set)
    for key in _keys(pod_spec(stateful_set)):
        named = key.string()
        if not named or named in labels or named in WRITTEN_BY_CONTROLLER:
            continue
        foreign = named in OF_OTHER_CONTROLLERS
        pods = "pods of a StatefulSet never have the" if foreign else "the pods have no"
        yield Problem(
            key,
            f"{pods} label `{named}`: the scheduler ignores this key",
            help="use `controller-revision-hash`, which changes with each revision of a StatefulSet"
            if foreign
            else "add the label to `spec.template.metadata.labels`, or remove the key",
            severity=None if foreign else "info",
        )


def _keys(spec: Node) -> Iterator[Node]:
    for constraint in spread_constraints(spec):
        yield from constraint.get("matchLabelKeys").elements()
    affinity = spec.get("affinity")
    for kind in ("podAffinity", "podAntiAffinity") if affinity else ():
        terms = affinity.get(kind)
        preferred = terms.get("preferredDuringSchedulingIgnoredDuringExecution").elements()
        for term in (
            *terms.get("requiredDuringSchedulingIgnoredDuringExecution").elements(),
            *(each.get("podAffinityTerm") for each in preferred),
        ):
            for field in ("matchLabelKeys", "mismatchLabelKeys"):
                yield from term.get(field).elements()
