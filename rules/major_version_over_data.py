"""The new version of an application does not start with the data of the old one, or there is no way back.

The claims keep the data of the old version. What the new version does with it depends on the application:

- It refuses the data (PostgreSQL with another major version, most stores with an older version, many with a
  version that was skipped). The first pod that is updated crashes, and the rollout stops there.
- It needs steps before the update, such as an upgrade of all members to a version in between.
- It converts the data at its first start. The rollout works, but `kubectl rollout undo` does not: the old
  version refuses the new data. This is reported as info.

> For major releases of PostgreSQL, the internal data storage format is subject to change, thus complicating
> upgrades.

The rule knows the images in `stslint/applications`, takes the version from the tag, and is silent if it
does not say the version, if the image is not known, and if the data folder is not on a claim. A step that
was taken by hand is not visible. [Applications](https://stslint.github.io/stslint/applications/) shows how
to describe custom images.

## Bad

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
        image: postgres:16.4
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
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
        image: postgres:17.2  # error: PostgreSQL 17.2 does not start with the data of 16.4
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```

A version is skipped:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  template:
    spec:
      containers:
      - name: search
        image: mongo:6.0.14
        volumeMounts:
        - name: data
          mountPath: /data/db
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  template:
    spec:
      containers:
      - name: search
        image: mongo:8.0.4  # error: does not start with the data of 6.0.14
        volumeMounts:
        - name: data
          mountPath: /data/db
  volumeClaimTemplates:
  - metadata:
      name: data
```

The way back is closed:

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
        image: mysql:8.4.3  # error: cannot be undone
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
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
        image: postgres:16.4
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
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
        image: postgres:16.6
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
from stslint.kubernetes.queries.placement import is_claim, lasting_mounts, placement
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application
    from stslint.applications.facts import Upgrade

ID = "STS713"
SEVERITY = "warning"
SOURCE = "https://www.postgresql.org/docs/current/upgrading.html"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    for before, after in matched_containers(old, new):
        if before.get("image").value == after.get("image").value:
            continue
        was, known = application_of(before, bundle), application_of(after, bundle)
        if was is None or known is None or was.family != known.family or not _keeps_data(was, old):
            continue
        change = was.upgrade_to(known)
        if change.outcome in ("refused", "prepared", "one-way"):
            yield _problem(change, was, known)


def _keeps_data(known: Application, stateful_set: Node) -> bool:
    """Returns whether the application's data is on a claim, as far as it is known where it is."""
    folder = known.data_folder()
    if folder is None or not folder.path:
        return bool(lasting_mounts(known.container, stateful_set))
    place = placement(folder.path, known.container, stateful_set)
    if place is None:
        return not folder.certain and bool(lasting_mounts(known.container, stateful_set))
    return is_claim(place.volume)


def _problem(change: Upgrade, was: Application, known: Application) -> Problem:
    title, new = called(known), _version(known)
    old = _version(was) if called(was) == title else f"{called(was)} {_version(was)}"
    related = (Related(was.container.get("image"), "the previous version"),)
    why = f": {change.why}" if change.why else ""
    if change.outcome == "one-way":
        return Problem(
            known.container.get("image"),
            f"the update of {title} from {old} to {new} cannot be undone{why}",
            help="back up the data before the update: `kubectl rollout undo` does not bring "
            "the old data back",
            severity="info",
            related=related,
        )
    fault = f"{title} {new} does not start with the data of {old}{why}"
    if change.outcome == "prepared":
        fault = f"{title} {new} starts with the data of {old} only after certain steps{why}"
    back = f"keep {old}, and "
    help = f"{back}{change.before} before the update" if change.before else f"{back}back up the data first"
    return Problem(known.container.get("image"), fault, help=help, related=related)


def _version(known: Application) -> str:
    return ".".join(str(part) for part in known.version)
