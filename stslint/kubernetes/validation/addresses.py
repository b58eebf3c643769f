"""IP addresses in the older fields of the API, which take more forms than one.

Source: https://kep.k8s.io/4858
"""

from __future__ import annotations

from stslint.patterns import pattern

# The gate StrictIPCIDRValidation is on from this minor.
STRICT_MINOR = 36

_LEADING_ZEROS = pattern(r"(?<![0-9a-fA-F])0+(?=[0-9a-fA-F])")


def address_fault(text: str, minor: int) -> str:
    """Returns what keeps a text from being an IP address that the API server takes, or an empty string."""
    plain = _without_leading_zeros(text)
    if not plain:
        return "write one such as `10.9.8.7` or `2001:db8::1`"
    if minor < STRICT_MINOR:
        return ""
    return _ambiguity(text, plain)


def address_warning(text: str) -> str:
    """Returns what the API server warns of in an address that it takes, or an empty string."""
    plain = _without_leading_zeros(text)
    if not plain:
        return ""
    return _ambiguity(text, plain) or _not_canonical(text, plain)


def _ambiguity(text: str, plain: str) -> str:
    if _mapped(plain):
        return f"an IPv4 address within IPv6 is read differently by programs; write `{_mapped(plain)}`"
    if not _parsed(text):
        return f"leading zeros are read differently by programs; write `{_parsed(plain)}`"
    return ""


def _not_canonical(text: str, plain: str) -> str:
    canonical = _parsed(plain)
    return "" if text == canonical else f"its canonical form is `{canonical}`"


def _without_leading_zeros(text: str) -> str:
    """Returns the text with no leading zeros in its parts, or nothing if even that is no address."""
    if "%" in text:
        return ""
    plain = _LEADING_ZEROS.sub("", text)
    return plain if _parsed(plain) else ""


def _parsed(text: str) -> str:
    """Returns an address in its canonical form, or nothing if the text is none."""
    # Imported late: most manifests have no address, and the module costs milliseconds.
    from ipaddress import ip_address

    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def _mapped(text: str) -> str:
    from ipaddress import ip_address

    mapped = getattr(ip_address(text), "ipv4_mapped", None)
    return str(mapped) if mapped is not None else ""
