"""`serviceName` is not a valid name of a Service.

The name becomes part of the DNS name of each pod. Up to Kubernetes 1.32, the API server accepts any text here
and then refuses the pods, because their `subdomain` is not a DNS label. From 1.33 on, it refuses the
StatefulSet itself. All versions accept a name that begins with a digit, but up to 1.35 no Service can have
such a name.

> The name of a Service object must be a valid RFC 1035 label name.

## Bad

```yaml kubernetes=1.30
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web.example.com  # error: no Service can be named `web.example.com`
```

```yaml kubernetes=1.34
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: 0web  # error: begin with a letter
```

## Good

```yaml kubernetes=1.30
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web-0
```

From 1.36 on, the name of a Service can begin with a digit:

```yaml kubernetes=1.36
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: 0web
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.values.names import dns_1035_label, dns_label
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS104"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service"
FRAGMENTS = True
FIELDS = ("serviceName",)

REFUSED_SINCE = 33
DIGIT_ALLOWED_SINCE = 36


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    service_name = stateful_set.at("spec.serviceName")
    minor, written = number(bundle.kubernetes_version), service_name.string()
    if not written:
        return
    fault = dns_label(written)
    if fault and minor < REFUSED_SINCE:
        yield Problem(
            service_name,
            f"no Service can be named `{written}`, and no pod is created: {fault}",
            help="use only the name of the headless Service",
        )
    elif not fault and minor < DIGIT_ALLOWED_SINCE and dns_1035_label(written):
        yield Problem(
            service_name,
            f"no Service can be named `{written}`: up to Kubernetes 1.35, its name must begin with a letter",
            help="choose another name: `serviceName` is immutable after the StatefulSet is created",
            severity="warning",
        )
