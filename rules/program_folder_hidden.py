"""A volume is mounted over a folder of the image that the program needs: the container does not start.

A mounted volume hides what the image has in the folder. An empty claim at the home of the program hides the
program itself, and a ConfigMap with one file at its folder of settings hides all other files there. Mount the
data folder only, and single files with `subPath`.

> java.nio.file.NoSuchFileException: /usr/share/elasticsearch/config/jvm.options

The rule knows such folders of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It is silent if an init container mounts the same
volume, because it can copy the files, and if a ConfigMap has all files that are needed or is not in the
checked files.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: es
data:
  elasticsearch.yml: "cluster.name: logs"
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.3
        volumeMounts:
        - name: config
          mountPath: /usr/share/elasticsearch/config  # error: hides `/usr/share/elasticsearch/config`
      - name: other
        image: neo4j:5.26.0
        volumeMounts:
        - name: data
          mountPath: /var/lib/neo4j  # error: hides `/var/lib/neo4j`
      volumes:
      - name: config
        configMap:
          name: es
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: es
data:
  elasticsearch.yml: "cluster.name: logs"
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.3
        volumeMounts:
        - name: config
          mountPath: /usr/share/elasticsearch/config/elasticsearch.yml
          subPath: elasticsearch.yml
      - name: other
        image: neo4j:5.26.0
        volumeMounts:
        - name: data
          mountPath: /data
      volumes:
      - name: config
        configMap:
          name: es
  volumeClaimTemplates:
  - metadata:
      name: data
```

An init container fills the volume:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  template:
    spec:
      initContainers:
      - name: copy
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.3
        command: [sh, -c, "cp -r /usr/share/elasticsearch/config/. /copy/"]
        volumeMounts:
        - {name: config, mountPath: /copy}
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.3
        volumeMounts:
        - {name: config, mountPath: /usr/share/elasticsearch/config}
      volumes:
      - name: config
        emptyDir: {}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.applications import application_of
from stslint.kubernetes.queries.objects import containers, home_namespace, init_containers
from stslint.kubernetes.queries.secrets import keys
from stslint.kubernetes.queries.storage import is_below, mount_path, mounts, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ID = "STS559"
SEVERITY = "warning"
SOURCE = "https://github.com/elastic/elasticsearch/issues/71157"
FIELDS = ("volumeMounts",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    filled = {mount.get("name").string() for one in init_containers(stateful_set) for mount in mounts(one)}
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        facts = [fact for fact, certain in known.facts("program") if certain] if known is not None else []
        for mount in mounts(container) if facts else ():
            hidden = _hidden(mount, facts, stateful_set, bundle)
            if hidden is None or mount.get("name").string() in filled:
                continue
            path, why = hidden
            yield Problem(
                mount.get("mountPath"),
                f"the volume hides `{path}` of the image: {why}",
                help="mount the data folder only, and single files with `subPath`",
                severity=None if known is not None and known.published else "info",
            )


def _hidden(
    mount: Node, facts: list[Mapping[str, Any]], stateful_set: Node, bundle: Bundle
) -> tuple[str, str] | None:
    for fact in facts:
        for path in fact["paths"]:
            needs = fact.get("needs", ())
            if is_below(path, mount_path(mount)) and not _has(mount, needs, stateful_set, bundle):
                return str(path), str(fact["why"])
    return None


def _has(mount: Node, needs: list[str], stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether a volume can have the files that are needed."""
    volume = volumes(stateful_set).get(mount.get("name").string())
    if not needs or volume is None:
        return False
    if volume.get("projected") or volume.get("hostPath") or volume.get("csi"):
        return True
    name = volume.at("configMap.name").string() or volume.at("secret.secretName").string()
    if not name:
        return bool(volume.get("persistentVolumeClaim"))
    kind = "ConfigMap" if volume.get("configMap") else "Secret"
    found = bundle.find(kind, home_namespace(stateful_set, bundle), name)
    return found is None or set(needs) <= keys(found)
