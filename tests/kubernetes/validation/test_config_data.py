"""ConfigMaps and Secrets: their keys, and what each type of Secret needs."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.config_data import validate_config_map, validate_secret, warn_of_secret
from stslint.kubernetes.validation.secret_content import tls_warning
from tests.support.trees import shown, tree

# A sequence of one number, which has the outer form of a certificate.
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n"
KEY = CERTIFICATE.replace("CERTIFICATE", "PRIVATE KEY")


def faults(text: str, minor: int = 37) -> list[tuple[str, str]]:
    root = tree(f"metadata: {{name: s}}\n{text}")
    return shown(validate_secret(root, minor))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type: Opaque", []),
        ("stringData: {a b: c}", [("data[a b]", "invalid-name")]),
        ("type: kubernetes.io/basic-auth", ["data[username]", "data[password]"]),
        ("type: kubernetes.io/basic-auth\nstringData: {username: a}", []),
        ("type: kubernetes.io/basic-auth\nstringData: {password: a}", []),
        ("type: kubernetes.io/ssh-auth", ["data[ssh-privatekey]"]),
        ("type: kubernetes.io/ssh-auth\nstringData: {ssh-privatekey: ''}", ["data[ssh-privatekey]"]),
        ("type: kubernetes.io/ssh-auth\nstringData: {ssh-privatekey: a}", []),
        ("type: kubernetes.io/tls", ["data[tls.crt]", "data[tls.key]"]),
        ("type: kubernetes.io/tls\nstringData: {tls.crt: '', tls.key: ''}", []),
        ("type: kubernetes.io/dockerconfigjson", ["data[.dockerconfigjson]"]),
        ("type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{}'}", []),
        (
            "type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{'}",
            [("data[.dockerconfigjson]", "invalid-format")],
        ),
        (
            "type: kubernetes.io/service-account-token",
            ["metadata.annotations[kubernetes.io/service-account.name]"],
        ),
        ("type: example.com/any", []),
    ],
)
def test_a_type_needs_its_keys(text: str, expected: list[str | tuple[str, str]]) -> None:
    missing = "required-field-missing"
    assert faults(text) == [each if isinstance(each, tuple) else (each, missing) for each in expected]


@pytest.mark.parametrize("generation", [-1, 0, 7])
def test_a_generation_is_stored_and_cannot_be_negative(generation: int) -> None:
    root = tree(f"metadata: {{name: c, generation: {generation}}}")
    refused = [("metadata.generation", "out-of-range")] if generation < 0 else []
    assert shown(validate_config_map(root, 37)) == refused
    assert shown(validate_secret(root, 37)) == refused


@pytest.mark.parametrize(("minor", "warned"), [(26, False), (27, True), (37, True)])
def test_a_certificate_that_cannot_be_read_causes_a_warning_from_1_27(minor: int, warned: bool) -> None:
    root = tree("type: kubernetes.io/tls\nstringData: {tls.crt: a, tls.key: b}")
    assert [each.path for each in warn_of_secret(root, minor)] == ["data[tls.crt]"] * warned


@pytest.mark.parametrize(
    ("certificate", "key", "words"),
    [
        (CERTIFICATE, KEY, ""),
        (KEY + CERTIFICATE, CERTIFICATE + KEY.replace("PRIVATE", "RSA PRIVATE"), ""),
        (KEY, CERTIFICATE, "`tls.crt` has a private key and no certificate"),
        (CERTIFICATE, CERTIFICATE, "`tls.key` has a certificate and no private key"),
        (CERTIFICATE, "", "`tls.key` has no private key in PEM"),
        ("", KEY, "`tls.crt` has no certificate in PEM"),
        (CERTIFICATE.replace("MAMCAQA=", "MAMCATA="), KEY, ""),
        (CERTIFICATE.replace("MAMCAQA=", "AgMwATA="), KEY, "`tls.crt` has no readable certificate"),
        (CERTIFICATE.replace("MAMCAQA=", "MAQCAQA="), KEY, "`tls.crt` has no readable certificate"),
        (CERTIFICATE.replace("MAMCAQA=", "MA=="), KEY, "`tls.crt` has no readable certificate"),
    ],
)
def test_a_certificate_and_its_key_have_the_form_of_pem(certificate: str, key: str, words: str) -> None:
    found = tls_warning(certificate.encode(), key.encode())
    assert found.startswith(words) if words else found == ""
