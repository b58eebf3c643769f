"""IP addresses and CIDR blocks in the API server's loose and strict forms."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.values.addresses import (
    address_fault,
    block_fault,
    parse_address,
    parse_block,
    special_range,
    standard_address,
    standard_block,
)


@given(st.ip_addresses())
def test_every_address_is_read_and_written_canonically(address: ipaddress.IPv4Address) -> None:
    read = parse_address(str(address))
    assert read is not None
    assert (read.number, read.bits) == (int(address), address.max_prefixlen)
    mapped = getattr(address, "ipv4_mapped", None)
    assert str(read) == str(mapped or address)
    assert read.family == f"IPv{4 if mapped else address.version}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("0:0:1:0:0:0:0:0", "0:0:1::"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
        ("192.168.10.1", "192.168.10.1"),
        ("::ffff:192.168.10.1", "192.168.10.1"),
    ],
)
def test_the_longest_zeros_are_shortened_and_the_first_of_equal_ones(text: str, written: str) -> None:
    assert str(parse_address(text)) == written


@given(st.ip_addresses(v=6))
def test_the_long_form_is_the_same_address(address: ipaddress.IPv6Address) -> None:
    assert parse_address(address.exploded) == parse_address(str(address))


@given(st.text(alphabet="0123456789abcdef:./%", max_size=20))
def test_strict_addresses_are_those_of_the_standard_library(text: str) -> None:
    try:
        strict = "%" not in text and getattr(ipaddress.ip_address(text), "ipv4_mapped", None) is None
    except ValueError:
        strict = False
    assert (address_fault(text, 37) == "") is strict


@pytest.mark.parametrize("text", ["010.0.0.1", "::ffff:10.0.0.1", "fd00::00001"])
def test_lenient_address_is_accepted_before_1_36(text: str) -> None:
    assert not address_fault(text, 35)
    assert address_fault(text, 36)


@pytest.mark.parametrize(
    "text", ["", "x", "10.0.0", "10.0.0.256", ":::", "1::2::3", "::1%eth0", "1:2:3:4:5:6:7:8::"]
)
def test_invalid_address_is_refused_in_every_version(text: str) -> None:
    assert address_fault(text, 30)
    assert parse_address(text) is None


@pytest.mark.parametrize("text", ["10.0.0.1/8", "010.0.0.0/8", "10.0.0.0/08", "::ffff:10.0.0.0/104"])
def test_lenient_block_is_accepted_before_1_36(text: str) -> None:
    assert not block_fault(text, 35)
    assert block_fault(text, 36)


@pytest.mark.parametrize("text", ["0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32", "::/0", "fd00::/8"])
def test_a_block_without_bits_beyond_its_prefix_is_accepted_in_every_version(text: str) -> None:
    assert not block_fault(text, 35)
    assert not block_fault(text, 36)


@pytest.mark.parametrize("zeros", [0, 1, 6, 7, 8, 9, 20])
def test_the_prefix_of_a_block_can_have_any_number_of_zeros(zeros: int) -> None:
    block = parse_block(f"10.0.0.0/{'0' * zeros}16")
    assert block is not None
    assert (block.prefix, block.padded) == (16, zeros > 0)


@pytest.mark.parametrize(
    "text", ["", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "x/8", f"10.0.0.0/{'9' * 20}"]
)
def test_invalid_block_is_refused(text: str) -> None:
    assert parse_block(text) is None
    assert block_fault(text, 30)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10.0.0.1/8", "10.0.0.0/8"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
        ("::ffff:10.0.0.0/90", "::ffc0:0:0/90"),
        ("FD00::/8", "fd00::/8"),
        ("fd00::1/100", "fd00::/100"),
        ("10.0.0.1/32", "10.0.0.1/32"),
        ("fd00::1/128", "fd00::1/128"),
    ],
)
def test_a_block_is_written_without_the_bits_beyond_it(text: str, written: str) -> None:
    assert str(parse_block(text)) == written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("0.0.0.0", "unspecified"),
        ("127.1.2.3", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("169.254.0.1", "link-local"),
        ("fe80::1", "link-local"),
        ("224.0.0.1", "link-local multicast"),
        ("ff02::1", "link-local multicast"),
        ("224.0.1.1", ""),
        ("10.0.0.1", ""),
        ("fd00::1", ""),
        ("ff05::2", ""),
        ("1002::2", ""),
        ("2002::1", ""),
        ("ff12::1", "link-local multicast"),
    ],
)
def test_special_ranges(text: str, name: str) -> None:
    address = parse_address(text)
    assert address is not None
    assert special_range(address) == name


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("fe80::1%", ""),
        ("1.2.3.4%a", ""),
        ("::FFFF:1.2.3.4", "::ffff:1.2.3.4"),
    ],
)
def test_the_standard_form_keeps_zones_and_mapped_addresses(text: str, standard: str) -> None:
    assert standard_address(text) == standard


def test_the_standard_form_of_a_block_keeps_its_bits() -> None:
    assert standard_block("FD00::1/8") == "fd00::1/8"
    assert standard_block("10.0.0.0/08") == ""
