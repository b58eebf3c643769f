"""Names of certificate signers: a domain, a slash and a path.

Source: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#signers
"""

from __future__ import annotations

from stslint.kubernetes.values import names

# How many seconds a certificate can be valid: 91 days, and one day if a signer of Kubernetes signs it.
LONGEST = 91 * 24 * 3600
KUBERNETES_LONGEST = 24 * 3600
MAXIMUM_LENGTH = 571


def is_of_kubernetes(name: str) -> bool:
    """Returns whether a signer's domain is one of Kubernetes' own."""
    domain = name.partition("/")[0]
    return domain == "kubernetes.io" or domain.endswith(".kubernetes.io")


def signer_fault(name: str) -> str:
    """Returns why a text is not a signer's name, or an empty string."""
    domain, slash, path = name.partition("/")
    if not slash or "/" in path:
        return "it has the form `example.com/signer`"
    labels = domain.split(".")
    if len(labels) < 2:
        return "the domain before `/` needs at least two parts"
    for fault in map(names.dns_label, labels):
        if fault:
            return f"the domain before `/` is not a DNS name: {fault}"
    for fault in map(names.dns_subdomain, path.split(".")):
        if fault:
            return f"the part after `/` is not a DNS name: {fault}"
    if len(domain) > names.SUBDOMAIN_LENGTH or len(name) > MAXIMUM_LENGTH:
        return f"it is too long: at most {MAXIMUM_LENGTH} characters are allowed"
    return ""
