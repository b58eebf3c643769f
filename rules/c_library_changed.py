"""The new image has another C library, which sorts text in another way than the indexes of the existing data.

PostgreSQL sorts text with the C library of its image. An index on text keeps the order of the library that
wrote it. With another library, searches miss rows, unique constraints allow duplicates, and nothing fails
visibly at first. Alpine's images and Debian's differ in this way, and so do releases of Debian, to a lesser
degree.

> PostgreSQL is known to have issues with indexes when libc version or implementation changes.

The rule compares the tags of images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)) for which this is known, if the data is on a claim.
A change between two releases of Debian that the tags name is info. It cannot see whether the database uses
only `C` or ICU collations, which do not depend on the library.

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
        image: postgres:14.5
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
        image: postgres:14.11-alpine  # error: another C library
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

Two releases of Debian:

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
        image: postgres:16.6-bullseye
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
        image: postgres:16.6-bookworm  # error: from `bullseye` to `bookworm`
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
        image: postgres:14.5-alpine
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
        image: postgres:14.11-alpine3.19
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.matching import matched_containers
from stslint.kubernetes.queries.objects import image_tag
from stslint.kubernetes.queries.placement import lasting_mounts
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS731"
SEVERITY = "warning"
SOURCE = "https://github.com/getsentry/self-hosted/issues/3107"

RELEASES = ("stretch", "buster", "bullseye", "bookworm", "trixie", "debian-10", "debian-11", "debian-12")
HELP = (
    "keep the old kind of image, or move the data with `pg_dump`; after the change, run `REINDEX DATABASE` "
    "for each database"
)


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    for before, after in matched_containers(old, new):
        was, known = application_of(before, bundle), application_of(after, bundle)
        if was is None or known is None or was.family != known.family or not lasting_mounts(after, new):
            continue
        first, second = image_tag(before), image_tag(after)
        related = (Related(before.get("image"), "the previous image"),)
        for fact, _ in known.facts("libc"):
            if was.image not in fact.get("images", (was.image,)) or not first or not second:
                continue
            if (fact["tag"] in first) != (fact["tag"] in second):
                fault = f"the new image has another C library than the old one: {fact['why']}"
                yield Problem(after.get("image"), fault, help=HELP, related=related)
            elif _release(first) != _release(second) and _release(first) and _release(second):
                fault = (
                    f"the C library changes from `{_release(first)}` to `{_release(second)}`: indexes on "
                    "text can have another order"
                )
                yield Problem(after.get("image"), fault, help=HELP, severity="info", related=related)


def _release(tag: str) -> str:
    return next((release for release in RELEASES if release in tag), "")
