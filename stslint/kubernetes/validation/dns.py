"""A pod's names and name resolution: dnsPolicy, dnsConfig, hostAliases, hostnameOverride.

``hostname`` and ``subdomain`` are not here: the controller overwrites both in the pods of a StatefulSet, so
the API server does not validate them.

Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.addresses import address_fault
from stslint.kubernetes.values import names
from stslint.model import Node, Problem
from stslint.runtime.lazy_regex import pattern

POLICIES = ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")
MAXIMUM_NAMESERVERS = 3
MAXIMUM_SEARCHES = 32
MAXIMUM_SEARCH_CHARACTERS = 2048
MAXIMUM_HOSTNAME = 64

# The gate HostnameOverride is on from this minor; before it the field is dropped silently.
HOSTNAME_OVERRIDE_MINOR = 35

_LABEL = r"_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"
_SEARCH = pattern(rf"{_LABEL}(?:\.{_LABEL})*\Z")


def validate_dns_policy(spec: Node) -> Iterator[Problem]:
    """Yields the problems of ``dnsPolicy``, and of what ``None`` requires of ``dnsConfig``."""
    policy = spec.get("dnsPolicy")
    yield from fields.enum(policy, POLICIES, default="ClusterFirst")
    if policy.string() == "None":
        config = spec.get("dnsConfig")
        at = config.get("nameservers") if config else config
        if not at.elements():
            yield fields.missing(at, "`dnsPolicy: None` needs at least one entry in `dnsConfig.nameservers`")


def validate_dns_config(config: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``dnsConfig``.

    With ``dnsPolicy: None``, the only problem of a config without a name server is that.
    """
    nameservers = config.get("nameservers")
    policy = config.parent.get("dnsPolicy").string() if config.parent else ""
    if policy == "None" and not nameservers.elements():
        return
    yield from _nameservers(nameservers, minor)
    yield from _searches(config.get("searches"))
    for option in config.get("options").elements():
        if not option.get("name").string():
            message = "an option of `dnsConfig` needs a `name`"
            yield Problem(option.get("name"), message, rule="required-field-missing", field=option.path)


def validate_host_aliases(aliases: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``hostAliases``: addresses and host names."""
    for alias in aliases.elements():
        yield from _address(alias.get("ip"), minor)
        for hostname in alias.get("hostnames").elements():
            if hostname.string():
                yield from fields.name(hostname, names.dns_subdomain)
            else:
                yield Problem(hostname, "a host name is empty", rule="invalid-name")


def validate_hostname_override(spec: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``hostnameOverride``. Source: https://kep.k8s.io/4762"""
    node = spec.get("hostnameOverride")
    if not node or minor < HOSTNAME_OVERRIDE_MINOR:
        return
    for other in ("setHostnameAsFQDN", "hostNetwork"):
        if spec.get(other).boolean():
            yield fields.forbidden(node, f"cannot be combined with `{other}: true`")
    name = node.string()
    if len(name.encode()) > MAXIMUM_HOSTNAME:
        yield Problem(node, f"a host name has at most {MAXIMUM_HOSTNAME} characters", rule="too-long")
    fault = names.dns_subdomain(name)
    if fault:
        yield fields.bad_name(node, name, fault)


def _nameservers(nameservers: Node, minor: int) -> Iterator[Problem]:
    elements = nameservers.elements()
    if len(elements) > MAXIMUM_NAMESERVERS:
        message = f"at most {MAXIMUM_NAMESERVERS} name servers are allowed, not {len(elements)}"
        yield Problem(nameservers, message, rule="out-of-range")
    for element in elements:
        yield from _address(element, minor)


def _address(node: Node, minor: int) -> Iterator[Problem]:
    text = node.string()
    fault = address_fault(text, minor)
    if fault:
        message = (
            f"`{fields.shorten(text)}` is not a valid IP address" if text else "an IP address is missing"
        )
        yield Problem(node, message, rule="invalid-format", help=fault)


def _searches(searches: Node) -> Iterator[Problem]:
    texts = [element.string() for element in searches.elements()]
    if len(texts) > MAXIMUM_SEARCHES:
        message = f"at most {MAXIMUM_SEARCHES} search domains are allowed, not {len(texts)}"
        yield Problem(searches, message, rule="out-of-range")
    if len(" ".join(texts).encode()) > MAXIMUM_SEARCH_CHARACTERS:
        message = f"the search domains have more than {MAXIMUM_SEARCH_CHARACTERS} characters together"
        yield Problem(searches, message, rule="too-long")
    for element in searches.elements():
        yield from _search(element)


def _search(element: Node) -> Iterator[Problem]:
    text = element.string()
    domain = text.removesuffix(".")
    if text != "." and (len(domain) > names.SUBDOMAIN_LENGTH or not _SEARCH.match(domain)):
        message = f"`{fields.shorten(text)}` is not a valid search domain"
        help = "only lower-case letters, digits, `-`, `_` and `.` are allowed"
        yield Problem(element, message, rule="invalid-name", help=help)
