"""With `setHostnameAsFQDN`, a pod whose full name is longer than 64 characters never starts.

Linux allows 64 characters for a hostname. With `setHostnameAsFQDN: true`, the kubelet uses the full DNS name
of the pod as its hostname, and a pod with a longer name stays in `ContainerCreating`.

> In Linux, the hostname field of the kernel [...] is limited to 64 characters. If a Pod enables this
> feature and its FQDN is longer than 64 character, it will fail to start.

The length is that of the pod with the highest ordinal, in the cluster domain `cluster.local`. If the manifest
sets no namespace, `default` is assumed.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgresql-primary
  namespace: billing
spec:
  serviceName: postgresql-primary-headless
  replicas: 3
  template:
    spec:
      setHostnameAsFQDN: true  # error: has 74 characters
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: pg
  namespace: billing
spec:
  serviceName: pg
  replicas: 3
  template:
    spec:
      setHostnameAsFQDN: true
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgresql-primary
spec:
  serviceName: postgresql-primary-headless
  replicas: 3
  template:
    spec:
      setHostnameAsFQDN: false
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import first_ordinal, name, namespace, pod_spec, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS102"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-sethostnameasfqdn-field"
)
FIELDS = ("setHostnameAsFQDN",)

LONGEST = 64


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    wish = pod_spec(stateful_set).get("setHostnameAsFQDN")
    service = stateful_set.at("spec.serviceName").string()
    if not wish.boolean() or not service or not name(stateful_set):
        return
    ordinal = first_ordinal(stateful_set) + max(replicas(stateful_set) - 1, 0)
    where = namespace(stateful_set)
    full = f"{name(stateful_set)}-{ordinal}.{service}.{where or 'default'}.svc.cluster.local"
    assumed = "" if where else " in the namespace `default`"
    if len(full) > LONGEST:
        yield Problem(
            wish,
            f"`{full}` has {len(full)} characters{assumed}, but a hostname has at most {LONGEST}: "
            "the pod never starts",
            help="shorten the name of the StatefulSet or of the Service, or remove `setHostnameAsFQDN`",
        )
