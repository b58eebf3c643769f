"""IP addresses and CIDR blocks as the API server reads them: in the old loose form, and what is strict.

Up to 1.35 octets may have leading zeros, an IPv4 address may hide in an IPv6 one, and a block may have bits
set beyond its prefix. From 1.36 on only the strict form is taken (https://kep.k8s.io/4858).
"""

from __future__ import annotations

from stslint.patterns import pattern
from stslint.records import NamedTuple

STRICT_SINCE = 36
"""The minor from which on the strict form is asked for."""

_OCTETS = pattern(r"([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)\Z")
_GROUP = pattern(r"[0-9a-fA-F]+\Z")
_DIGITS = pattern(r"[0-9]+\Z")

_MAPPED = 0xFFFF << 32


class Address(NamedTuple):
    """An address as a number. ``bits`` is 32 or 128; ``padded`` says that it has superfluous zeros."""

    number: int
    bits: int
    padded: bool = False

    @property
    def mapped(self) -> bool:
        """Returns whether this is an IPv4 address inside an IPv6 one (``::ffff:10.0.0.1``)."""
        return self.bits == 128 and self.number >> 32 == 0xFFFF

    @property
    def family(self) -> str:
        """Returns ``IPv4`` or ``IPv6``; a mapped address counts as ``IPv4``."""
        return "IPv4" if self.bits == 32 or self.mapped else "IPv6"

    @property
    def octets(self) -> int:
        """Returns the IPv4 number of an address of that family, be it mapped."""
        return self.number & 0xFFFFFFFF

    def __str__(self) -> str:
        """Returns the canonical form (RFC 5952 for IPv6)."""
        if self.family == "IPv4":
            return ".".join(str(self.octets >> shift & 255) for shift in (24, 16, 8, 0))
        return _written(self.number)


class Block(NamedTuple):
    """A CIDR block: its address as written, its prefix length, and whether that has superfluous zeros."""

    address: Address
    prefix: int
    padded: bool = False

    @property
    def masked(self) -> Address:
        """Returns the first address of the block."""
        host = self.address.bits - self.prefix
        return self.address._replace(number=self.address.number >> host << host)

    def __str__(self) -> str:
        """Returns the canonical form of the block, without the bits beyond its prefix."""
        prefix = self.prefix - 96 if self.address.mapped and self.prefix >= 96 else self.prefix
        return f"{self.masked}/{prefix}"


def parse_address(text: str) -> Address | None:
    """Returns the address that a text stands for in the loose form, or nothing if it is none."""
    return _version_6(text) if ":" in text else _version_4(text)


def parse_block(text: str) -> Block | None:
    """Returns the CIDR block that a text stands for in the loose form, or nothing if it is none."""
    written, slash, length = text.partition("/")
    address = parse_address(written)
    if address is None or not slash or not _DIGITS.match(length) or int(length[-9:]) > address.bits:
        return None
    if len(length) > 9 and int(length[:-9]):
        return None
    return Block(address, int(length), padded=len(length) > 1 and length[0] == "0")


def address_fault(text: str, minor: int) -> str:
    """Returns what keeps a text from being an address for a minor, or an empty string."""
    address = parse_address(text)
    if address is None:
        return "is no IP address"
    if minor < STRICT_SINCE:
        return ""
    if address.padded:
        return "has leading zeros"
    return "is an IPv4 address written as IPv6" if address.mapped else ""


def block_fault(text: str, minor: int) -> str:
    """Returns what keeps a text from being a CIDR block for a minor, or an empty string."""
    block = parse_block(text)
    if block is None:
        return "is no CIDR block such as `10.9.8.0/24`"
    if minor < STRICT_SINCE:
        return ""
    if block.padded or block.address.padded:
        return "has leading zeros"
    if block.address.mapped:
        return "is an IPv4 block written as IPv6"
    return "has bits set beyond its prefix length" if block.masked != block.address else ""


