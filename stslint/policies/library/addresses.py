"""``ip()`` and ``cidr()``.

Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from stslint.policies.library.overload import Overload, function, holds, method

ADDRESS = "ip"
NETWORK = "cidr"
"""The keys of the maps for an address and for a network."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Interface | ipaddress.IPv6Interface
_MAPPED = ipaddress.ip_network("::ffff:0:0/96")
_LENGTH = re.compile(r"/(0|[1-9]\d*)\Z", re.ASCII)

Value = dict[str, Any]


def ip(text: str) -> Value:
    """Returns an address. Raises ValueError."""
    return {ADDRESS: str(_parsed(text))}


def _parsed(text: str) -> _Address:
    if "%" in text:
        raise ValueError(f"`{text}` has a zone, which is not allowed")
    address = ipaddress.ip_address(text)
    if address.version == 6 and address in _MAPPED:
        raise ValueError(f"`{text}` is an IPv4 address written as IPv6")
    return address


def cidr(text: str) -> Value:
    """Returns a network. Raises ValueError."""
    if not _LENGTH.search(text):
        raise ValueError(f"`{text}` is not a network such as 10.0.0.0/8")
    _parsed(text.partition("/")[0])
    return {NETWORK: str(ipaddress.ip_interface(text))}


def _address(value: Value | str) -> _Address:
    if isinstance(value, str):
        return _parsed(value)
    if ADDRESS not in value:
        raise ValueError("expected an IP address")
    return ipaddress.ip_address(value[ADDRESS])


def _interface(value: Value | str) -> _Network:
    return ipaddress.ip_interface((cidr(value) if isinstance(value, str) else value)[NETWORK])


def contains_ip(network: Value, address: Value | str) -> bool:
    """Returns whether an address is in a network."""
    return _address(address) in _interface(network).network


def contains_network(network: Value, other: Value | str) -> bool:
    """Returns whether one network is in another."""
    outer, inner = _interface(network), _interface(other)
    return (
        outer.version == inner.version
        and inner.network.prefixlen >= outer.network.prefixlen
        and inner.network.network_address in outer.network
    )


def is_global_unicast(value: Value) -> bool:
    """Returns whether an address is a unicast address beyond its own link."""
    address = _address(value)
    broadcast = address.version == 4 and int(address) == 2**32 - 1
    return not (
        broadcast
        or address.is_unspecified
        or address.is_loopback
        or address.is_multicast
        or address.is_link_local
    )


def is_link_local_multicast(value: Value) -> bool:
    """Returns whether an address is for all on a link: 224.0.0.0/24 or ff02::/16."""
    address = _address(value)
    if address.version == 4:
        return int(address) >> 8 == 0xE00000
    return (int(address) >> 112) & 0xFF0F == 0xFF02


FUNCTIONS: tuple[Overload, ...] = (
    function("ip", "string", "map", ip),
    function("isIP", "string", "bool", holds(ip)),
    function("ip.isCanonical", "string", "bool", lambda text: str(_parsed(text)) == text),
    method("family", "map", "int", lambda value: _address(value).version),
    method("isUnspecified", "map", "bool", lambda value: _address(value).is_unspecified),
    method("isLoopback", "map", "bool", lambda value: _address(value).is_loopback),
    method("isLinkLocalMulticast", "map", "bool", is_link_local_multicast),
    method("isLinkLocalUnicast", "map", "bool", lambda value: _address(value).is_link_local),
    method("isGlobalUnicast", "map", "bool", is_global_unicast),
    function("cidr", "string", "map", cidr),
    function("isCIDR", "string", "bool", holds(cidr)),
    method("containsIP", "map string", "bool", contains_ip),
    method("containsIP", "map map", "bool", contains_ip),
    method("containsCIDR", "map string", "bool", contains_network),
    method("containsCIDR", "map map", "bool", contains_network),
    method("ip", "map", "map", lambda value: {ADDRESS: str(_interface(value).ip)}),
    method("masked", "map", "map", lambda value: {NETWORK: str(_interface(value).network)}),
    method("prefixLength", "map", "int", lambda value: _interface(value).network.prefixlen),
)
