"""The name does not have the form that Kubernetes and DNS require.

The name of a StatefulSet becomes part of the hostnames of its pods, so it must be a DNS label: at most 63
characters, only lower-case letters, digits and `-`. The same applies to containers, volumes and claim
templates.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: Web  # error: `Web`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web.v2  # error: `web.v2`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web-v2
```
"""

from __future__ import annotations

ID = "STS012"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
