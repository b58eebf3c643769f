"""Contexts that lower the severity of a finding: what the rule says is true, and matters less here.

Which context lowers which rule is in ``consequences.tsv``. A context looks at what is found, never at the
words of the message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from stslint.applications import SINGLE, role
from stslint.kubernetes.queries.config_maps import mounted_texts
from stslint.kubernetes.queries.governing import governed_sets, is_headless
from stslint.kubernetes.queries.objects import (
    claim_templates,
    containers,
    image_name,
    init_containers,
    name,
    replicas,
)
from stslint.kubernetes.queries.pod_dns import texts
from stslint.kubernetes.queries.selection import selecting_objects
from stslint.kubernetes.queries.storage import claim_names, used_names
from stslint.linter.consequences import Case
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple


class Context(NamedTuple):
    """A context: what it is, in words, and whether a case is one of it."""

    description: str
    holds: Callable[[Case], bool]


_DEVELOPMENT = pattern(
    r"(?:^|-)(?:ci|demo|dev|develop|development|examples?|local|playground|preview|sandbox|test|testing)(?:-|\Z)"
)
_WORKER = pattern(r"(?:^|-)(?:batch|executors?|jobs?|runners?|workers?)\Z")
_HELPERS = frozenset(
    ("alpine", "bash", "bats", "busybox", "curl", "debian", "jq", "k8s-wait-for", "kubectl", "netshoot")
)
_SHELLS = frozenset(("openssl", "os-shell", "ubuntu", "wait-for", "wget", "yq"))
_HARMLESS = pattern(r"(?:defined|used) twice in this pod|is deprecated\Z|not a standard")
_HOST = pattern(r"([a-z0-9][-a-z0-9.]*)(?::([0-9]{2,5})\b)?")
# What is neither is consumed as a whole: a search would start again at each of its characters.
_NAME = pattern(r"\.([a-z0-9][-a-z0-9]*)|\b([a-z0-9][-a-z0-9]*-0)\b|\b[a-z0-9][-a-z0-9]*")


def _in_development(case: Case) -> bool:
    return _DEVELOPMENT.search(case.document.namespace) is not None


def _container(node: Node) -> Node:
    """Returns the container that a node is in, or the root for a node elsewhere."""
    while node.parent is not None and node.parent.key not in ("containers", "initContainers"):
        node = node.parent
    return node


def _is_helper(case: Case) -> bool:
    found = _container(case.problem.node)
    if id(found) in _containers(case.document.root).starting:
        return True
    return image_name(found).rpartition("/")[2] in _HELPERS | _SHELLS


def _is_sidecar(case: Case) -> bool:
    """Returns whether a container is not the main one: another one holds the data, or comes first."""
    known = _containers(case.document.root)
    return id(_container(case.problem.node)) in known.sidecars


class _Containers(NamedTuple):
    """The containers of a pod by ``id``: those that end first, and those next to the main ones."""

    starting: frozenset[int]
    sidecars: frozenset[int]


@lru_cache(maxsize=2)
def _containers(root: Node) -> _Containers:
    """Returns the containers of an object; it is asked once for each finding, and one can have thousands."""
    present, claims = containers(root), claim_names(root)
    main = [each for each in present if used_names([each]) & claims] or present[:1]
    sidecars = frozenset(map(id, present)) - frozenset(map(id, main))
    return _Containers(frozenset(map(id, init_containers(root))), sidecars)


def _is_batch(case: Case) -> bool:
    root = case.document.root
    return not claim_templates(root) and _WORKER.search(name(root)) is not None


def _nothing_depends(case: Case) -> bool:
    """Returns whether nothing shows that somebody needs these pods: no data, no known role, no Service."""
    root = case.document.root
    if claim_templates(root) or role(root, case.bundle) not in ("", SINGLE):
        return False
    services = selecting_objects(root, case.bundle, ("Service",))
    return all(_is_only_governing(each.root, root, case.bundle) for each in services)


def _is_only_governing(service: Node, stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether a Service only gives the pods names, which nothing that is deployed uses."""
    governing = name(service) == stateful_set.at("spec.serviceName").string() and is_headless(service)
    return governing and bundle.complete and _is_never_named(stateful_set, bundle)


