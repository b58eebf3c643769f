"""A setting that only the first start reads was changed: the existing data keeps the old value.

Many images create users, passwords and databases only while the data folder is empty. Later, they ignore
the variable. The database keeps the old password, while clients that read the same Secret use the new one
and are rejected. Other settings of this kind identify a cluster: a member with another value does not join
again, or does not start.

> Warning: the Docker specific variables will only have an effect if you start the container with a data
> directory that is empty; any pre-existing database will be left untouched on container startup.

A Secret that a chart generates anew for each rendering is the usual cause. The rule compares values that
are in the checked files: literal values, the keys of ConfigMaps and Secrets, and mounted files that a
variable names (`POSTGRES_PASSWORD_FILE`). It knows the images in `stslint/applications` ([how to describe
custom images](https://stslint.github.io/stslint/applications/)), and is silent without a claim for the
data. It cannot see whether the value was changed in the database too.

## Bad

```yaml old
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: one
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.6
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: two
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.6
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}  # error: keeps the old value of `POSTGRES_PASSWORD`
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```

A literal value:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: mysql:8.4
        env:
        - {name: MYSQL_DATABASE, value: shop}
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumeClaimTemplates:
  - metadata:
      name: data
```

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
        image: mysql:8.4
        env:
        - {name: MYSQL_DATABASE, value: store}  # error: keeps the old value of `MYSQL_DATABASE`
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

The same value in another form:

```yaml old
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: one
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.6
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  password: b25l
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.6
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.matching import called, matched_containers
from stslint.kubernetes.queries.config_uses import mounted_file
from stslint.kubernetes.queries.objects import is_stateful_set
from stslint.kubernetes.queries.placement import is_claim, lasting_mounts, placement
from stslint.kubernetes.queries.secrets import visible_values
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application

ID = "STS715"
SEVERITY = "warning"
SOURCE = "https://github.com/docker-library/docs/blob/master/postgres/content.md#environment-variables"


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    for document in new.of_kind("StatefulSet"):
        before = old.find("StatefulSet", document.namespace, document.name)
        if before is None or document.fragment or before.fragment or not is_stateful_set(document.root):
            continue
        for one, other in matched_containers(before.root, document.root):
            yield from _changed(one, other, document.root, old, new)


def _changed(before: Node, after: Node, home: Node, old: Bundle, new: Bundle) -> Iterator[Answer]:
    known, was = application_of(after, new), application_of(before, old)
    if known is None or was is None or was.family != known.family:
        return
    settings = [one for one in known.first_start_settings() if one.name.startswith("env:")]
    if not settings or not _keeps_data(known, home):
        return
    values, previous = visible_values(after, new), visible_values(before, old)
    for setting in settings:
        name = setting.name.removeprefix("env:")
        value, past = values.get(name), previous.get(name)
        if value is None or past is None or value.text is None or past.text is None or setting.per_pod:
            continue
        content = _content(value.text, after, new), _content(past.text, before, old)
        if value.text != past.text or content[0] != content[1]:
            yield Problem(
                value.node,
                f"{called(known)} keeps the old value of `{name}`: "
                f"{setting.why or 'only the first start reads it'}, "
                "and the claims keep their data",
                help="keep the old value, or change it in the application itself in the same step",
                related=(Related(past.node, "the previous value"),),
            )


def _content(text: str, container: Node, bundle: Bundle) -> str:
    """Returns the file that a value names, if it is a key of a ConfigMap or Secret in the checked files."""
    return (mounted_file(text, container, bundle) or "") if text.startswith("/") else ""


def _keeps_data(known: Application, home: Node) -> bool:
    folder = known.data_folder()
    if folder is None or not folder.path:
        return bool(lasting_mounts(known.container, home))
    place = placement(folder.path, known.container, home)
    return is_claim(place.volume) if place is not None else bool(lasting_mounts(known.container, home))
