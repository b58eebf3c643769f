"""Name resolution of pods, and the forms of IP addresses."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.validation.addresses import address_fault, address_warning
from stslint.kubernetes.validation.pod import validate_pod_spec
from stslint.model import Source
from stslint.sources.yaml.recovery import read


def faults(text: str, minor: int = 37) -> list[str]:
    spec = read(Source("x.yaml", f"{text}\ncontainers: [{{name: c, image: i}}]"))[0].root
    return [problem.path for problem in validate_pod_spec(spec, minor)]


@pytest.mark.parametrize(
    "text",
    [
        "dnsPolicy: ''",
        "dnsPolicy: None\ndnsConfig: {nameservers: [10.0.0.1]}",
        "dnsConfig: {searches: [., a., _a.b_c], options: [{name: ndots, value: '2'}]}",
        "hostAliases: [{ip: '::1', hostnames: [a.b]}]",
        "hostname: Not_Checked\nsubdomain: Not_Checked",
        "hostnameOverride: a.b\nsetHostnameAsFQDN: false",
    ],
)
def test_accepts(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dnsPolicy: clusterfirst", ["dnsPolicy"]),
        ("dnsPolicy: None", ["dnsConfig"]),
        ("dnsPolicy: None\ndnsConfig: {searches: [A]}", ["dnsConfig.nameservers"]),
        ("dnsConfig: {nameservers: [1.1.1.1, 1.1.1.2, 1.1.1.3, 1.1.1.4]}", ["dnsConfig.nameservers"]),
        ("dnsConfig: {nameservers: [x, 1.1.1.1]}", ["dnsConfig.nameservers[0]"]),
        ("dnsConfig: {searches: [a, A, '', a.., a_]}", [f"dnsConfig.searches[{i}]" for i in (1, 2, 3, 4)]),
        (f"dnsConfig: {{searches: {['a'] * 33}}}", ["dnsConfig.searches"]),
        (f"dnsConfig: {{searches: {['a' * 63 + '.' + 'b' * 63] * 20}}}", ["dnsConfig.searches"]),
        ("dnsConfig: {options: [{name: a}, {value: b}]}", ["dnsConfig.options[1]"]),
        (
            "hostAliases: [{}, {ip: 1.2.3, hostnames: [a, A_]}]",
            ["hostAliases[0].ip", "hostAliases[1].ip", "hostAliases[1].hostnames[1]"],
        ),
        ("hostnameOverride: ''", ["hostnameOverride"]),
        (
            "hostnameOverride: a\nsetHostnameAsFQDN: true\nhostNetwork: true",
            ["hostnameOverride", "hostnameOverride"],
        ),
        (f"hostnameOverride: {'a' * 33}.{'b' * 33}", ["hostnameOverride"]),
    ],
)
def test_refuses(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_hostname_override_is_dropped_before_its_gate_is_on() -> None:
    assert faults("hostnameOverride: A_", 34) == []


@pytest.mark.parametrize(
    ("text", "sloppy", "strict"),
    [
        ("10.0.0.1", True, True),
        ("010.0.0.1", True, False),
        ("::1", True, True),
        ("FE80::0001", True, True),
        ("::00001", True, False),
        ("::ffff:1.2.3.4", True, False),
        ("::1.2.3.4", True, True),
        ("fe80::1%eth0", False, False),
        ("1.2.3.256", False, False),
        ("1.2.3.4/24", False, False),
        (" 1.2.3.4", False, False),
        ("localhost", False, False),
        ("", False, False),
        ("1::2::3", False, False),
        ("1::2:3:4:5:6:7:8", False, False),
    ],
)
def test_addresses_are_read_strictly_from_1_36_on(text: str, sloppy: bool, strict: bool) -> None:
    assert (address_fault(text, 35) == "") is sloppy
    assert (address_fault(text, 36) == "") is strict


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_a_canonical_address_is_good_and_warned_of_only_if_mapped(address: IPv4Address | IPv6Address) -> None:
    mapped = isinstance(address, IPv6Address) and address.ipv4_mapped is not None
    assert bool(address_fault(str(address), 37)) is mapped
    assert bool(address_warning(str(address))) is mapped


@given(st.ip_addresses(v=6))
def test_the_long_form_of_an_address_is_warned_of(address: IPv6Address) -> None:
    assert bool(address_warning(address.exploded)) is (address.exploded != str(address))