def _names_unused(case: Case) -> bool:
    """Returns whether all that is deployed is seen, and nothing of it names the governing Service.

    A member that looks for others needs the Service's name: in an argument, a variable or a mounted file.
    """
    root = case.problem.node.root
    sets = governed_sets(root, case.bundle) if case.document.kind == "Service" else [root]
    return case.bundle.complete and all(_is_never_named(each, case.bundle) for each in sets)


def _is_never_named(stateful_set: Node, bundle: Bundle) -> bool:
    if replicas(stateful_set) <= 1:
        return True
    if claim_templates(stateful_set) or not containers(stateful_set):
        return False  # members that keep data may find each other by what is written in their image
    service = stateful_set.at("spec.serviceName").string()
    own = (*(node.string() for node in texts(stateful_set)), *mounted_texts(stateful_set, bundle))
    if role(stateful_set, bundle) not in ("", SINGLE) or any(service in text for text in own):
        return False
    called = bundle.derived(_called_names)
    return service not in called and f"{name(stateful_set)}-0" not in called


def _called_names(bundle: Bundle) -> frozenset[str]:
    """Returns what is written after a dot, as a Service's name after a pod's, and the names of first pods."""
    found = (each for text in _texts(bundle) for each in _NAME.finditer(text))
    return frozenset(each[1] or each[2] for each in found if each.lastindex)


def _texts(bundle: Bundle) -> list[str]:
    return list({id(each.source): each.source.text for each in bundle.documents}.values())


def _is_uncalled(case: Case) -> bool:
    """Returns whether nothing among the files calls a Service by its name and the port."""
    entry = case.problem.node.parent
    number = entry.get("port").integer() if entry is not None else 0
    return (name(case.problem.node.root), number) not in case.bundle.derived(_called_ports)


def _called_ports(bundle: Bundle) -> frozenset[tuple[str, int]]:
    """Returns the labels of the names of hosts that are written with a port, each with the port."""
    found = (each for text in _texts(bundle) for each in _HOST.finditer(text))
    with_port = (each for each in found if each[2])
    return frozenset((label, int(each[2])) for each in with_port for label in each[1].split("."))


def _shadows_nothing(case: Case) -> bool:
    content = [key for key, node in case.problem.node.entries().items() if key != "name" and node]
    return all(key in ("emptyDir", "persistentVolumeClaim", "ephemeral") for key in content)


def _is_harmless(case: Case) -> bool:
    return _HARMLESS.search(case.problem.message) is not None


CONTEXTS: Mapping[str, Context] = MappingProxyType(
    {
        "batch-job": Context("pods without claims that are named as workers, runners or jobs", _is_batch),
        "development-namespace": Context("the namespace is one for development or tests", _in_development),
        "harmless-warning": Context("a warning of the API server about a value without effect", _is_harmless),
        "helper-container": Context("an init container, or an image of shell tools", _is_helper),
        "names-unused": Context(
            "all that is deployed is seen, and nothing names the Service of one pod, or of stateless pods",
            _names_unused,
        ),
        "nothing-depends": Context(
            "no claims, no software that is known to be clustered, and no Service that anything calls",
            _nothing_depends,
        ),
        "port-uncalled": Context("nothing among the files names the Service with this port", _is_uncalled),
        "shadowed-empty": Context("the replaced volume has no content of its own", _shadows_nothing),
        "sidecar": Context("a container next to the main one", _is_sidecar),
    }
)
"""All contexts, by the word that the table uses."""


def lowered(words: Mapping[str, str], case: Case) -> str:
    """Returns the severity, or ``off``, of the first context that holds, or an empty string."""
    return next((level for word, level in words.items() if CONTEXTS[word].holds(case)), "")
