"""IP addresses in a pod's fields: what to report for one that the API server refuses or warns about.

Source: https://kep.k8s.io/4858
"""

from __future__ import annotations

from stslint.kubernetes.values.addresses import STRICT_SINCE, Address, parse_address


def address_fault(text: str, minor: int) -> str:
    """Returns why a text is not an IP address that the API server accepts, or an empty string."""
    address = parse_address(text)
    if address is None:
        return "use an address such as `10.9.8.7` or `2001:db8::1`"
    return _ambiguity(address) if minor >= STRICT_SINCE else ""


def address_warning(text: str) -> str:
    """Returns what the API server warns about in an address that it accepts, or an empty string."""
    address = parse_address(text)
    if address is None:
        return ""
    return _ambiguity(address) or ("" if str(address) == text else f"its canonical form is `{address}`")


def _ambiguity(address: Address) -> str:
    if address.mapped:
        return f"programs read an IPv4 address within IPv6 differently; use `{address}`"
    return f"programs read leading zeros differently; use `{address}`" if address.padded else ""
