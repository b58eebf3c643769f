"""An image without a fixed tag means that two pods of one set may run different programs.

A tag such as `latest`, or none, is looked up when a pod starts. A member that a drain moves next month gets
what the tag means then, while its peers run what it meant before; and there is no revision to go back to,
for the template has not changed.

> You should avoid using the :latest tag when deploying containers in production as it is harder to track
> which version of the image is running and more difficult to roll back properly.

A digest says exactly what runs, whatever the tag. Names that are filled in later (`${IMAGE}`, or by the
`images` of a kustomization among the files) are left alone.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      initContainers:
      - name: prepare
        image: busybox  # error: names no tag
      containers:
      - name: web
        image: registry.example.com:5000/web:latest  # error: `latest`
      - name: exporter
        image: registry.example.com/exporter:main  # error: `main`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com:5000/web:2.1.0
      - name: exporter
        image: exporter:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
      - name: later
        image: ${IMAGE}
```

A kustomization fills in the tag:

```yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
images:
- name: registry.example.com/web
  newTag: 2.1.0
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.kustomizations import filled_in_images
from stslint.kubernetes.queries.objects import all_containers, image_name
from stslint.model import Answer, Bundle, Node, Problem
from stslint.runtime.lazy_regex import pattern

ID = "STS311"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/containers/images/#image-names"
FRAGMENTS = True

MOVING_TAGS = frozenset(
    {
        "latest",
        "main",
        "master",
        "edge",
        "nightly",
        "stable",
        "dev",
        "develop",
        "devel",
        "canary",
        "lts",
        "rolling",
    }
)
HELP = "name a version that is never moved, or a digest"
_FILLED_IN_LATER = pattern(r"[${}<>()\s]")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        image = container.get("image")
        written = image.string()
        if not written or "@" in written or _FILLED_IN_LATER.search(written):
            continue
        tag = written.rpartition("/")[2].partition(":")[2]
        if tag and tag.lower() not in MOVING_TAGS:
            continue
        if image_name(container) not in bundle.derived(filled_in_images):
            fault = f"the tag `{tag}` moves" if tag else f"`{written}` names no tag"
            yield Problem(image, f"{fault}: a pod that is made again may run another version", help=HELP)
