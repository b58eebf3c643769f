"""The name formats of Kubernetes, each as one function: what is wrong with this text?

Every function returns an empty string for a valid name, else half a sentence that says what is allowed.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and the validation of
https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation
"""

from __future__ import annotations

from functools import lru_cache

from stslint.runtime.lazy_regex import pattern

_REMEMBERED = 1024
"""Number of cached answers: the same names occur all over a manifest, and in other manifests."""

LABEL_LENGTH = 63
SUBDOMAIN_LENGTH = 253
LABEL_VALUE_LENGTH = 63
QUALIFIED_NAME_LENGTH = 63

DNS_LABEL_FORM = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
DNS_SUBDOMAIN_FORM = rf"{DNS_LABEL_FORM}(?:\.{DNS_LABEL_FORM})*"

_DNS_LABEL = pattern(rf"{DNS_LABEL_FORM}\Z")
_DNS_1035_LABEL = pattern(r"[a-z](?:[-a-z0-9]*[a-z0-9])?\Z")
_DNS_SUBDOMAIN = pattern(rf"{DNS_SUBDOMAIN_FORM}\Z")
_QUALIFIED_PART = pattern(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?\Z")
_LABEL_VALUE = pattern(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?\Z")
_ENV_NAME = pattern(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z")
_RELAXED_ENV_NAME = pattern(r"[ -<>-~]+\Z")
_C_IDENTIFIER = pattern(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_CONFIG_KEY = pattern(r"[-._a-zA-Z0-9]+\Z")
_PORT_CHARACTERS = pattern(r"[-a-z0-9]+\Z")
_HTTP_HEADER = pattern(r"[-A-Za-z0-9]+\Z")


def _length(text: str) -> int:
    """Returns the length that the API server counts: bytes."""
    return len(text) if text.isascii() else len(text.encode())


@lru_cache(maxsize=_REMEMBERED)
def dns_label(name: str) -> str:
    """Returns why a text is not an RFC 1123 label, as the names of pods and containers are."""
    if _length(name) > LABEL_LENGTH:
        return f"at most {LABEL_LENGTH} characters are allowed; this has {_length(name)}"
    if not _DNS_LABEL.match(name):
        return "only lower-case letters, digits and `-` are allowed, and a letter or digit at both ends"
    return ""


@lru_cache(maxsize=_REMEMBERED)
def dns_1035_label(name: str) -> str:
    """Returns why a text is not an RFC 1035 label: as ``dns_label``, but beginning with a letter."""
    if _length(name) > LABEL_LENGTH:
        return f"at most {LABEL_LENGTH} characters are allowed; this has {_length(name)}"
    if not _DNS_1035_LABEL.match(name):
        return "only lower-case letters, digits and `-` are allowed, beginning with a letter"
    return ""


@lru_cache(maxsize=_REMEMBERED)
def dns_subdomain(name: str) -> str:
    """Returns why a text is not an RFC 1123 subdomain: labels joined by dots."""
    if _length(name) > SUBDOMAIN_LENGTH:
        return f"at most {SUBDOMAIN_LENGTH} characters are allowed; this has {_length(name)}"
    if not _DNS_SUBDOMAIN.match(name):
        return (
            "only lower-case letters, digits, `-` and `.` are allowed, "
            "and a letter or digit at both ends of each part"
        )
    return ""


def generated_subdomain(name: str) -> str:
    """Returns what is wrong with the prefix of a name, as in ``envFrom``.

    A hyphen at its end counts, together with the character before it, as one letter.
    """
    return dns_subdomain(f"{name[:-2]}a" if len(name) > 1 and name.endswith("-") else name)


@lru_cache(maxsize=_REMEMBERED)
def qualified_name(name: str) -> str:
    """Returns why a text is not the key of a label, or of an annotation in lower case."""
    prefix, slash, part = name.rpartition("/")
    if name.count("/") > 1:
        return "at most one `/` is allowed, after the prefix"
    if slash:
        if not prefix:
            return "the prefix before `/` is empty"
        fault = dns_subdomain(prefix)
        if fault:
            return f"the prefix `{prefix}` is not a DNS name: {fault}"
    if not part:
        return "the name part is empty"
    if _length(part) > QUALIFIED_NAME_LENGTH:
        return f"the name part can have at most {QUALIFIED_NAME_LENGTH} characters; this has {_length(part)}"
    if not _QUALIFIED_PART.match(part):
        return "only letters, digits, `-`, `_` and `.` are allowed, and a letter or digit at both ends"
    return ""


@lru_cache(maxsize=_REMEMBERED)
def label_value(value: str) -> str:
    """Returns why a text is not the value of a label; an empty one is allowed."""
    if _length(value) > LABEL_VALUE_LENGTH:
        return f"a label's value has at most {LABEL_VALUE_LENGTH} characters; this has {_length(value)}"
    if not _LABEL_VALUE.match(value):
        return "only letters, digits, `-`, `_` and `.` are allowed, and a letter or digit at both ends"
    return ""


def environment_name(name: str) -> str:
    """Returns why a text is not an environment variable's name, in the strict form (to 1.33)."""
    if not _ENV_NAME.match(name):
        return "only letters, digits, `-`, `_` and `.` are allowed, and no digit at the start"
    return _not_dots(name)


def relaxed_environment_name(name: str) -> str:
    """Returns the same in the relaxed form: any printable ASCII but ``=``.

    Source: https://kep.k8s.io/4369
    """
    if not _RELAXED_ENV_NAME.match(name):
        return "only printable ASCII characters other than `=` are allowed"
    return ""


def c_identifier(name: str) -> str:
    """Returns why a text is not an identifier of C."""
    if not _C_IDENTIFIER.match(name):
        return "only letters, digits and `_` are allowed, and no digit at the start"
    return ""


def config_key(name: str) -> str:
    """Returns why a text is not a key of a ConfigMap or Secret."""
    if _length(name) > SUBDOMAIN_LENGTH:
        return f"at most {SUBDOMAIN_LENGTH} characters are allowed; this has {_length(name)}"
    if not _CONFIG_KEY.match(name):
        return "only letters, digits, `-`, `_` and `.` are allowed"
    return _not_dots(name)


@lru_cache(maxsize=_REMEMBERED)
def port_name(name: str) -> str:
    """Returns why a text is not a port's name (IANA service name)."""
    if _length(name) > 15:
        return f"a port's name has at most 15 characters; this has {_length(name)}"
    if not _PORT_CHARACTERS.match(name):
        return "only lower-case letters, digits and `-` are allowed"
    if not any("a" <= character <= "z" for character in name):
        return "at least one letter is needed"
    if "--" in name or name.startswith("-") or name.endswith("-"):
        return "`-` must not be at either end, nor twice in a row"
    return ""


def http_header(name: str) -> str:
    """Returns why a text is not the name of an HTTP header."""
    return "" if _HTTP_HEADER.match(name) else "only letters, digits and `-` are allowed"


def _not_dots(name: str) -> str:
    if name in (".", ".."):
        return f"`{name}` is not allowed"
    if name.startswith(".."):
        return "`..` is not allowed at the start"
    return ""
