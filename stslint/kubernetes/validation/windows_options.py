"""Windows' part of a security context, of a pod or a container.

Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-runasusername/ and
https://kubernetes.io/docs/tasks/configure-pod-container/configure-gmsa/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Node, Problem
from stslint.runtime.lazy_regex import pattern

LARGEST_SPEC = 64 * 1024
LONGEST_DOMAIN = 255
LONGEST_USER = 104

_CONTROL = pattern(r"[\x00-\x1f\x7f]")
_NETBIOS = pattern(r'[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}\Z')
_DNS_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DNS_DOMAIN = pattern(rf"{_DNS_PART}(?:\.{_DNS_PART})*\Z")
_USER_CHARACTERS = pattern(r'["/\\:;|=,+*?<>@\[\]]')
_DOTS_AND_BLANKS = pattern(r"[. ]+\Z")


def validate_windows_options(options: Node) -> Iterator[Problem]:
    """Yields the problems of ``windowsOptions``; nothing if it is absent."""
    if not options:
        return
    spec_name = options.get("gmsaCredentialSpecName")
    if spec_name:
        fault = names.dns_subdomain(spec_name.string())
        if fault:
            yield fields.bad_name(spec_name, spec_name.string(), fault)
    yield from _credential_spec(options.get("gmsaCredentialSpec"))
    user = options.get("runAsUserName")
    if user:
        fault = user_fault(user.string())
        if fault:
            message = f"`{fields.shorten(user.string())}` is not a valid `runAsUserName`: {fault}"
            yield Problem(user, message, rule="invalid-format")


def user_fault(text: str) -> str:
    r"""Returns why a text is not a user of Windows (``user`` or ``DOMAIN\user``)."""
    if not text:
        return "it is empty"
    if _CONTROL.search(text):
        return "control characters are not allowed"
    if text.count("\\") > 1:
        return "at most one backslash is allowed"
    domain, backslash, user = text.rpartition("\\")
    fault = _domain_fault(domain) if backslash else ""
    return fault or _name_fault(user)


def _domain_fault(domain: str) -> str:
    if len(domain.encode()) > LONGEST_DOMAIN:
        return f"a domain has at most {LONGEST_DOMAIN} characters"
    if not _NETBIOS.match(domain) and not _DNS_DOMAIN.match(domain):
        return "the domain is neither a NetBIOS name nor a DNS name"
    return ""


def _name_fault(user: str) -> str:
    if not user:
        return "the user after the domain is missing"
    if len(user.encode()) > LONGEST_USER:
        return f"a user has at most {LONGEST_USER} characters"
    if _DOTS_AND_BLANKS.match(user):
        return "a user name cannot consist of only dots and spaces"
    if _USER_CHARACTERS.search(user):
        return 'a user name cannot contain any of `"/\\:;|=,+*?<>@[]`'
    return ""


def _credential_spec(node: Node) -> Iterator[Problem]:
    if not node:
        return
    size = len(node.string().encode())
    if size == 0:
        yield Problem(node, "`gmsaCredentialSpec` cannot be empty", rule="required-field-missing")
    elif size > LARGEST_SPEC:
        message = f"`gmsaCredentialSpec` can have at most {LARGEST_SPEC} bytes; this has {size}"
        yield Problem(node, message, rule="too-long")
