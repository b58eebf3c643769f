"""What is inside a Secret: a registry's login as JSON, a certificate and its key as PEM.

Source: https://kubernetes.io/docs/concepts/configuration/secret/#secret-types and, for PEM, RFC 7468
"""

from __future__ import annotations

import binascii

from stslint.runtime.lazy_regex import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_PEM = pattern(
    rb"(?m)^-----BEGIN (?P<label>[^\n]*?)-----[ \t]*\r?\n(?P<body>[^-]*?)\r?\n?-----END (?P=label)-----"
)
_CERTIFICATE = b"CERTIFICATE"
_KEY_SUFFIX = b"PRIVATE KEY"
_HEADER = pattern(rb"(?m)^[^\n:]+:[^\n]*\n")
_BASE64 = pattern(rb"[A-Za-z0-9+/]*={0,2}\Z")
_SEQUENCE = 0x30


def docker_config_fault(content: bytes) -> str:
    """Returns why a registry's login cannot be read, or an empty string."""
    import json

    try:
        login = json.loads(
            content.decode("utf-8", "replace"), parse_constant=_refuse, parse_int=_finite, parse_float=_finite
        )
    except RecursionError:
        return ""
    except ValueError:
        return "is not well-formed JSON"
    return "" if login is None or isinstance(login, dict) else "is JSON, but not an object"


def tls_warning(certificate: bytes, key: bytes) -> str:
    """Returns what is wrong with the format of a certificate and its key, or an empty string.

    Whether they belong together is not checked: that needs cryptography.
    """
    labels = [label for label, _ in _blocks(certificate)]
    if _CERTIFICATE not in labels:
        if any(label.endswith(_KEY_SUFFIX) for label in labels):
            return "`tls.crt` has a private key and no certificate: they are probably swapped"
        return "`tls.crt` has no certificate in PEM"
    key_labels = [label for label, _ in _blocks(key)]
    if not any(label == _KEY_SUFFIX or label.endswith(b" " + _KEY_SUFFIX) for label in key_labels):
        if _CERTIFICATE in key_labels:
            return "`tls.key` has a certificate and no private key: they are probably swapped"
        return "`tls.key` has no private key in PEM"
    first = next(body for label, body in _blocks(certificate) if label == _CERTIFICATE)
    return "" if _is_sequence(first) else "`tls.crt` has no readable certificate"


def _blocks(content: bytes) -> list[tuple[bytes, bytes]]:
    """Returns the label and the decoded body of each PEM block that can be decoded."""
    found = []
    for block in _PEM.finditer(content):
        text = b"".join(_HEADER.sub(b"", block.group("body")).split())
        if not _BASE64.match(text):
            continue
        try:
            found.append((block.group("label"), binascii.a2b_base64(text)))
        except ValueError:
            continue
    return found


def _is_sequence(body: bytes) -> bool:
    """Returns whether bytes begin as a certificate does: with a DER sequence of their length."""
    if len(body) < 2 or body[0] != _SEQUENCE:
        return False
    length, start = body[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(body[2:start], "big")
    return start + length == len(body)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number
