"""The security profiles that pods and containers share: seccomp, AppArmor, and the options of Windows.

Source: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stslint.kubernetes import names
from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.paths import relative_path_fault
from stslint.model import Node, Problem

PROFILE_TYPES = ("Localhost", "RuntimeDefault", "Unconfined")
MAXIMUM_PROFILE_PATH = 4095
MAXIMUM_CREDENTIAL_SPEC = 64 * 1024
MAXIMUM_USER = 104
MAXIMUM_DOMAIN = 255
LARGEST_ID = 2**31 - 1

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NETBIOS = re.compile(r'[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}\Z')
_DOMAIN_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DOMAIN = re.compile(rf"{_DOMAIN_LABEL}(?:\.{_DOMAIN_LABEL})*\Z")
_NOT_IN_USER = re.compile(r'["/\\:;|=,+*?<>@\[\]]')
_DOTS_AND_SPACES = re.compile(r"[. ]+\Z")


def validate_id(node: Node) -> Iterator[Problem]:
    """Yields a problem if a user's or group's number that is present is none."""
    yield from fields.in_range(node, 0, LARGEST_ID)


def validate_seccomp_profile(profile: Node) -> Iterator[Problem]:
    """Yields the faults of a ``seccompProfile`` that is present."""
    kind, path = profile.get("type"), profile.get("localhostProfile")
    yield from _profile_type(kind)
    if kind.string() != "Localhost":
        if path:
            yield _needs_localhost(path)
        return
    if not path:
        yield fields.missing(path, "`type: Localhost` needs the path of a profile on the node")
        return
    fault = relative_path_fault(path.string())
    if fault:
        yield fields.bad_name(path, path.string(), fault, rule="invalid-format")


def validate_app_armor_profile(profile: Node) -> Iterator[Problem]:
    """Yields the faults of an ``appArmorProfile`` that is present."""
    kind, path = profile.get("type"), profile.get("localhostProfile")
    yield from _profile_type(kind)
    if kind.string() in ("RuntimeDefault", "Unconfined") and path:
        yield _needs_localhost(path)
    elif kind.string() == "Localhost":
        yield from _loaded_profile(path)


def validate_windows_options(options: Node) -> Iterator[Problem]:
    """Yields the faults of ``windowsOptions`` that are present."""
    name = options.get("gmsaCredentialSpecName")
    fault = names.dns_subdomain(name.string()) if name else ""
    if fault:
        yield fields.bad_name(name, name.string(), fault)
    spec = options.get("gmsaCredentialSpec")
    if spec and not spec.string():
        yield fields.missing(spec, "write the credential spec, or leave the field out")
    elif len(spec.string().encode()) > MAXIMUM_CREDENTIAL_SPEC:
        yield Problem(spec, "`gmsaCredentialSpec` may have at most 64 KiB", rule="too-long")
    user = options.get("runAsUserName")
    fault = _user_fault(user.string()) if user else ""
    if fault:
        yield fields.bad_name(user, user.string(), fault)


def _profile_type(kind: Node) -> Iterator[Problem]:
    if kind.string():
        yield from fields.enum(kind, PROFILE_TYPES)
    else:
        yield fields.missing(kind, f"write {fields.any_of(PROFILE_TYPES)}")


def _needs_localhost(path: Node) -> Problem:
    return fields.forbidden(path, "may only be set with `type: Localhost`")


def _loaded_profile(path: Node) -> Iterator[Problem]:
    text = path.string()
    if not text.strip():
        yield fields.missing(path, "`type: Localhost` needs the name of a profile loaded on the node")
    elif text != text.strip():
        yield Problem(path, "`localhostProfile` has blanks around it", rule="invalid-format")
    if len(text.encode()) > MAXIMUM_PROFILE_PATH:
        message = f"`localhostProfile` may have at most {MAXIMUM_PROFILE_PATH} characters"
        yield Problem(path, message, rule="too-long")


def _user_fault(text: str) -> str:
    """Returns what keeps a text from being a Windows user, ``USER`` or ``DOMAIN\\USER``."""
    if not text:
        return "it is empty"
    if _CONTROL.search(text):
        return "control characters are not allowed"
    if text.count("\\") > 1:
        return "at most one backslash is allowed, between domain and user"
    domain, slash, user = text.rpartition("\\")
    return (_domain_fault(domain) if slash else "") or _account_fault(user)


def _domain_fault(domain: str) -> str:
    if len(domain.encode()) > MAXIMUM_DOMAIN:
        return f"a domain has at most {MAXIMUM_DOMAIN} characters"
    if not _NETBIOS.match(domain) and not _DOMAIN.match(domain):
        return "the part before the backslash is no NetBIOS and no DNS name"
    return ""


def _account_fault(user: str) -> str:
    if not user:
        return "the user after the backslash is missing"
    if len(user.encode()) > MAXIMUM_USER:
        return f"a user has at most {MAXIMUM_USER} characters"
    if _DOTS_AND_SPACES.match(user):
        return "a user can't be of dots and spaces only"
    if _NOT_IN_USER.search(user):
        return 'none of `"/\\:;|=,+*?<>@[]` is allowed in a user'
    return ""
