"""Projected volumes and the downward API.

Source: https://kubernetes.io/docs/concepts/storage/projected-volumes/ and
https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.downward_api import validate_downward_api_file
from stslint.kubernetes.validation.paths import file_path_fault
from stslint.kubernetes.validation.selectors import validate_label_selector
from stslint.kubernetes.validation.signers import KUBERNETES_LONGEST, LONGEST, is_of_kubernetes, signer_fault
from stslint.kubernetes.validation.volume_sources import (
    validate_file_mode,
    validate_file_path,
    validate_key_to_path,
)
from stslint.kubernetes.validation.volume_users import validate_projection_users
from stslint.kubernetes.values import names
from stslint.model import Node, Problem, Related

SHORTEST_TOKEN = 600
LONGEST_TOKEN = 2**32
SHORTEST_CERTIFICATE = 3600
KEY_TYPES = ("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519")
CERTIFICATE_PATHS = ("credentialBundlePath", "keyPath", "certificateChainPath")

# The gates ClusterTrustBundleProjection and PodCertificateRequest are on from this minor; before it the
# API server drops these sources silently.
CERTIFICATES_MINOR = 37
_CERTIFICATE_SOURCES = ("clusterTrustBundle", "podCertificate")


def validate_downward_api_volume(source: Node) -> Iterator[Problem]:
    """Yields the problems of a ``downwardAPI`` volume. The API server's paths omit ``items``."""
    yield from validate_file_mode(source.get("defaultMode"))
    for item in source.get("items").elements():
        yield from _reported_at(source, item)


