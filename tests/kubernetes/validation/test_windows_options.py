"""Windows' part of a security context."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.windows_options import user_fault, validate_windows_options
from tests.support.trees import shown, tree


@pytest.mark.parametrize(
    "user", ["a", "A B", r"NT AUTHORITY\SYSTEM", r"corp.example\svc", "a" * 104, r"a_b$\u", "ContainerUser"]
)
def test_users_accepted(user: str) -> None:
    assert not user_fault(user)


@pytest.mark.parametrize(
    "user",
    [
        "",
        "a\tb",
        r"a\b\c",
        r"\x",
        "x\\",
        r".a\b",
        "..",
        "a;b",
        "a@b",
        "a/b",
        "a" * 105,
        "a" * 256 + r"\u",
        r"a:b\u",
    ],
)
def test_users_refused(user: str) -> None:
    assert user_fault(user)


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ("runAsUserName: ''", "runAsUserName", "invalid-format"),
        ("gmsaCredentialSpecName: A_", "gmsaCredentialSpecName", "invalid-name"),
        ("gmsaCredentialSpec: ''", "gmsaCredentialSpec", "required-field-missing"),
        (f"gmsaCredentialSpec: {'a' * 65537}", "gmsaCredentialSpec", "too-long"),
    ],
)
def test_options_refused(body: str, field: str, rule: str) -> None:
    node = tree(f"windowsOptions: {{{body}}}").get("windowsOptions")
    assert shown(validate_windows_options(node)) == [(f"windowsOptions.{field}", rule)]


@pytest.mark.parametrize(
    "body", ["", "hostProcess: true", f"gmsaCredentialSpec: {'a' * 65536}", "runAsUserName: null"]
)
def test_options_accepted(body: str) -> None:
    assert not shown(validate_windows_options(tree(f"windowsOptions: {{{body}}}").get("windowsOptions")))
