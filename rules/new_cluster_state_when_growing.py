"""The replicas grow, but new members are told to form a new cluster instead of joining the existing one.

A setting such as etcd's `--initial-cluster-state` is read by a member with an empty data folder. With
`new`, the added members do not join: they form a cluster of their own, or fail because the members that
exist do not know them. Members that exist ignore the setting, so that it can be changed safely.

> Set to `new` for all members present during initial static or DNS bootstrapping. If this option is set to
> `existing`, etcd will attempt to join the existing cluster.

Without the setting, `new` is the default: the list of members (`--initial-cluster`) is reported then.

The rule reads literal settings of known images ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It cannot see what a script decides when it
runs, or members that are added through the application.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.16
        args: [--initial-cluster-state=new]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 5
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.16
        args: [--initial-cluster-state=new]  # error: etcd-3 and etcd-4
```

The default of the state, next to a list of members:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.16
        args: ["--initial-cluster=etcd-0=http://etcd-0.e:2380"]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.16
        args: ["--initial-cluster=etcd-0=http://etcd-0.e:2380,etcd-1=http://etcd-1.e:2380"]  # error: new
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.16
        args: [--initial-cluster-state=new]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 5
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.16
        args: [--initial-cluster-state=existing]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import applications
from stslint.kubernetes.queries.objects import first_ordinal, name, ordinals_in_words, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application

ID = "STS722"
SEVERITY = "warning"
SOURCE = "https://etcd.io/docs/v3.4/op-guide/configuration/#--initial-cluster-state"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    if not before or after <= before:
        return
    start = first_ordinal(new)
    added = ordinals_in_words(name(new), range(start + before, start + after))
    for known in applications(new, bundle):
        node = _new_state(known)
        if node is not None:
            yield Problem(
                node,
                f"{added} start with the cluster state `new`, so they do not join the existing "
                f"{known.title} cluster",
                help="set the state to `existing`, and add each member before its pod starts",
                related=(Related(new.at("spec.replicas"), "the new number of replicas"),),
            )


def _new_state(known: Application) -> Node | None:
    """Returns what tells a member to form a cluster: the state, or a list of members without a state."""
    settings = known.peer_settings()
    stated = next((one.node for one in settings if one.form == "state" and one.text == "new"), None)
    if stated is not None or known.default_peer_setting("state") != "new":
        return stated
    return next((one.node for one in settings if one.form == "members" and one.text), None)