def validate_projected_volume(source: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a ``projected`` volume: each source, and paths that two of them share."""
    yield from validate_file_mode(source.get("defaultMode"))
    written: dict[str, Node] = {}
    for projection in source.get("sources").elements():
        yield from _projection(projection, source, minor)
        for node in _written_paths(projection, minor):
            first = written.setdefault(node.string(), node)
            if first is not node:
                yield _written_twice(node, first, source)


def projection_kinds(projection: Node, minor: int) -> list[str]:
    """Returns the sources that one element of ``sources`` has for the API server of that minor."""
    dropped = _CERTIFICATE_SOURCES if minor < CERTIFICATES_MINOR else ()
    return [
        key for key, node in projection.entries().items() if key in _CHECKS and node and key not in dropped
    ]


def _projection(projection: Node, volume: Node, minor: int) -> Iterator[Problem]:
    kinds = projection_kinds(projection, minor)
    for kind in kinds:
        yield from _CHECKS[kind](projection.get(kind), volume)
    if len(kinds) > 1:
        yield from validate_projection_users(projection, minor)
        message = f"an element of `sources` has exactly one source; this has {len(kinds)}"
        yield Problem(projection, message, rule="forbidden-field", help="use one element for each source")


def _written_paths(projection: Node, minor: int) -> Iterator[Node]:
    for kind in projection_kinds(projection, minor):
        source = projection.get(kind)
        if kind == "podCertificate":
            nodes = [source.get(path) for path in CERTIFICATE_PATHS]
        elif kind == "clusterTrustBundle":
            nodes = [source.get("path")]
        else:
            nodes = [item.get("path") for item in source.get("items").elements()]
        yield from (node for node in nodes if node.string())


def _written_twice(node: Node, first: Node, volume: Node) -> Problem:
    message = f"two sources write the file `{fields.shorten(node.string())}`"
    related = (Related(first, "the first one"),)
    return Problem(node, message, rule="duplicate-entry", field=volume.path, related=related)


def _reported_at(owner: Node, item: Node) -> Iterator[Problem]:
    path = item.path
    for problem in validate_downward_api_file(item):
        yield problem._replace(field=owner.path + problem.path[len(path) :])


def _collection(source: Node, volume: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("name"))
    for item in source.get("items").elements():
        yield from validate_key_to_path(item)


def _downward_api(source: Node, volume: Node) -> Iterator[Problem]:
    for item in source.get("items").elements():
        yield from _reported_at(source, item)


def _service_account_token(source: Node, volume: Node) -> Iterator[Problem]:
    expiry = source.get("expirationSeconds")
    if expiry and expiry.integer() < SHORTEST_TOKEN:
        yield Problem(
            expiry, f"the lifetime of a token is at least {SHORTEST_TOKEN} seconds", rule="out-of-range"
        )
    elif expiry and expiry.integer() > LONGEST_TOKEN:
        yield Problem(
            expiry, f"the lifetime of a token is at most {LONGEST_TOKEN} seconds", rule="out-of-range"
        )
    # The API server's path is that of the whole volume.
    yield from validate_file_path(source.get("path"), field=f"{volume.path}.path")


def _cluster_trust_bundle(source: Node, volume: Node) -> Iterator[Problem]:
    name, signer = source.get("name"), source.get("signerName")
    if name and signer:
        message = "`name` and `signerName` cannot be combined"
        yield Problem(source, message, rule="forbidden-field")
    elif name:
        yield from _bundle_name(name)
        if source.get("labelSelector"):
            yield fields.forbidden(source.get("labelSelector"), "can only be set with `signerName`")
    elif signer:
        yield from _signer(signer)
        yield from validate_label_selector(source.get("labelSelector"))
    else:
        message = "a trust bundle needs `name` or `signerName`"
        yield Problem(source, message, rule="required-field-missing")
    yield from validate_file_path(source.get("path"))


def _bundle_name(node: Node) -> Iterator[Problem]:
    text = node.string()
    signer, colon, own = text.rpartition(":")
    if not text:
        yield fields.missing(node)
    elif colon and (not signer or "/" in signer):
        yield fields.bad_name(
            node, text, "the part before the last `:` must be its signer's name, with `:` in place of `/`"
        )
    else:
        yield from fields.name(node, lambda _: names.dns_subdomain(own))


def _pod_certificate(source: Node, volume: Node) -> Iterator[Problem]:
    signer = source.get("signerName")
    yield from _signer(signer)
    yield from _user_annotations(source.get("userAnnotations"))
    key_type = source.get("keyType")
    if key_type.string():
        yield from fields.enum(key_type, KEY_TYPES)
    else:
        yield fields.missing(key_type, f"use {fields.any_of(KEY_TYPES)}")
    longest = KUBERNETES_LONGEST if is_of_kubernetes(signer.string()) else LONGEST
    yield from fields.in_range(source.get("maxExpirationSeconds"), SHORTEST_CERTIFICATE, longest)
    yield from _certificate_paths(source)


def _certificate_paths(source: Node) -> Iterator[Problem]:
    nodes = [source.get(key) for key in CERTIFICATE_PATHS]
    if not any(node.string() for node in nodes):
        message = f"a certificate needs one of {fields.any_of(CERTIFICATE_PATHS)}"
        yield Problem(source, message, rule="required-field-missing")
    for node in nodes:
        fault = file_path_fault(node.string())
        if fault:
            yield fields.bad_name(node, node.string(), fault, rule="invalid-format")


def _user_annotations(annotations: Node) -> Iterator[Problem]:
    for key, node in annotations.entries().items():
        fault = names.qualified_name(key.lower())
        if not fault and "/" not in key:
            fault = "it has the form `domain/name`"
        if fault:
            message = f"`{fields.shorten(key)}` is not a valid key: {fault}"
            yield Problem(node, message, rule="invalid-label", on="key", field=annotations.path)


def _signer(node: Node) -> Iterator[Problem]:
    text = node.string()
    fault = signer_fault(text)
    if not text:
        yield fields.missing(node, "use a signer name such as `example.com/signer`")
    elif fault:
        yield fields.bad_name(node, text, fault)


_CHECKS: dict[str, Callable[[Node, Node], Iterator[Problem]]] = {
    "secret": _collection,
    "configMap": _collection,
    "downwardAPI": _downward_api,
    "serviceAccountToken": _service_account_token,
    "clusterTrustBundle": _cluster_trust_bundle,
    "podCertificate": _pod_certificate,
}
