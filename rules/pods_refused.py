"""The API server accepts the StatefulSet, but rejects the pods or claims made from its templates.

Up to Kubernetes 1.33, the API server does not validate the pod template and the claim templates when it
accepts the StatefulSet. The controller then tries to create the first pod, the API server rejects it, and
the controller retries forever: the StatefulSet stays at zero pods with `FailedCreate` events. An update of
a running StatefulSet deletes a pod that cannot be recreated. From 1.34, the API server rejects the
StatefulSet itself, and this rule reports nothing.

The faults are the same as in the rules about the API server: see `stslint explain mount-without-volume`,
`duplicate-entry` and others. Access modes have a separate rule (STS219).

## Bad

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        volumeMounts:
        - name: www  # error: no pod is created
          mountPath: /srv
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
```

```yaml kubernetes=1.30
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        volumeMounts:
        - name: data
          mountPath: /srv
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 0  # error: no claim is created
```

## Good

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        volumeMounts:
        - name: data
          mountPath: /srv
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
```

A claim template replaces the volumes with the same name, so an error in these volumes never reaches a pod:

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        volumeMounts:
        - name: data
          mountPath: /srv
      volumes:
      - name: data
        emptyDir: {}
      - name: data
        emptyDir: {}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.gates import dropped
from stslint.kubernetes.queries.objects import claim_templates
from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.validation.claim import validate_claim_spec
from stslint.kubernetes.validation.set_template import POD_TEMPLATE_MINOR, validate_pods_of_set
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS509"
SEVERITY = "error"
SOURCE = "https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.34.md"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    minor = number(bundle.kubernetes_version)
    if minor >= POD_TEMPLATE_MINOR:
        return
    gone = tuple(node.path for node, _ in dropped(stateful_set, minor))
    for problem in validate_pods_of_set(stateful_set.get("spec"), minor):
        if not problem.node.path.startswith(gone):
            yield _told(problem, "pod")
    last = {claim.at("metadata.name").string(): claim for claim in claim_templates(stateful_set)}
    for claim in last.values():
        for problem in validate_claim_spec(claim.get("spec"), minor, own_object=True):
            if "accessModes" not in problem.node.path:
                yield _told(problem, "claim")


def _told(problem: Problem, refused: str) -> Problem:
    """Returns a problem of the API server as a problem of this rule, at the field of the StatefulSet."""
    return problem._replace(
        message=f"{problem.message}: the StatefulSet is accepted, but no {refused} is created",
        help=problem.help or f"run `stslint explain {problem.rule}` to see what is allowed",
        rule="",
        field="",
        severity=None,
    )
