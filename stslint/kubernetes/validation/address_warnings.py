"""What the API server warns about in addresses and CIDR blocks that it accepts.

Source: https://kep.k8s.io/4858, which gave the warnings another form in 1.33
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.whole_object import warning
from stslint.kubernetes.values import addresses
from stslint.model import Node, Problem

REWORKED_MINOR = 33
"""Before it a text that is no address caused a warning, where that is all that happens to it."""


def warn_of_address(node: Node, minor: int, field: str = "") -> Iterator[Problem]:
    """Yields the warning about an address that is not in its standard form."""
    text = node.string()
    if minor < REWORKED_MINOR:
        yield from _unlike(node, addresses.standard_address(text), field)
        return
    address = addresses.parse_address(text)
    if address is None:
        return
    canonical = str(address)
    if address.padded or address.mapped:
        yield warning(node, f"`{text}` is not a standard IP address", help=f"use `{canonical}`", field=field)
    elif address.family == "IPv6" and canonical != text:
        yield _not_canonical(node, canonical, field)


def warn_of_block(node: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about a CIDR block; one with whitespace around it has none."""
    text = node.string()
    if minor < REWORKED_MINOR:
        yield from _unlike(node, addresses.standard_block(text), "")
        return
    block = addresses.parse_block(text)
    if block is None:
        return
    canonical = str(block)
    beyond = block.masked != block.address
    irregular = block.padded or block.address.padded or block.address.mapped
    if beyond:
        message = f"`{text}` has bits set beyond its prefix length"
        help = f"use `{canonical}`, or `{block.address}/{block.address.bits}` for the single address"
        yield warning(node, message, help=help)
    if irregular:
        yield warning(node, f"`{text}` is not a standard CIDR block", help=f"use `{canonical}`")
    if not beyond and not irregular and block.address.family == "IPv6" and canonical != text:
        yield _not_canonical(node, canonical, "")


def _unlike(node: Node, standard: str, field: str) -> Iterator[Problem]:
    text = node.string()
    if not standard:
        message = f"`{fields.shorten(text)}` is not a standard IP address, and later versions refuse it"
        yield warning(node, message, field=field)
    elif ":" in text and standard != text:
        yield _not_canonical(node, standard, field)


def _not_canonical(node: Node, canonical: str, field: str) -> Problem:
    message = f"`{node.string()}` is not in the canonical form of RFC 5952"
    return warning(node, message, help=f"use `{canonical}`", field=field)
