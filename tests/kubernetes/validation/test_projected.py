"""Projected volumes, the downward API and signers' names."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.projected import validate_downward_api_volume, validate_projected_volume
from stslint.kubernetes.validation.signers import is_of_kubernetes, signer_fault
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read


def tree(text: str) -> Node:
    return read(Source("x.yaml", f"v: {text}"))[0].root.get("v")


def files(*items: str) -> list[str]:
    node = tree(f"{{items: [{', '.join(items)}]}}")
    return [problem.path for problem in validate_downward_api_volume(node)]


def projected(sources: str, minor: int = 37) -> list[str]:
    return [problem.path for problem in validate_projected_volume(tree(f"{{sources: [{sources}]}}"), minor)]


NAME = "fieldRef: {fieldPath: metadata.name}"


@pytest.mark.parametrize(
    "item",
    [
        f"{{path: p, {NAME}}}",
        "{path: a/b, mode: 0400, fieldRef: {apiVersion: v1, fieldPath: \"metadata.labels['app']\"}}",
        "{path: p, fieldRef: {fieldPath: \"metadata.annotations['Ex.com/A']\"}}",
        "{path: p, resourceFieldRef: {containerName: c, resource: limits.cpu, divisor: 1m}}",
        "{path: p, resourceFieldRef: {containerName: c, resource: requests.hugepages-2Mi, divisor: 1Mi}}",
    ],
)
def test_accepts_files_of_the_downward_api(item: str) -> None:
    assert files(item) == []


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("{}", ["v.path", "v"]),
        (f"{{path: /p, mode: -1, {NAME}}}", ["v.path", "v.mode"]),
        ("{path: p, fieldRef: {}}", ["v.fieldRef.fieldPath"]),
        ("{path: p, fieldRef: {fieldPath: spec.nodeName}}", ["v.fieldRef.fieldPath"]),
        ("{path: p, fieldRef: {fieldPath: spec.host}}", ["v.fieldRef.fieldPath"]),
        ("{path: p, fieldRef: {fieldPath: \"metadata.name['a']\"}}", ["v.fieldRef.fieldPath"]),
        ("{path: p, fieldRef: {fieldPath: \"metadata.labels['a b']\"}}", ["v.fieldRef"]),
        ("{path: p, fieldRef: {apiVersion: v2, fieldPath: metadata.name}}", ["v.fieldRef.fieldPath"]),
        (f"{{path: p, {NAME}, resourceFieldRef: {{}}}}", ["v"]),
        ("{path: p, resourceFieldRef: {resource: limits.cpu}}", ["v.resourceFieldRef.containerName"]),
        ("{path: p, resourceFieldRef: {containerName: c}}", ["v.resourceFieldRef.resource"]),
        (
            "{path: p, resourceFieldRef: {containerName: c, resource: limits.foo}}",
            ["v.resourceFieldRef.resource"],
        ),
        (
            "{path: p, resourceFieldRef: {resource: limits.cpu, divisor: 2m}}",
            ["v.resourceFieldRef.containerName", "v.resourceFieldRef.divisor"],
        ),
    ],
)
def test_refuses_files_of_the_downward_api(item: str, expected: list[str]) -> None:
    assert files(item) == expected


def test_a_misspelled_field_of_the_pod_is_fixed() -> None:
    node = tree("{items: [{path: p, fieldRef: {fieldPath: metadata.nmae}}]}")
    (problem,) = validate_downward_api_volume(node)
    assert problem.message == "`metadata.nmae` is not a field of the pod that a file can hold"
    assert problem.help == "did you mean `metadata.name`?"
    assert problem.fix is not None
    assert [edit.text for edit in problem.fix.edits] == ["metadata.name"]


USER = "userAnnotations: {a: b}"
CERTIFICATE = "signerName: ex.com/s, keyType: ED25519"


@pytest.mark.parametrize(
    "sources",
    [
        "",
        "{}",
        "{secret: {name: s}}, {configMap: {name: c, items: [{key: k, path: p}]}}",
        "{serviceAccountToken: {path: t}}, {serviceAccountToken: {path: t, expirationSeconds: 600}}",
        f"{{downwardAPI: {{items: [{{path: a, {NAME}}}]}}}}",
        "{clusterTrustBundle: {name: 'ex.com:s:n', path: p}}",
        "{clusterTrustBundle: {name: bundle, path: p}}",
        "{clusterTrustBundle: {signerName: ex.com/s, labelSelector: {matchLabels: {a: b}}, path: p}}",
        f"{{podCertificate: {{{CERTIFICATE}, keyPath: k, certificateChainPath: c}}}}",
        f"{{podCertificate: {{{CERTIFICATE}, keyPath: k, maxExpirationSeconds: 3600}}}}",
    ],
)
def test_accepts_projections(sources: str) -> None:
    assert projected(sources) == []


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ("{secret: {}}", ["v.sources[0].secret.name"]),
        ("{secret: {name: s}, configMap: {name: c}}", ["v.sources[0]"]),
        (
            "{configMap: {name: c, items: [{}]}}",
            ["v.sources[0].configMap.items[0].key", "v.sources[0].configMap.items[0].path"],
        ),
        (
            ", ".join(
                f"{{{kind}: {{name: s, items: [{{key: k, path: p}}]}}}}" for kind in ("secret", "configMap")
            ),
            ["v"],
        ),
        ("{serviceAccountToken: {}}", ["v.path"]),
        (
            "{serviceAccountToken: {path: ../t, expirationSeconds: 599}}",
            ["v.sources[0].serviceAccountToken.expirationSeconds", "v.path"],
        ),
        ("{downwardAPI: {items: [{path: a}]}}", ["v.sources[0].downwardAPI"]),
        ("{clusterTrustBundle: {path: p}}", ["v.sources[0].clusterTrustBundle"]),
        ("{clusterTrustBundle: {name: a, signerName: b, path: p}}", ["v.sources[0].clusterTrustBundle"]),
        ("{clusterTrustBundle: {name: '', path: p}}", ["v.sources[0].clusterTrustBundle.name"]),
        ("{clusterTrustBundle: {name: 'ex.com/s:n', path: p}}", ["v.sources[0].clusterTrustBundle.name"]),
        (
            "{clusterTrustBundle: {name: a, labelSelector: {}, path: p}}",
            ["v.sources[0].clusterTrustBundle.labelSelector"],
        ),
        (
            "{clusterTrustBundle: {signerName: s}}",
            ["v.sources[0].clusterTrustBundle.signerName", "v.sources[0].clusterTrustBundle.path"],
        ),
        (
            "{podCertificate: {}}",
            [f"v.sources[0].podCertificate{end}" for end in (".signerName", ".keyType", "")],
        ),
        (f"{{podCertificate: {{{CERTIFICATE}, keyPath: k, certificateChainPath: k}}}}", ["v"]),
        (
            f"{{podCertificate: {{{CERTIFICATE}, keyPath: /k, maxExpirationSeconds: 10, {USER}}}}}",
            [
                f"v.sources[0].podCertificate.{end}"
                for end in ("userAnnotations", "maxExpirationSeconds", "keyPath")
            ],
        ),
    ],
)
def test_refuses_projections(sources: str, expected: list[str]) -> None:
    assert projected(sources) == expected


def test_certificates_are_dropped_before_1_37() -> None:
    assert projected("{podCertificate: {}}, {clusterTrustBundle: {}}", 36) == []


def test_a_signer_of_kubernetes_signs_for_a_day() -> None:
    text = "{{podCertificate: {{signerName: {}, keyType: RSA4096, keyPath: k, maxExpirationSeconds: 90000}}}}"
    assert projected(text.format("ex.com/s")) == []
    assert projected(text.format("kubernetes.io/s")) == ["v.sources[0].podCertificate.maxExpirationSeconds"]


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("example.com/signer", True),
        ("a.b/c.d", True),
        ("example.com", False),
        ("example/signer", False),
        ("example.com/a/b", False),
        ("Example.com/signer", False),
        ("example.com/Signer", False),
        ("example.com/", False),
        (f"{'a.' * 120}{'b' * 20}/s", False),
    ],
)
def test_signers_names(name: str, good: bool) -> None:
    assert (signer_fault(name) == "") is good


@pytest.mark.parametrize(("length", "good"), [(571, True), (572, False)])
def test_a_signers_name_has_at_most_571_characters(length: int, good: bool) -> None:
    path = ".".join(["a" * 63] * 8 + ["a" * (length - 516)])
    assert len(f"a.b/{path}") == length
    assert (signer_fault(f"a.b/{path}") == "") is good


def test_knows_the_signers_of_kubernetes() -> None:
    assert is_of_kubernetes("kubernetes.io/x")
    assert is_of_kubernetes("a.kubernetes.io/x")
    assert not is_of_kubernetes("akubernetes.io/x")


@pytest.mark.parametrize(
    ("signer", "seconds", "refused"),
    [
        ("a.b/c", 3599, True),
        ("a.b/c", 3600, False),
        ("a.b/c", 91 * 86400, False),
        ("a.b/c", 91 * 86400 + 1, True),
        ("kubernetes.io/c", 86400, False),
        ("kubernetes.io/c", 86401, True),
    ],
)
def test_a_certificate_lasts_from_an_hour_to_what_its_signer_allows(
    signer: str, seconds: int, refused: bool
) -> None:
    fields = f"signerName: {signer}, keyType: ED25519, keyPath: k, maxExpirationSeconds: {seconds}"
    expected = ["v.sources[0].podCertificate.maxExpirationSeconds"] if refused else []
    assert projected(f"{{podCertificate: {{{fields}}}}}") == expected


@pytest.mark.parametrize(
    ("seconds", "refused"), [(599, True), (600, False), (2**32, False), (2**32 + 1, True)]
)
def test_a_token_lasts_from_ten_minutes_to_2_to_the_32nd_seconds(seconds: int, refused: bool) -> None:
    expected = ["v.sources[0].serviceAccountToken.expirationSeconds"] if refused else []
    assert projected(f"{{serviceAccountToken: {{path: t, expirationSeconds: {seconds}}}}}") == expected
