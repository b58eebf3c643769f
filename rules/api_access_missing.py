"""The application asks the API server, but its pods are not allowed to: it does not find its members.

Peer discovery, leader election and service registration of some applications use the API server, with the
ServiceAccount of the pod. Without a role, every request is refused (`403 Forbidden`): the nodes do not form a
cluster, or exit.

> In Kubernetes RBAC, a role contains rules that represent a set of permissions. Permissions are purely
> additive (there are no "deny" rules).

The rule needs `--complete`, knows the permissions of the images in `stslint/applications` ([how to describe
custom images](https://stslint.github.io/stslint/applications/)), and is silent if a bound role is not in the
checked files. It also reports pods that have no token. See the [report of a RabbitMQ
cluster](https://github.com/rabbitmq/rabbitmq-peer-discovery-k8s/issues/15).

## Bad

```yaml complete
apiVersion: v1
kind: ConfigMap
metadata:
  name: rabbit
data:
  rabbitmq.conf: cluster_formation.peer_discovery_backend = k8s
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: rabbit
spec:
  template:
    spec:
      containers:
      - name: rabbit
        image: rabbitmq:3.13.7  # error: no role lets `default` get `endpoints`
      volumes:
      - name: config
        configMap:
          name: rabbit
```

## Good

```yaml complete
apiVersion: v1
kind: ConfigMap
metadata:
  name: rabbit
data:
  rabbitmq.conf: cluster_formation.peer_discovery_backend = k8s
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: rabbit
rules:
- apiGroups: [""]
  resources: [endpoints]
  verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: rabbit
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: rabbit
subjects:
- kind: ServiceAccount
  name: rabbit
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: rabbit
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: rabbit
spec:
  template:
    spec:
      serviceAccountName: rabbit
      containers:
      - name: rabbit
        image: rabbitmq:3.13.7
      volumes:
      - name: config
        configMap:
          name: rabbit
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.startup import certain_facts
from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.rbac import account_of, allows, mounts_token
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS434"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not bundle.complete:
        return
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        for fact in certain_facts(known, "api_access") if known is not None else ():
            token = mounts_token(stateful_set, bundle)
            verb, resources = str(fact["verb"]), [str(each) for each in fact["resources"]]
            if token is not None and token.root is stateful_set.root:
                fault = f"the pods get no token for the API server: {fact['why']}"
                yield Problem(token, fault, help="set `automountServiceAccountToken: true`")
            elif all(allows(stateful_set, verb, each, bundle) is False for each in resources):
                yield _problem(container, stateful_set, verb, resources, str(fact["why"]))


def _problem(container: Node, root: Node, verb: str, resources: list[str], why: str) -> Problem:
    account, listed = account_of(root), " or ".join(f"`{each}`" for each in resources)
    return Problem(
        container.get("image"),
        f"no role lets `{account}` {verb} {listed}: {why}",
        help=f"add a Role with the verb `{verb}` for {listed}, a RoleBinding to the ServiceAccount, and set "
        "`serviceAccountName`",
    )
