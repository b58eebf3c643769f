"""IP addresses in a pod's fields: what is told of one that the API server refuses or warns of.

Source: https://kep.k8s.io/4858
"""

from __future__ import annotations

from stslint.kubernetes.values.addresses import STRICT_SINCE, Address, parse_address


def address_fault(text: str, minor: int) -> str:
    """Returns what keeps a text from being an IP address that the API server takes, or an empty string."""
    address = parse_address(text)
    if address is None:
        return "write one such as `10.9.8.7` or `2001:db8::1`"
    return _ambiguity(address) if minor >= STRICT_SINCE else ""


def address_warning(text: str) -> str:
    """Returns what the API server warns of in an address that it takes, or an empty string."""
    address = parse_address(text)
    if address is None:
        return ""
    return _ambiguity(address) or ("" if str(address) == text else f"its canonical form is `{address}`")


def _ambiguity(address: Address) -> str:
    if address.mapped:
        return f"an IPv4 address within IPv6 is read differently by programs; write `{address}`"
    return f"leading zeros are read differently by programs; write `{address}`" if address.padded else ""
