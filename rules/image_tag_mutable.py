"""An image has no fixed tag: two pods of one StatefulSet can run different versions.

A tag such as `latest`, or a missing tag, is resolved when a pod starts. A pod that is moved by a drain next
month gets whatever the tag means then, while its peers run what it meant before. There is also no revision
to return to, because the template has not changed.

> You should avoid using the :latest tag when deploying containers in production as it is harder to track
> which version of the image is running and more difficult to roll back properly.

A digest says exactly what runs, regardless of the tag. The rule skips names that are filled in later:
placeholders such as `${IMAGE}`, and images that are listed in `images` of a kustomization among the files.

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
        image: busybox  # error: has no tag
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
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

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
HELP = "use a version tag that is never moved, or a digest"
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
            fault = f"the tag `{tag}` moves" if tag else f"`{written}` has no tag"
            yield Problem(image, f"{fault}: a recreated pod can run a different version", help=HELP)
