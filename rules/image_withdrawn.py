"""The registry has withdrawn the image: a node that does not have it cannot start the pod.

A pod keeps running on a node that pulled the image before. When it moves to another node, or the node is
replaced, the pod stays in `ImagePullBackOff`. An image whose repository is frozen can still be pulled, but
gets no more updates, which is reported as info.

> Starting August 28th, over two weeks, all existing container images [...] will be migrated from the public
> registry (`docker.io/bitnami`) to the "Bitnami Legacy" repository (`docker.io/bitnamilegacy`), where they
> will no longer receive updates.

stslint has a dated table of such images, and asks no registry. Images of other repositories, and single
tags that were deleted, are not known. Copies in a private registry are not affected.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: docker.io/bitnami/postgresql:16.4.0  # error: withdrawn on 2025-08-28
      - name: etcd
        image: k8s.gcr.io/etcd:3.5.4-0  # error: is frozen
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/bitnami/postgresql:16.4.0
      - name: etcd
        image: registry.k8s.io/etcd:3.5.21-0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import withdrawal
from stslint.kubernetes.queries.kustomizations import replaced_images
from stslint.kubernetes.queries.objects import all_containers, image_name
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS527"
SEVERITY = "warning"
SOURCE = "https://github.com/bitnami/containers/issues/83267"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        found = withdrawal(container)
        if found is None or image_name(container) in bundle.derived(replaced_images):
            continue
        state = (
            f"the image was withdrawn on {found.since}"
            if found.gone
            else f"no more updates since {found.since}"
        )
        yield Problem(
            container.get("image"),
            f"{state}: {found.why}",
            help=f"use an image of `{found.instead}`"
            if found.instead
            else "use another image, or a copy in your own registry",
            severity=None if found.gone else "info",
        )
