"""Where pods use the keys of ConfigMaps and Secrets, and whether they see a change while they run.

Source: https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.container_env import key_references
from stslint.kubernetes.queries.objects import all_containers, image_name, namespace
from stslint.kubernetes.queries.secrets import content
from stslint.kubernetes.queries.storage import is_below, mount_path, mounts, volumes
from stslint.model import Bundle, Node
from stslint.runtime.namedtuple import NamedTuple

_SOURCES = (
    ("configMap", "ConfigMap", "name"),
    ("secret", "Secret", "secretName"),
    ("secret", "Secret", "name"),
)


class Use(NamedTuple):
    """A use of one key (None for all keys) by a container; ``live`` means that the kubelet updates it.

    ``named`` is the variable, or for all keys its prefix. ``reloaded`` says that a container of the pod looks
    as if it watches the files. ``optional`` says that the pod starts without the object.
    """

    kind: str
    name: str
    key: str | None
    container: str
    owner: Node | None
    node: Node
    named: str
    live: bool
    reloaded: bool
    optional: bool

    def variable(self, key: str) -> str:
        """Returns the variable that the key becomes."""
        return self.named if self.key is not None else self.named + key


def uses(root: Node) -> Iterator[Use]:
    """Yields the uses of ConfigMaps and Secrets in the pods; those that need a restart come first."""
    yield from variable_uses(root)
    reloaded = any("reload" in image_name(one) or _watches(one) for one in all_containers(root))
    files = [use for one in all_containers(root) for use in _files(one, root, reloaded)]
    yield from (use for use in files if not use.live)
    yield from (use for use in files if use.live)


def variable_uses(root: Node) -> Iterator[Use]:
    """Yields the uses of ConfigMaps and Secrets by variables of the pods."""
    for container in all_containers(root):
        yield from _variables(container)


def mounted_file(path: str, container: Node, bundle: Bundle) -> str | None:
    """Returns the text at a path in a container, if a ConfigMap or Secret of the bundle holds it."""
    root = container.root
    for use in _files(container, root, reloaded=False):
        top = mount_path(use.node)
        document = bundle.find(use.kind, namespace(root), use.name) if is_below(path, top) else None
        below = path[len(top) :].strip("/") or use.node.get("subPath").string()
        if document is not None and use.key in (None, below):
            text = content(document).get(below)
            if text is not None:
                return text
    return None


def _watches(container: Node) -> bool:
    """Returns whether a container is a sidecar that collects or watches ConfigMaps."""
    return "k8s-sidecar" in image_name(container) or "config-sync" in image_name(container)


def _variables(container: Node) -> Iterator[Use]:
    called = container.get("name").string()
    for source in container.get("envFrom").elements():
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            reference, prefix = source.get(field), source.get("prefix").string()
            wanted, optional = reference.get("name").string(), reference.get("optional").boolean()
            if wanted:
                yield Use(kind, wanted, None, called, container, source, prefix, False, False, optional)
    for entry, kind, reference in key_references(container):
        key, wanted = reference.get("key").string(), reference.get("name").string()
        optional = reference.get("optional").boolean()
        yield Use(kind, wanted, key, called, container, reference, entry.name, False, False, optional)


def _files(container: Node, root: Node, reloaded: bool) -> Iterator[Use]:
    for mount in mounts(container):
        volume = volumes(root).get(mount.get("name").string())
        if volume is None:
            continue
        sub_path = mount.get("subPath").string()
        for source in (volume, *volume.at("projected.sources").elements()):
            for field, kind, named in _SOURCES:
                wanted = source.get(field).get(named).string()
                optional = source.get(field).get("optional").boolean()
                for key in _keys(source.get(field), sub_path) if wanted else ():
                    called, live = container.get("name").string(), not sub_path and not _ends(container)
                    yield Use(kind, wanted, key, called, container, mount, "", live, reloaded, optional)


def _ends(container: Node) -> bool:
    """Returns whether a container has ended when a file is updated: an init container that is no sidecar."""
    listed = container.parent
    initial = listed is not None and listed.key == "initContainers"
    return initial and container.get("restartPolicy").value != "Always"


def _keys(source: Node, sub_path: str) -> Iterator[str | None]:
    """Yields the keys that a mount shows; None is all keys."""
    items = source.get("items").elements()
    if not items:
        yield sub_path or None
    for item in items:
        path = item.get("path").string()
        if not sub_path or path == sub_path or path.startswith(f"{sub_path}/"):
            yield item.get("key").string()
