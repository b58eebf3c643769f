"""The parts of a StatefulSet by their names, with the API server's defaults.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stslint.kubernetes.values.digits import number_of
from stslint.model import Bundle, Node

NEAR = 16
"""Number of objects whose parts are cached: all rules in turn read the same object and its neighbors."""

_HOOKS = ("helm.sh/hook", "argocd.argoproj.io/hook")

WORKLOAD_TEMPLATES = {
    "StatefulSet": "spec.template",
    "Deployment": "spec.template",
    "DaemonSet": "spec.template",
    "ReplicaSet": "spec.template",
    "Job": "spec.template",
    "CronJob": "spec.jobTemplate.spec.template",
    "Pod": "",
}
"""Where each workload has its pod template."""


def looks_like_object(root: Node) -> bool:
    """Returns whether a document is meant for Kubernetes: it has two of the four keys that all objects share.

    A chart's ``Chart.yaml`` has one of them, a file of values or of Docker Compose none. A list of objects is
    meant as well, even without a kind, and so is a text that holds an object, as JSON after an odd space is.
    """
    if root.kind == "mapping":
        found = sum(key in root.entries() for key in ("apiVersion", "kind", "metadata", "spec"))
        return found >= 2 or (found == 1 and _holds_objects(root.get("items")))
    if root.kind == "string":
        return all(f'"{key}"' in root.string() for key in ("apiVersion", "kind", "metadata"))
    return _holds_objects(root)


def _holds_objects(node: Node) -> bool:
    return any("apiVersion" in item.entries() and "kind" in item.entries() for item in node.elements())


def is_stateful_set(root: Node) -> bool:
    """Returns whether an object is Kubernetes' own StatefulSet (and not, say, OpenKruise's)."""
    return root.get("kind").value == "StatefulSet" and root.get("apiVersion").string().startswith("apps/v1")


@lru_cache(maxsize=NEAR)
def namespace(root: Node) -> str:
    """Returns the object's namespace; the empty string if the file does not set it."""
    return root.at("metadata.namespace").string()


def home_namespace(root: Node, bundle: Bundle) -> str:
    """Returns the namespace that an object is deployed to; empty where neither file nor release says it."""
    document = bundle.home_of(root)
    return namespace(root) if document is None else document.home


def is_hook(root: Node) -> bool:
    """Returns whether a tool creates the object for a moment only, and removes it: for a test or a hook.

    Sources: https://helm.sh/docs/topics/charts_hooks/, https://helm.sh/docs/topics/chart_tests/,
    https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
    """
    annotations = root.at("metadata.annotations").entries()
    return bool(annotations) and any(key in annotations for key in _HOOKS)


@lru_cache(maxsize=NEAR)
def name(root: Node) -> str:
    """Returns the object's name, or an empty string."""
    return root.at("metadata.name").string()


@lru_cache(maxsize=NEAR)
def replicas(stateful_set: Node) -> int:
    """Returns the number of replicas; one if it is not set."""
    return stateful_set.at("spec.replicas").integer(1)


@lru_cache(maxsize=NEAR)
def first_ordinal(stateful_set: Node) -> int:
    """Returns the ordinal of the first pod."""
    return stateful_set.at("spec.ordinals.start").integer(0)


def is_pod_of(pod: str, stateful_set: Node) -> bool:
    """Returns whether a name is that of a pod that a StatefulSet creates, of which it can have millions."""
    stem, _, digits = pod.rpartition("-")
    ordinal = number_of(digits) if digits.isascii() and digits.isdecimal() else -1
    known = stem == name(stateful_set) and digits == str(ordinal)
    return known and ordinal in range(first_ordinal(stateful_set), _end(stateful_set))


def _end(stateful_set: Node) -> int:
    """Returns the ordinal after that of the last pod."""
    return first_ordinal(stateful_set) + replicas(stateful_set)


def pod_range(stateful_set: Node) -> str:
    """Returns the pods as text: ``web-0``, ``web-0 and web-1`` or ``web-0 ... web-4``."""
    start = first_ordinal(stateful_set)
    count = max(replicas(stateful_set), 1)
    return ordinals_in_words(name(stateful_set) or "NAME", range(start, start + count))


