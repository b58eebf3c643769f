"""IP addresses and CIDR blocks as the API server reads them: in the old lenient form and in the strict form.

Up to 1.35 octets can have leading zeros, an IPv4 address can be within an IPv6 one, and a block can have bits
set beyond its prefix. From 1.36 on only the strict form is accepted (https://kep.k8s.io/4858).
"""

from __future__ import annotations

from collections.abc import Iterable

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

STRICT_SINCE = 36
"""The first minor that requires the strict form."""

_OCTET = pattern(r"0*[0-9]{1,3}\Z")
_GROUP = pattern(r"0*[0-9a-fA-F]{1,4}\Z")
_DIGITS = pattern(r"[0-9]+\Z")


class Address(NamedTuple):
    """An address as a number. ``bits`` is 32 or 128; ``padded`` means that it has leading zeros."""

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
        """Returns the IPv4 number of an address of that family, even if it is mapped."""
        return self.number & 0xFFFFFFFF

    def __str__(self) -> str:
        """Returns the canonical form (RFC 5952 for IPv6)."""
        if self.family == "IPv4":
            return ".".join(str(self.octets >> shift & 255) for shift in (24, 16, 8, 0))
        return _written(self.number)


class Block(NamedTuple):
    """A CIDR block: its address as written, its prefix length, and whether that has leading zeros."""

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
    """Returns the address of a text in the lenient form, or nothing if it is not one."""
    return _version_6(text) if ":" in text else _version_4(text)


def parse_block(text: str) -> Block | None:
    """Returns the CIDR block of a text in the lenient form, or nothing if it is not one."""
    written, slash, length = text.partition("/")
    address = parse_address(written)
    if address is None or not slash or not _DIGITS.match(length) or int(length[-9:]) > address.bits:
        return None
    if length[:-9].strip("0"):
        return None
    return Block(address, int(length[-9:]), padded=len(length) > 1 and length[0] == "0")


def address_fault(text: str, minor: int) -> str:
    """Returns why a text is not an address for a Kubernetes version or an empty string."""
    address = parse_address(text)
    if address is None:
        return "is not an IP address"
    if minor < STRICT_SINCE:
        return ""
    if address.padded:
        return "has leading zeros"
    return "is an IPv4 address written as IPv6" if address.mapped else ""


def block_fault(text: str, minor: int) -> str:
    """Returns why a text is not a CIDR block for a Kubernetes version, or an empty string."""
    block = parse_block(text)
    if block is None:
        return "is not a CIDR block such as `10.9.8.0/24`"
    if minor < STRICT_SINCE:
        return ""
    if block.padded or block.address.padded:
        return "has leading zeros"
    if block.address.mapped:
        return "is an IPv4 block written as IPv6"
    return "has bits set beyond its prefix length" if block.masked != block.address else ""


def standard_address(text: str) -> str:
    """Returns the standard form of an address, which can have a zone, or nothing if it has none.

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
    """Returns the special range of an address that is not usable from outside a node, or an empty string."""
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
    octets = text.split(".")
    number = _number(octets, _OCTET, 10, 8) if len(octets) == 4 else None
    if number is None:
        return None
    return Address(number, 32, any(len(octet) > 1 and octet[0] == "0" for octet in octets))


def _version_6(text: str) -> Address | None:
    front, colon, tail = text.rpartition(":")
    inner = _version_4(tail) if "." in tail else None
    if inner:
        text = f"{front}{colon}{inner.number >> 16:x}:{inner.number & 0xFFFF:x}"
    head, gap, tail = text.partition("::")
    first, last = head.split(":") if head else [], tail.split(":") if tail else []
    missing = 8 - len(first) - len(last)
    if missing < 1 if gap else missing:
        return None
    groups = [*first, *["0"] * missing, *last]
    number = _number(groups, _GROUP, 16, 16)
    if number is None:
        return None
    padded = any(len(group) > 4 for group in groups)
    return Address(number, 128, padded or (inner is not None and inner.padded))


def _number(pieces: Iterable[str], form: Pattern[str], base: int, bits: int) -> int | None:
    """Returns the number with these parts of a number of bits each, or nothing if a part is invalid."""
    number = 0
    for piece in pieces:
        # The last four digits are all that count: a valid piece has only zeros before them.
        part = int(piece[-4:], base) if form.match(piece) else 1 << bits
        if part >> bits:
            return None
        number = number << bits | part
    return number


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
