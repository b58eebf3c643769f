"""An application may store more than its claim holds: it stops when the volume is full.

Many stores delete old data only when they reach a size that a setting names. If the claim is smaller, the
volume is full first. Most applications then fail to write (`no space left on device`), and do not start again
because they need space for that too.

> `--storage.tsdb.retention.size`: The maximum number of bytes of storage blocks to retain.

The rule compares the settings of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)) with the request of the claim template on which the
data is. It cannot see claims that were grown by hand. A size that leaves little space for logs and temporary
files is info.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: metrics
spec:
  template:
    spec:
      containers:
      - name: prometheus
        image: prom/prometheus:v2.55.1
        args:
        - --storage.tsdb.path=/prometheus
        - --storage.tsdb.retention.size=90GB  # error: 90Gi, and the claim has 20Gi
        volumeMounts:
        - {name: data, mountPath: /prometheus}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      resources:
        requests:
          storage: 20Gi
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: metrics
spec:
  template:
    spec:
      containers:
      - name: prometheus
        image: prom/prometheus:v2.55.1
        args:
        - --storage.tsdb.path=/prometheus
        - --storage.tsdb.retention.size=15GB
        volumeMounts:
        - {name: data, mountPath: /prometheus}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      resources:
        requests:
          storage: 20Gi
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.objects import claim_templates, containers
from stslint.kubernetes.queries.placement import placement
from stslint.kubernetes.values.quantity import NANO, read
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application

ID = "STS229"
SEVERITY = "warning"
SOURCE = "https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects"
FIELDS = ("volumeClaimTemplates",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        limits = [one for one in known.heap() if one.what == "store"] if known is not None else []
        size = _claim_size(known, stateful_set) if known is not None and limits else None
        request = read(size.value) if size is not None else None
        if size is None or request is None:
            continue
        for limit in limits:
            most = request.nanos // NANO
            if limit.bytes is not None and limit.bytes > most * (limit.most or 1):
                yield Problem(
                    limit.node,
                    f"it may store {_shown(limit.bytes)}, and the claim has {size.text}: the volume is "
                    "full first",
                    help="set a value of at most 80 % of the claim, or request more storage",
                    severity="info" if limit.bytes <= most else None,
                    related=(Related(size, "the request of the claim"),),
                )


def _claim_size(known: Application, stateful_set: Node) -> Node | None:
    """Returns the request of the claim template on which the data is."""
    folder = known.data_folder()
    if folder is None or not folder.path:
        return None
    place = placement(folder.path, known.container, stateful_set)
    for claim in claim_templates(stateful_set):
        if place is not None and place.volume == f"claim:{claim.at('metadata.name').string()}":
            size = claim.at("spec.resources.requests.storage")
            return size if size else None
    return None


def _shown(size: int) -> str:
    return f"{size / 2**30:.3g}Gi"
