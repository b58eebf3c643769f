"""A setting is missing without which the image does not start.

Images of databases refuse to create a database without a password, some wait for a license to be accepted,
and some servers do not start outside of development without settings of their cluster. The log says so, and
the pod restarts until somebody reads it. Under `OrderedReady`, the fix does not reach a pod that never became
Ready: you have to delete it.

> Database is uninitialized and superuser password is not specified.

The rule knows the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)), and is silent if the container has its own command,
takes variables from a source that is not in the checked files, or mounts a configuration that is not there.
An existing data folder can do without some settings. A copy of the image under another name is info. See the
[report of a StatefulSet that stayed broken](https://github.com/kubernetes/kubernetes/issues/68340).

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
        image: mysql:8.4.3  # error: `MYSQL_ROOT_PASSWORD`
        env:
        - name: MYSQL_DATABASE
          value: shop
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
        image: mysql:8.4.3
        env:
        - name: MYSQL_DATABASE
          value: shop
        - name: MYSQL_ROOT_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: root}
```

A Secret can hold it:

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
        image: mysql:8.4.3
        envFrom:
        - secretRef: {name: db}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.applications import application_of
from stslint.applications.startup import missing
from stslint.kubernetes.queries.objects import containers, home_namespace
from stslint.kubernetes.queries.storage import mounts, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ID = "STS556"
SEVERITY = "warning"
SOURCE = "https://github.com/docker-library/docs/blob/master/postgres/content.md#environment-variables"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        for fact in missing(known, bundle) if known is not None else ():
            if _may_be_in_a_file(fact) and _mounts_unknown(container, stateful_set, bundle):
                continue
            names = [name.partition(":")[2] for name in fact["settings"] if name.startswith(("env:", "arg:"))]
            listed = " or ".join(f"`{name}`" for name in names[:3])
            yield Problem(
                container.get("image"),
                f"the image does not start without {listed}: {fact['why']}",
                help=f"set {listed}" + ("" if len(names) <= 3 else ", or another setting of this kind"),
                severity=None if known is not None and known.published else "info",
            )


def _may_be_in_a_file(fact: Mapping[str, Any]) -> bool:
    conditions = (*fact["settings"], *fact.get("all", ()))
    return any(one.removeprefix("!").startswith(("key:", "file:")) for one in conditions)


def _mounts_unknown(container: Node, stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether a container mounts files that are not in the checked files."""
    found, home = volumes(stateful_set), home_namespace(stateful_set, bundle)
    for mount in mounts(container):
        volume = found.get(mount.get("name").string())
        if volume is None:
            continue
        name = volume.at("configMap.name").string()
        if not name or bundle.find("ConfigMap", home, name) is None:
            return True
    return False
