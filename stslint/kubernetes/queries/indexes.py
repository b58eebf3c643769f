"""The indexes of a bundle: by what an object is found that another one does not name by kind and name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from posixpath import dirname

from stslint.kubernetes.queries.label_indexes import SELECTORS, WORKLOADS
from stslint.kubernetes.queries.objects import WORKLOAD_TEMPLATES, claim_templates, is_hook, is_stateful_set
from stslint.kubernetes.queries.scopes import scope_of_document
from stslint.kubernetes.queries.storage import volumes
from stslint.model import Bundle, Document, Index

ANYWHERE = ""
"""The place of a Service in ``SERVICES`` besides its file and its folder."""

AUTOSCALED = {"HorizontalPodAutoscaler": "", "ScaledObject": "Deployment"}
"""The kinds of autoscalers, each with the kind that it scales by default."""

_DEFINED_ONCE = (
    "StatefulSet",
    "Service",
    "PodDisruptionBudget",
    "ConfigMap",
    "Deployment",
    "PersistentVolumeClaim",
)
_IN_SCOPES = ("LimitRange", "NetworkPolicy", "PodDisruptionBudget", "ResourceQuota", "Service")


def folder_of(file: str) -> str:
    """Returns a file's folder, ending in a slash as no file does."""
    return f"{dirname(file)}/"


def _services(document: Document, _: Bundle) -> Iterable[Hashable]:
    if document.api_version == "v1" and not document.fragment:
        for place in (document.source.name, folder_of(document.source.name), ANYWHERE):
            yield document.home, document.name, place


def _linked(document: Document, bundle: Bundle) -> Iterable[Hashable]:
    spec = document.root.get("spec")
    has_address = spec.get("clusterIP").value != "None" and spec.get("type").value != "ExternalName"
    if has_address and not document.fragment:
        yield scope_of_document(document, bundle)


def _governed(document: Document, _: Bundle) -> Iterable[Hashable]:
    if not document.fragment:
        yield document.home, document.root.at("spec.serviceName").string()


def _whole_in_scope(document: Document, bundle: Bundle) -> Iterable[Hashable]:
    return () if document.fragment else _in_scope(document, bundle)


def _in_scope(document: Document, bundle: Bundle) -> Iterable[Hashable]:
    yield document.kind, scope_of_document(document, bundle)


def _stateful_sets(document: Document, bundle: Bundle) -> Iterable[Hashable]:
    if not document.fragment and is_stateful_set(document.root):
        yield scope_of_document(document, bundle)


def _context(document: Document, _: Bundle) -> Iterable[Hashable]:
    if document.context:
        yield document.kind


def _autoscaled(document: Document, _: Bundle) -> Iterable[Hashable]:
    target = document.root.at("spec.scaleTargetRef")
    if target.get("kind").string(AUTOSCALED[document.kind]) == "StatefulSet":
        yield document.home, target.get("name").string()


def _created_claims(document: Document, _: Bundle) -> Iterable[Hashable]:
    return ((document.home, stem) for stem in _stems(document))


def _claims_in_scope(document: Document, bundle: Bundle) -> Iterable[Hashable]:
    return ((scope_of_document(document, bundle), stem) for stem in _stems(document))


def _stems(document: Document) -> Iterable[str]:
    names = (template.at("metadata.name").string() for template in claim_templates(document.root))
    return (claim_stem(each, document.name) for each in names)


def claim_stem(template: str, stateful_set: str) -> str:
    """Returns the name of the claims that a template creates, without their ordinals."""
    return f"{template}-{stateful_set}"


def _named_claims(document: Document, _: Bundle) -> Iterable[Hashable]:
    for volume in volumes(document.root).values():
        stem = volume.get("persistentVolumeClaim").get("claimName").string().rpartition("-")[0]
        if stem:
            yield stem


def _numbered_claims(document: Document, _: Bundle) -> Iterable[Hashable]:
    stem, _dash, ordinal = document.name.rpartition("-")
    if ordinal.isascii() and ordinal.isdigit() and len(ordinal) < 10:
        yield document.home, stem


def identity(document: Document, bundle: Bundle) -> tuple[str, ...]:
    """Returns what two documents share of which one replaces the other when both are applied."""
    source = document.source
    text = f"{source.name}:{source.first_line}"
    where = "a release" if source.release and bundle.complete else text
    return where, document.api_version.rpartition("/")[0], document.kind, document.home, document.name


def _defined(document: Document, bundle: Bundle) -> Iterable[Hashable]:
    if document.name and not document.fragment and not document.context and not is_hook(document.root):
        yield identity(document, bundle)


def _names(document: Document, _: Bundle) -> Iterable[Hashable]:
    yield document.kind, document.namespace, document.name


SERVICES = Index("services", ("Service",), _services)
"""Services by namespace, name and place."""

LINKED = Index("linked", ("Service",), _linked)
"""Services that add variables to the pods of their scope, by scope."""

GOVERNED = Index("governed", ("StatefulSet",), _governed)
"""StatefulSets by their namespace and the name of their governing Service."""

STATEFUL_SETS = Index("stateful-sets", ("StatefulSet",), _stateful_sets)
"""StatefulSets of Kubernetes itself by scope."""

WHOLE_IN_SCOPE = Index("whole-in-scope", _IN_SCOPES, _whole_in_scope)
"""Objects that are not fragments by kind and scope."""

IN_SCOPE = Index("in-scope", _IN_SCOPES, _in_scope)
"""Objects by kind and scope."""

CONTEXT = Index("context", ("PodDisruptionBudget",), _context)
"""Objects that are context only by kind."""

SCALERS = Index("autoscalers", AUTOSCALED, _autoscaled)
"""Autoscalers by the namespace and the name of the StatefulSet that they scale."""

CREATED_CLAIMS = Index("created-claims", ("StatefulSet",), _created_claims)
"""StatefulSets by the namespace and the stem of the claims that they create."""

CLAIMS_IN_SCOPE = Index("claims-in-scope", ("StatefulSet",), _claims_in_scope)
"""StatefulSets by scope and the stem of the claims that they create."""

NAMED_CLAIMS = Index("named-claims", WORKLOAD_TEMPLATES, _named_claims)
"""Workloads by the claims that their volumes name, without what follows the last dash."""

NUMBERED_CLAIMS = Index("numbered-claims", ("PersistentVolumeClaim",), _numbered_claims)
"""Claims whose names end in a number, by their namespace and the name before the number."""

NAMES = Index("names", ("ConfigMap", "Secret"), _names)
"""Objects by kind, namespace and name as written."""

DEFINED = Index("defined", _DEFINED_ONCE, _defined)
"""Objects by their identity in the text or the release that defines them."""

INDEXES = (
    CLAIMS_IN_SCOPE,
    CONTEXT,
    CREATED_CLAIMS,
    DEFINED,
    GOVERNED,
    IN_SCOPE,
    LINKED,
    NAMED_CLAIMS,
    NAMES,
    NUMBERED_CLAIMS,
    SCALERS,
    SELECTORS,
    SERVICES,
    STATEFUL_SETS,
    WHOLE_IN_SCOPE,
    WORKLOADS,
)
"""All indexes."""
