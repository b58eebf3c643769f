"""Kubernetes adds variables for a Service to the pods, and the image takes one of them for a setting.

For each Service with a cluster IP in the namespace, a container gets variables such as
`KAFKA_PORT=tcp://10.0.0.1:9092`. They begin with the name of the Service. Some images turn each variable
with their own prefix into a setting. If the Service has the name of the application, the image reads the
variable, and some do not start. It happens to pods that are created after the Service, so the first pod can
work, and fail at its next restart.

> When a Pod is run on a Node, the kubelet adds a set of environment variables for each active Service.
> [...] the `enableServiceLinks` field of the pod [turns them off]

Headless Services add no variables. The rule knows the images in `stslint/applications` ([how to describe
custom images](https://stslint.github.io/stslint/applications/)) and the Services in the checked files. If
the image only reads a useless setting, the finding is info, for a Service with a name of one word.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: kafka
spec:
  ports:
  - port: 9092
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: broker
spec:
  template:
    spec:  # error: the Service `kafka` adds `KAFKA_PORT`
      containers:
      - name: kafka
        image: confluentinc/cp-kafka:7.6.1
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: kafka
spec:
  ports:
  - port: 9092
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: broker
spec:
  template:
    spec:
      enableServiceLinks: false
      containers:
      - name: kafka
        image: confluentinc/cp-kafka:7.6.1
```

A headless Service:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: kafka
spec:
  clusterIP: None
  ports:
  - port: 9092
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: broker
spec:
  template:
    spec:
      containers:
      - name: kafka
        image: confluentinc/cp-kafka:7.6.1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import applications
from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.indexes import LINKED
from stslint.kubernetes.queries.objects import pod_spec
from stslint.kubernetes.queries.scopes import Scope, scope_of
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application
    from stslint.applications.facts import Misread

ID = "STS526"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    if spec.get("enableServiceLinks").value is False:
        return
    for known in applications(stateful_set, bundle):
        own = {entry.name for entry in env_entries(known.container)}
        for service, found in _misread_services(known, stateful_set, bundle):
            if found.variable in own:
                continue
            links = spec.get("enableServiceLinks")
            yield Problem(
                links if links else spec,
                f"the Service `{service.name}` adds `{found.variable}` to the pods: {found.why}",
                help="set `enableServiceLinks: false`, or rename the Service",
                severity=None if found.effect == "refused" else "info",
                related=(Related(service.root.at("metadata.name"), "the Service"),),
            )
            break


def _misread_services(
    known: Application, stateful_set: Node, bundle: Bundle
) -> list[tuple[Document, Misread]]:
    """Returns the Services whose variables an image misreads: worked out once for an image and a scope."""
    scope = scope_of(stateful_set, bundle)
    services, by_image = bundle.found(LINKED, scope), bundle.derived(_by_image, scope)
    key = known.family, known.image, known.version
    if key not in by_image:
        found = ((service, known.misread(service.name)) for service in services)
        by_image[key] = [(each, why) for each, why in found if why and _matters(why, each.name)]
    return by_image[key]


def _by_image(_: Bundle, __: Scope) -> dict[object, list[tuple[Document, Misread]]]:
    return {}


def _matters(found: Misread, service: str) -> bool:
    """Returns whether the variable stops the image, or has the form of a setting: a longer name has not."""
    return found.effect == "refused" or "-" not in service
