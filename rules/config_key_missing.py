"""A pod uses a key that its ConfigMap or Secret does not have: the container does not start.

The pod is scheduled and then waits: in `CreateContainerConfigError` (`couldn't find key`) for a variable,
in `ContainerCreating` for a file of a volume. Only an added key helps, or an `optional` reference. With a
`subPath` mount of a key that does not exist, the kubelet creates an empty folder with the name of the file.

> If you reference [...] a key that doesn't exist in the ConfigMap, the Pod won't start.

Objects that a kustomization generates or patches, and those of which several have the same name, are not
checked. A controller can add keys to an object later; such an object usually has no keys in the files, so
that a Secret without any `data` is not checked. A `subPath` without `items` is reported as info.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: chain
data:
  peers: a,b
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: chain
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/chain:1
        env:
        - name: PEERS
          valueFrom:
            configMapKeyRef:
              name: chain
              key: peer-list  # error: ConfigMap `chain` has no key `peer-list`
        volumeMounts:
        - name: config
          mountPath: /etc/chain/chain.conf
          subPath: chain.conf  # error: has no key `chain.conf`
      volumes:
      - name: config
        configMap:
          name: chain
      - name: other
        projected:
          sources:
          - configMap:
              name: chain
              items:
              - {key: seeds, path: seeds}  # error: has no key `seeds`
```

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: change-me
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: pasword}  # error: did you mean `password`?
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: chain
data:
  peers: a,b
binaryData:
  genesis: AAAA
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: chain
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/chain:1
        env:
        - name: PEERS
          valueFrom:
            configMapKeyRef: {name: chain, key: peers}
        - name: SEEDS
          valueFrom:
            configMapKeyRef: {name: chain, key: seeds, optional: true}
        - name: TOKEN
          valueFrom:
            secretKeyRef: {name: elsewhere, key: token}
        volumeMounts:
        - name: config
          mountPath: /etc/chain/genesis
          subPath: genesis
      volumes:
      - name: config
        configMap: {name: chain}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.container_env import key_references
from stslint.kubernetes.queries.indexes import NAMES
from stslint.kubernetes.queries.kustomizations import generated_objects
from stslint.kubernetes.queries.objects import all_containers, namespace, pod_spec
from stslint.kubernetes.queries.secrets import keys
from stslint.kubernetes.queries.storage import mounts, volumes
from stslint.kubernetes.values.spellings import nearest_value
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS523"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions"
FIELDS = ("configMapKeyRef", "secretKeyRef", "items", "subPath")

VOLUMES = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName"))
PROJECTED = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "name"))


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        for used in key_references(container):
            yield from _used(used.node, used.kind, "name", used.node.get("key"), stateful_set, bundle)
        for mount in mounts(container):
            yield from _mounted(mount, stateful_set, bundle)
    for volume in pod_spec(stateful_set).get("volumes").elements():
        for field, kind, called in VOLUMES:
            yield from _items(volume.get(field), kind, called, stateful_set, bundle)
        for source in volume.at("projected.sources").elements():
            for field, kind, called in PROJECTED:
                yield from _items(source.get(field), kind, called, stateful_set, bundle)


def _items(reference: Node, kind: str, called: str, root: Node, bundle: Bundle) -> Iterator[Answer]:
    for item in reference.get("items").elements():
        yield from _used(reference, kind, called, item.get("key"), root, bundle)


def _used(reference: Node, kind: str, called: str, key: Node, root: Node, bundle: Bundle) -> Iterator[Answer]:
    if not key.string() or reference.get("optional").boolean():
        return
    found = _known(kind, reference.get(called).string(), root, bundle)
    if found is None or key.string() in keys(found):
        return
    near = nearest_value(key.string(), keys(found))
    hint = f"; did you mean `{near}`?" if near else ""
    yield Problem(
        key,
        f"{kind} `{found.name}` has no key `{key.string()}`, so the container does not start{hint}",
        help=f"add the key to the {kind}, correct the name, or set `optional: true`",
        related=(Related(found.root.at("metadata.name"), f"the {kind}"),),
    )


def _mounted(mount: Node, root: Node, bundle: Bundle) -> Iterator[Answer]:
    """Yields a ``subPath`` that names no file of a mounted ConfigMap or Secret."""
    file = mount.get("subPath")
    if not file.string() or "/" in file.string():
        return
    volume = volumes(root).get(mount.get("name").string())
    if volume is None:
        return
    for field, kind, called in VOLUMES:
        source = volume.get(field)
        found = _known(kind, source.get(called).string(), root, bundle) if source else None
        if found is None:
            continue
        items = source.get("items").elements()
        files = {item.get("path").string().partition("/")[0] for item in items} if items else keys(found)
        if file.string() not in files:
            yield Problem(
                file,
                f"the volume of {kind} `{found.name}` has no key `{file.string()}`: an empty "
                "folder is mounted in its place",
                help="use a key of the object as `subPath`",
                severity="info",
                related=(Related(found.root.at("metadata.name"), f"the {kind}"),),
            )


def _known(kind: str, wanted: str, root: Node, bundle: Bundle) -> Document | None:
    """Returns the object if all its keys are certainly in the files."""
    found = bundle.find(kind, namespace(root), wanted) if wanted else None
    if found is None or found.fragment or not keys(found) or wanted in bundle.derived(generated_objects):
        return None
    same = list(bundle.found(NAMES, (kind, found.namespace, wanted)))
    return found if len(same) == 1 else None