def ordinals_in_words(stem: str, ordinals: range) -> str:
    """Returns the pods of a StatefulSet's name and at least one ordinal as text."""
    first, last = f"{stem}-{ordinals[0]}", f"{stem}-{ordinals[-1]}"
    if len(ordinals) == 1:
        return first
    return f"{first}{' and ' if len(ordinals) == 2 else ' ... '}{last}"


@lru_cache(maxsize=NEAR)
def pod_template(root: Node) -> Node:
    """Returns the template of the pods that a workload creates; for other kinds, an absent node."""
    path = WORKLOAD_TEMPLATES.get(root.get("kind").string())
    if path is None:
        return root.get("spec").get("template")
    return root.at(path) if path else root


@lru_cache(maxsize=NEAR)
def pod_spec(root: Node) -> Node:
    """Returns the spec of the pods that a workload creates."""
    return pod_template(root).get("spec")


@lru_cache(maxsize=NEAR)
def template_labels(root: Node) -> dict[str, str]:
    """Returns the labels of the pods that a workload creates."""
    return pod_template(root).at("metadata.labels").strings()


@lru_cache(maxsize=NEAR)
def containers(root: Node) -> list[Node]:
    """Returns the containers of the pods, without init containers and sidecars."""
    return pod_spec(root).get("containers").elements()


@lru_cache(maxsize=NEAR)
def init_containers(root: Node) -> list[Node]:
    """Returns the init containers of the pods, including sidecars."""
    return pod_spec(root).get("initContainers").elements()


def chooses_nodes(spec: Node) -> bool:
    """Returns whether a pod spec names or selects the nodes that its pods can run on."""
    required = spec.at("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution")
    return bool(spec.get("nodeSelector") or spec.get("nodeName") or required)


@lru_cache(maxsize=NEAR)
def sidecars(root: Node) -> list[Node]:
    """Returns the init containers that keep running next to the containers."""
    return [one for one in init_containers(root) if one.get("restartPolicy").value == "Always"]


@lru_cache(maxsize=NEAR)
def all_containers(root: Node) -> list[Node]:
    """Returns init containers and containers, in the order in which they start."""
    return [*init_containers(root), *containers(root)]


@lru_cache(maxsize=NEAR)
def claim_templates(stateful_set: Node) -> list[Node]:
    """Returns the volume claim templates."""
    return stateful_set.at("spec.volumeClaimTemplates").elements()


def update_type(stateful_set: Node) -> str:
    """Returns the type of the update strategy."""
    return stateful_set.at("spec.updateStrategy.type").string("RollingUpdate")


def is_parallel(stateful_set: Node) -> bool:
    """Returns whether pods are created and deleted without waiting for one another."""
    return stateful_set.at("spec.podManagementPolicy").value == "Parallel"


@lru_cache(maxsize=NEAR)
def image_name(container: Node) -> str:
    """Returns the image's name without the registry's port, tag and digest: ``docker.io/library/redis``."""
    image = container.get("image").string().partition("@")[0]
    head, slash, last = image.rpartition("/")
    return head + slash + last.partition(":")[0]


def image_tag(container: Node) -> str:
    """Returns the image's tag, or an empty string: ``8.0`` of ``host:5000/library/redis:8.0@sha256:...``."""
    image = container.get("image").string().partition("@")[0]
    return image.rpartition("/")[2].partition(":")[2]


def is_fragment(root: Node, text: str) -> bool:
    """Returns whether a StatefulSet's document is a fragment: a patch, or a test assertion.

    It is when it holds a ``$patch`` or ``$retainKeys`` directive, or when it has neither a selector nor one
    container with name and image. ``text`` is its source text: few contain the ``$`` of a directive.
    """
    if _may_have_directive(text) and any(
        "$patch" in node.entries() or "$retainKeys" in node.entries() for node in root.walk()
    ):
        return True
    if root.at("spec.selector"):
        return False
    return not any(container.get("name") and container.get("image") for container in containers(root))


@lru_cache(maxsize=1)
def _may_have_directive(text: str) -> bool:
    return "$" in text  # once for all documents of a long stream


def objects_with_pods(roots: Iterator[Node]) -> Iterator[Node]:
    """Yields the objects that create pods."""
    return (root for root in roots if root.get("kind").string() in WORKLOAD_TEMPLATES)
