"""A setting was changed that the existing data does not follow: the application refuses its data or loses it.

Some settings are written into the data when it is created, and a server with another value does not start.
Others decide which files are read: the server starts with empty data. The old value brings the old behavior
back, as long as nothing was written in between.

> **IMPORTANT:** not following this procedure (e.g. just changing the config and restarting the server) can
> result in data loss!

The rule compares literal values, and those of ConfigMaps and Secrets in the checked files, for the images in
`stslint/applications` ([how to describe custom images](https://stslint.github.io/stslint/applications/)). It
is silent without a claim for the data. It cannot see whether the data was created anew or converted. See the
[report of an append-only file](https://github.com/redis/redis/issues/12484).

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: redis
        image: redis:7.2.6
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

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
        image: redis:7.2.6
        args:
        - --appendonly
        - "yes"  # error: starts empty
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

The data is refused:

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
        image: mysql:8.0.40
        volumeMounts:
        - {name: data, mountPath: /var/lib/mysql}
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
        image: mysql:8.0.40
        args:
        - --lower-case-table-names=1  # error: refuses the existing data
        volumeMounts:
        - {name: data, mountPath: /var/lib/mysql}
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

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
        image: mysql:8.0.40
        args: [--lower_case_table_names=1]
        volumeMounts:
        - {name: data, mountPath: /var/lib/mysql}
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
        image: mysql:8.0.41
        args: [--lower-case-table-names=1, --max-connections=500]
        volumeMounts:
        - {name: data, mountPath: /var/lib/mysql}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.applications import application_of
from stslint.applications.matching import called, matched_containers
from stslint.applications.startup import certain_facts
from stslint.kubernetes.queries.objects import is_stateful_set
from stslint.kubernetes.queries.placement import lasting_mounts
from stslint.kubernetes.queries.secrets import Value, visible_values
from stslint.rule_api import Answer, Bundle, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from stslint.applications import Application

ID = "STS730"
SEVERITY = "warning"
SOURCE = "https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/#how-i-can-switch-to-aof-if-im-currently-using-dumprdb-snapshots"

EFFECTS = {
    "refused": "{title} refuses the existing data with another `{name}`",
    "empty": "{title} starts empty with another `{name}`",
    "split": "old and new pods refuse each other with another `{name}`",
}
_SAME = {"true": "yes", "on": "yes", "false": "no", "off": "no"}


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    for document in new.of_kind("StatefulSet"):
        before = old.find("StatefulSet", document.namespace, document.name)
        if before is None or document.fragment or before.fragment or not is_stateful_set(document.root):
            continue
        for one, other in matched_containers(before.root, document.root):
            was, known = application_of(one, old), application_of(other, new)
            if was is None or known is None or was.family != known.family or was.image != known.image:
                continue
            if lasting_mounts(other, document.root):
                yield from _changed(was, known, old, new)


def _changed(was: Application, known: Application, old: Bundle, new: Bundle) -> Iterator[Answer]:
    for fact in certain_facts(known, "bound"):
        before, after = _value(was, fact, old), _value(known, fact, new)
        first, second = _text(before, fact), _text(after, fact)
        if first is None or second is None or first == second:
            continue
        if fact.get("from", first) != first or fact.get("to", second) != second:
            continue
        name = fact["settings"][0].partition(":")[2].rstrip("=").lstrip("-")
        fault = EFFECTS[fact["effect"]].format(title=called(known), name=name)
        yield Problem(
            after.node if after is not None else known.container.get("image"),
            f"{fault}: {fact['why']}",
            help=fact.get("instead", "keep the old value, or create the data anew with the new one"),
            related=(Related(before.node, "the previous value"),) if before is not None else (),
        )


def _value(known: Application, fact: Mapping[str, Any], bundle: Bundle) -> Value | None:
    """Returns the value of a setting; its text is None where it is not visible or differs for each pod."""
    for found in known.found(fact):
        kind, _, name = found.setting.partition(":")
        text = None if found.per_pod else found.text
        if text is None and kind == "env" and not found.per_pod:
            visible = visible_values(known.container, bundle).get(name)
            text = visible.text if visible is not None else None
        return Value(found.node, text)
    return None


def _text(value: Value | None, fact: Mapping[str, Any]) -> str | None:
    if value is None:
        return fact.get("default")
    text = value.text.strip().strip("\"'").lower() if value.text is not None else None
    return _SAME.get(text, text) if text is not None else None
