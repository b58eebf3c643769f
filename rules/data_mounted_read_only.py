"""The folder that the application writes its data to is mounted read-only.

`readOnly: true` in a mount or in the volume of a claim makes every write fail (`Read-only file system`). A
server that cannot write to its data folder does not start. The line often comes from a mount of configuration
that was copied.

> Mounted read-only if true, read-write otherwise (false or unspecified).

The rule knows the data folders of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It is silent for a container whose version or
settings leave its data folder open.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: redis
        image: redis:7.4.1
        volumeMounts:
        - name: data
          mountPath: /data
          readOnly: true  # error: `/data`
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: redis
        image: redis:7.4.1
        volumeMounts:
        - name: data
          mountPath: /data
        - name: config
          mountPath: /etc/redis
          readOnly: true
      volumes:
      - name: config
        configMap:
          name: redis
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.placement import is_claim, placement
from stslint.kubernetes.queries.storage import claim_names, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS228"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#volumes-1"
FIELDS = ("readOnly",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        folder = known.data_folder() if known is not None else None
        if folder is None or not folder.path or not folder.certain:
            continue
        place = placement(folder.path, container, stateful_set)
        if place is None or not is_claim(place.volume):
            continue
        deciding = _read_only(place.mount, stateful_set)
        if deciding is not None:
            yield Problem(
                deciding,
                f"the application writes its data to `{folder.path}`, which is mounted read-only: it does "
                "not start",
                help="remove `readOnly`",
            )


def _read_only(mount: Node, stateful_set: Node) -> Node | None:
    if mount.get("readOnly").boolean():
        return mount.get("readOnly")
    name = mount.get("name").string()
    volume = volumes(stateful_set).get(name) if name not in claim_names(stateful_set) else None
    inherited = volume.at("persistentVolumeClaim.readOnly") if volume is not None else None
    return inherited if inherited is not None and inherited.boolean() else None
