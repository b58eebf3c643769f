"""Forms of names, and what is wrong with those that have none."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.fields import Form
from stslint.kubernetes.values import names


@pytest.mark.parametrize(
    ("name", "good"),
    [("web", True), ("web-", True), ("w_-", True), ("a-", True), ("-", False), ("_b-", False), ("W", False)],
)
def test_a_prefix_is_checked_without_its_last_dash_and_what_is_before_it(name: str, good: bool) -> None:
    assert (names.generated_subdomain(name) == "") is good


@pytest.mark.parametrize(
    ("form", "longest"),
    [
        (names.dns_label, "a" * 63),
        (names.dns_subdomain, ".".join(["a" * 63] * 3 + ["a" * 61])),
        (names.port_name, "a" * 15),
        (names.label_value, "a" * 63),
        (names.qualified_name, "a" * 63),
    ],
)
def test_a_name_has_a_longest_length(form: Form, longest: str) -> None:
    assert form(longest) == ""
    assert form(f"{longest}a")