def standard_address(text: str) -> str:
    """Returns the standard form of an address, which may have a zone, or nothing if it has none.

    An IPv4 address within IPv6 stays one here, as in RFC 5952.
    """
    written, percent, zone = text.partition("%")
    address = parse_address(written)
    if address is None or address.padded or (percent and not (zone and address.bits == 128)):
        return ""
    return f"{'::ffff:' if address.mapped else ''}{address}{percent}{zone}"


def standard_block(text: str) -> str:
    """Returns the standard form of a CIDR block with all bits of its address, or nothing if it has none."""
    block = parse_block(text)
    if block is None or block.padded or block.address.padded:
        return ""
    return f"{standard_address(text.partition('/')[0])}/{block.prefix}"


def special_range(address: Address) -> str:
    """Returns the range that makes an address unusable from outside a node, or an empty string."""
    ranges = _SPECIAL_4 if address.family == "IPv4" else _SPECIAL_6
    number, bits = (address.octets, 32) if address.family == "IPv4" else (address.number, 128)
    for name, first, prefix in ranges:
        if number >> (bits - prefix) == first:
            return name
    return "link-local multicast" if bits == 128 and _link_local_multicast(number) else ""


_SPECIAL_4 = (
    ("unspecified", 0, 32),
    ("loopback", 127, 8),
    ("link-local", 169 << 8 | 254, 16),
    ("link-local multicast", 224 << 16, 24),
)
_SPECIAL_6 = (("unspecified", 0, 128), ("loopback", 1, 128), ("link-local", 0xFE80 >> 6, 10))


def _link_local_multicast(number: int) -> bool:
    return number >> 120 == 0xFF and number >> 112 & 0x0F == 2


def _version_4(text: str) -> Address | None:
    found = _OCTETS.match(text)
    if found is None:
        return None
    number, padded = 0, False
    for octet in found.groups():
        short = octet.lstrip("0")
        if len(short) > 3 or int(short or "0") > 255:
            return None
        number = number << 8 | int(short or "0")
        padded = padded or (len(octet) > 1 and octet[0] == "0")
    return Address(number, 32, padded)


def _version_6(text: str) -> Address | None:
    head, gap, tail = text.partition("::")
    first, last = _groups(head, gap == ""), _groups(tail, True)
    if first is None or last is None:
        return None
    groups, more = first[0], last[0]
    length = len(groups) + len(more)
    if length != 8 if not gap else length > 7:
        return None
    number = 0
    for group in [*groups, *[0] * (8 - length), *more]:
        number = number << 16 | group
    return Address(number, 128, first[1] or last[1])


def _groups(text: str, at_end: bool) -> tuple[list[int], bool] | None:
    """Returns the 16-bit groups between colons, and whether one is padded. An IPv4 tail makes two groups."""
    numbers: list[int] = []
    padded = False
    pieces = text.split(":") if text else []
    for index, piece in enumerate(pieces):
        if at_end and index == len(pieces) - 1 and "." in piece:
            tail = _version_4(piece)
            if tail is None:
                return None
            numbers += [tail.number >> 16, tail.number & 0xFFFF]
            padded = padded or tail.padded
            continue
        short = piece.lstrip("0")
        if not _GROUP.match(piece) or len(short) > 4:
            return None
        numbers.append(int(short or "0", 16))
        padded = padded or len(piece) > 4
    return numbers, padded


def _written(number: int) -> str:
    groups = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    start, length = _longest_zeros(groups)
    written = [f"{group:x}" for group in groups]
    if length < 2:
        return ":".join(written)
    return f"{':'.join(written[:start])}::{':'.join(written[start + length :])}"


def _longest_zeros(groups: list[int]) -> tuple[int, int]:
    best, start = (0, 0), 0
    for index, group in enumerate([*groups, 1]):
        if group:
            if index - start > best[1]:
                best = (start, index - start)
            start = index + 1
    return best
