"""A pod with `hostNetwork` uses the DNS of its node: names of Services and of other pods do not resolve.

With `hostNetwork: true`, the default `dnsPolicy: ClusterFirst` does not apply. The containers get the
`resolv.conf` of the node, whose name servers know neither `web-0.web` nor `web.shop.svc.cluster.local`.

> For Pods running with hostNetwork, you should explicitly set its DNS policy to "`ClusterFirstWithHostNet`".
> Otherwise, Pods running with hostNetwork and `"ClusterFirst"` will fallback to the behavior of the
> `"Default"` policy.

The rule reports a warning if the containers use such a name. Otherwise, it cannot see whether the
application needs names of the cluster, and is silent for a single pod and reports info for several pods
with a `serviceName`. It is silent if `dnsConfig` names servers, and if `dnsPolicy: Default` is set on
purpose.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  template:
    spec:
      hostNetwork: true  # error: `db-0.db` does not resolve
      containers:
      - name: db
        image: registry.example.com/db:1
        args: [--join=db-0.db:7000]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  template:
    spec:
      hostNetwork: true
      dnsPolicy: ClusterFirst  # error: `config.shop.svc` does not resolve
      containers:
      - name: db
        image: registry.example.com/db:1
        env:
        - {name: CONFIG, value: "http://config.shop.svc:8080"}
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  template:
    spec:
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      containers:
      - name: db
        image: registry.example.com/db:1
        args: [--join=db-0.db:7000]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: agent
spec:
  serviceName: agent
  template:
    spec:
      hostNetwork: true
      containers:
      - name: agent
        image: registry.example.com/agent:1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec, replicas
from stslint.kubernetes.queries.pod_dns import own_references, pod_references, texts
from stslint.rule_api import Answer, Bundle, Node, Problem, Related, pattern

ID = "STS117"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy"
FIELDS = ("hostNetwork",)

# A word that is not such a name is consumed as a whole: a search would start again at each of its characters.
_CLUSTER_NAME = pattern(
    r"([a-z0-9$({][-\w.$(){}]*\.svc(?:\.cluster\.local)?(?![-\w]))|[a-z0-9$({][-\w.$(){}]*"
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    policy = spec.get("dnsPolicy")
    if not spec.get("hostNetwork").boolean() or policy.string("ClusterFirst") != "ClusterFirst":
        return
    if spec.at("dnsConfig.nameservers").elements():
        return
    place = policy if policy else spec.get("hostNetwork")
    help = "set `dnsPolicy: ClusterFirstWithHostNet`"
    used = next(_names(stateful_set), None)
    if used is not None:
        node, text = used
        yield Problem(
            place,
            f"with `hostNetwork`, pods use the DNS of their node, so `{text}` does not resolve",
            help=help,
            related=(Related(node, "where the name is used"),),
        )
    elif replicas(stateful_set) > 1 and stateful_set.at("spec.serviceName").string():
        yield Problem(
            place,
            "with `hostNetwork`, pods use the DNS of their node, which does not know the other pods",
            help=help,
            severity="info",
        )


def _names(stateful_set: Node) -> Iterator[tuple[Node, str]]:
    service = stateful_set.at("spec.serviceName").string()
    for reference in pod_references(stateful_set):
        if reference.certain or reference.service == service:
            yield reference.node, reference.text
    if service:
        yield from own_references(stateful_set, service)
    for node in texts(stateful_set):
        text = node.string()
        words = _CLUSTER_NAME.finditer(text) if ".svc" in text else ()
        found = next((word for word in words if word[1]), None)
        if found is not None:
            yield node, found[1]
