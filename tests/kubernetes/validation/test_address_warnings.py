"""Warnings about addresses and blocks that the API server accepts in another form."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.address_warnings import warn_of_address, warn_of_block
from tests.support.trees import tree

STANDARD, BEYOND, RFC = "is not a standard", "has bits set beyond", "is not in the canonical form"


@pytest.mark.parametrize(
    ("text", "minor", "expected"),
    [
        ("10.0.0.0/8", 35, []),
        ("fd00::/8", 35, []),
        ("10.0.0.1/8", 35, [BEYOND]),
        ("fd00::1/8", 35, [BEYOND]),
        ("FD00::1/8", 35, [BEYOND]),
        ("010.0.0.0/8", 35, [STANDARD]),
        ("10.0.0.0/08", 35, [STANDARD]),
        ("::ffff:10.0.0.0/104", 35, [STANDARD]),
        ("010.0.0.1/8", 35, [BEYOND, STANDARD]),
        ("FD00::/8", 35, [RFC]),
        ("fd00:0::/8", 35, [RFC]),
        (" 10.0.0.0/8", 35, []),
        ("x", 35, []),
        ("10.0.0.1/8", 32, []),
        ("010.0.0.0/8", 32, [STANDARD]),
        ("FD00::/8", 32, [RFC]),
        ("FD00::1/8", 32, [RFC]),
        ("x", 32, [STANDARD]),
    ],
)
def test_a_block_that_is_not_in_its_standard_form_causes_a_warning(
    text: str, minor: int, expected: list[str]
) -> None:
    found = [problem.message for problem in warn_of_block(tree(f"a: '{text}'").get("a"), minor)]
    assert [words for message in found for words in (STANDARD, BEYOND, RFC) if words in message] == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("text", "minor", "expected"),
    [
        ("10.0.0.1", 35, []),
        ("fd00::1", 35, []),
        ("010.0.0.1", 35, [STANDARD]),
        ("::ffff:10.0.0.1", 35, [STANDARD]),
        ("FD00::1", 35, [RFC]),
        ("x", 35, []),
        ("010.0.0.1", 32, [STANDARD]),
        ("::ffff:10.0.0.1", 32, []),
        ("::FFFF:10.0.0.1", 32, [RFC]),
        ("FD00::1", 32, [RFC]),
        ("x", 32, [STANDARD]),
    ],
)
def test_an_address_that_is_not_in_its_standard_form_causes_a_warning(
    text: str, minor: int, expected: list[str]
) -> None:
    found = [problem.message for problem in warn_of_address(tree(f"a: '{text}'").get("a"), minor)]
    assert [words for message in found for words in (STANDARD, RFC) if words in message] == expected
    assert len(found) == len(expected)
