"""The API server takes the set, and refuses the pods or claims that are to be made from its templates.

Up to Kubernetes 1.33 the API server looks into neither the pod template nor the claim templates. The
controller then asks for the first pod, is refused, and tries again for ever: the set stays at zero pods
with `FailedCreate` events, and an update of a running set deletes a pod that can't be made again. From 1.34
on the API server refuses the set itself, and nothing is left to say here.

The faults are those of the pages about the API server: `stslint explain mount-without-volume`,
`duplicate-entry` and others. Access modes have a page of their own (STS219).

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
        - name: www  # error: no pod is made
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
          storage: 0  # error: no claim is made
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

A volume that is replaced by a claim template of its name reaches no pod, whatever is wrong with it:

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
from stslint.model import Answer, Bundle, Node, Problem

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
    """Returns the server's problem as the rule's own, at the field of the set."""
    return problem._replace(
        message=f"{problem.message}: the set is accepted, and no {refused} is made",
        help=problem.help or f"`stslint explain {problem.rule}` says what is allowed",
        rule="",
        field="",
        severity=None,
    )
