"""Members of a cluster know each other by the addresses of their pods, which change.

A pod gets a new address each time it is created. Some applications keep the addresses of their members in
their data, or name their data after their own address. After a restart, the others look for the member at
an address that no longer exists, or that belongs to another pod. If all pods restart, no majority is found.

> Each Pod in a StatefulSet derives its hostname from the name of the StatefulSet and the ordinal of the Pod.

The rule knows the settings of the images in `stslint/applications` whose value is kept ([how to describe
custom images](https://stslint.github.io/stslint/applications/)). Applications that exchange their addresses
anew at each start, such as Cassandra, may use the address of the pod. See the [report of an etcd
cluster](https://github.com/etcd-io/etcd/issues/8870).

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.17
        args:
        - --initial-advertise-peer-urls=http://$(POD_IP):2380  # error: the address of the pod
        env:
        - name: POD_IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.17
        args:
        - --initial-advertise-peer-urls=http://$(POD_NAME).etcd:2380
        - --listen-peer-urls=http://$(POD_IP):2380
        env:
        - name: POD_NAME
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        - name: POD_IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.startup import pod_address
from stslint.kubernetes.queries.objects import containers, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS432"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if replicas(stateful_set) <= 1:
        return
    service = stateful_set.at("spec.serviceName").string("SERVICE")
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        for note in pod_address(known, bundle) if known is not None else ():
            yield Problem(
                note.node,
                f"the address of the pod changes with each restart: {note.why}",
                help=f"use the name of the pod, as in `$(POD_NAME).{service}`, with a variable `POD_NAME` "
                "from `metadata.name` before it",
            )
