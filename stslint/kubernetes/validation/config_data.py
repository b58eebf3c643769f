"""Validation of a ConfigMap and a Secret: the keys, sizes and kinds of what they hold.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/ and
https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.object_meta import validate_object_meta
from stslint.kubernetes.validation.secret_content import docker_config_fault, tls_warning
from stslint.kubernetes.validation.whole_object import entry_path, warning
from stslint.kubernetes.values import names
from stslint.model import Node, Problem
from stslint.runtime.namedtuple import NamedTuple

MOST_BYTES = 1024 * 1024
ACCOUNT_ANNOTATION = "kubernetes.io/service-account.name"
TLS_TYPE, TLS_CERTIFICATE, TLS_KEY = "kubernetes.io/tls", "tls.crt", "tls.key"
TLS_WARNING_MINOR = 27

# The keys that a type of Secret must have; for basic-auth one of them is enough.
REQUIRED_KEYS: dict[str, tuple[str, ...]] = {
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
    TLS_TYPE: (TLS_CERTIFICATE, TLS_KEY),
}
BASIC_AUTH, BASIC_AUTH_KEYS = "kubernetes.io/basic-auth", ("username", "password")
DOCKER_KEYS = (".dockercfg", ".dockerconfigjson")


class _Value(NamedTuple):
    node: Node
    content: bytes


def validate_config_map(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a ConfigMap."""
    yield from validate_object_meta(
        root.get("metadata"), names.dns_subdomain, minor=minor, generation_kept=True
    )
    texts, binaries = root.get("data").entries(), root.get("binaryData").entries()
    for key, node in texts.items():
        yield from _key(node, key)
        if key in binaries:
            message = f"the key `{fields.shorten(key)}` is also in `binaryData`"
            yield Problem(node, message, rule="duplicate-entry", on="key", field=entry_path(node))
    for key, node in binaries.items():
        yield from _key(node, key)
    size = sum(_length(node.string()) for node in texts.values())
    size += sum(len(decoded(node)) for node in binaries.values())
    if size > MOST_BYTES:
        # The API server names no field, and writes that so.
        yield _too_large(root, size, field="[]")


def validate_secret(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a Secret."""
    metadata, values = root.get("metadata"), _values(root)
    yield from validate_object_meta(metadata, names.dns_subdomain, minor=minor, generation_kept=True)
    for key, value in values.items():
        yield from _key(value.node, key, field=f"data[{key}]")
    size = sum(len(value.content) for value in values.values())
    if size > MOST_BYTES:
        yield _too_large(root.get("data"), size)
    yield from _type(root, values)


def _type(root: Node, values: dict[str, _Value]) -> Iterator[Problem]:
    kind = root.get("type").string()
    if kind == "kubernetes.io/service-account-token":
        account = root.get("metadata").get("annotations").get(ACCOUNT_ANNOTATION)
        if not account.string():
            yield fields.missing(account, "name the ServiceAccount that this token is for")
    elif kind == BASIC_AUTH:
        if not any(key in values for key in BASIC_AUTH_KEYS):
            yield from (_missing_key(root, key, kind) for key in BASIC_AUTH_KEYS)
    else:
        yield from _required_keys(root, kind, values)


def _required_keys(root: Node, kind: str, values: dict[str, _Value]) -> Iterator[Problem]:
    for key in REQUIRED_KEYS.get(kind, ()):
        value = values.get(key)
        if value is None or (key == "ssh-privatekey" and not value.content):
            yield _missing_key(root, key, kind)
        elif key in DOCKER_KEYS:
            fault = docker_config_fault(value.content)
            if fault:
                message = f"`{key}` {fault}"
                yield Problem(value.node, message, rule="invalid-format", field=f"data[{key}]")


def warn_of_secret(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about a Secret that has no problems."""
    if root.get("type").string() == TLS_TYPE and minor >= TLS_WARNING_MINOR:
        values = _values(root)
        certificate, key = values[TLS_CERTIFICATE], values[TLS_KEY]
        fault = tls_warning(certificate.content, key.content)
        if fault:
            yield warning(certificate.node, fault, field=f"data[{TLS_CERTIFICATE}]")


def _values(root: Node) -> dict[str, _Value]:
    """Returns what the Secret holds by key; ``stringData`` overrides ``data``."""
    values = {key: _Value(node, decoded(node)) for key, node in root.get("data").entries().items()}
    for key, node in root.get("stringData").entries().items():
        values[key] = _Value(node, node.string().encode("utf-8", "replace"))
    return values


def decoded(node: Node) -> bytes:
    """Returns the bytes of a base64 text, or none where it is not valid."""
    try:
        return binascii.a2b_base64(node.string())
    except ValueError:
        return b""


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _key(node: Node, key: str, field: str = "") -> Iterator[Problem]:
    fault = names.config_key(key)
    if fault:
        message = f"`{fields.shorten(key)}` is not a valid key: {fault}"
        yield Problem(node, message, rule="invalid-name", on="key", field=field or entry_path(node))


def _missing_key(root: Node, key: str, kind: str) -> Problem:
    message = f"a Secret of type `{kind}` needs the key `{key}`"
    node = root.get("data").get(key)
    return Problem(node, message, rule="required-field-missing", field=f"data[{key}]")


def _too_large(node: Node, size: int, field: str = "") -> Problem:
    message = f"the data has {size} bytes; at most {MOST_BYTES} are allowed"
    return Problem(node, message, rule="too-long", field=field)
