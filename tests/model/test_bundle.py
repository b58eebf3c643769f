"""Bundles: how a rule finds other objects, and what belongs to which document."""

from __future__ import annotations

import pytest

from stslint.model import Bundle
from tests.support.manifests import bundle_of, service, stateful_set


@pytest.fixture
def bundle() -> Bundle:
    return bundle_of(
        {
            "web.yaml": stateful_set("web", namespace="shop"),
            "service.yaml": service("web", namespace="shop"),
            "again.yaml": service("web", namespace="shop"),
            "other.yaml": service("web"),
        }
    )


def test_find_kind_namespace_and_name_returns_first_document(bundle: Bundle) -> None:
    found = bundle.find("Service", "shop", "web")
    assert found is not None
    assert found.source.name == "service.yaml"


def test_find_empty_namespace_returns_document_without_one(bundle: Bundle) -> None:
    found = bundle.find("Service", "", "web")
    assert found is not None
    assert found.source.name == "other.yaml"


@pytest.mark.parametrize(
    ("kind", "namespace", "name"),
    [("service", "shop", "web"), ("Service", "default", "web"), ("Service", "shop", "we")],
)
def test_find_other_identity_returns_nothing(bundle: Bundle, kind: str, namespace: str, name: str) -> None:
    assert bundle.find(kind, namespace, name) is None


def test_of_kind_several_kinds_returns_documents_by_kind(bundle: Bundle) -> None:
    found = [document.source.name for document in bundle.of_kind("StatefulSet", "Service")]
    assert found == ["web.yaml", "service.yaml", "again.yaml", "other.yaml"]
    assert list(bundle.of_kind("Deployment")) == []


def test_document_of_nested_node_returns_its_document(bundle: Bundle) -> None:
    for document in bundle.documents:
        assert bundle.document_of(document.root.at("metadata.name")) is document
        assert bundle.home_of(document.root.at("metadata.name")) is document


def test_document_of_node_of_another_bundle_raises_key_error(bundle: Bundle) -> None:
    [stranger] = bundle_of({"a.yaml": service("web")}).documents
    assert bundle.home_of(stranger.root) is None
    with pytest.raises(KeyError):
        bundle.document_of(stranger.root)


def test_derived_second_call_returns_same_object(bundle: Bundle) -> None:
    def names(whole: Bundle) -> list[str]:
        return [document.name for document in whole.documents]

    assert bundle.derived(names) == ["web"] * 4
    assert bundle.derived(names) is bundle.derived(names)


def test_of_other_documents_keeps_settings() -> None:
    whole = bundle_of({"a.yaml": service("a"), "b.yaml": service("b")}, version="1.30", complete=True)
    part = whole.of(whole.documents[:1])
    assert (part.kubernetes_version, part.complete) == ("1.30", True)
    assert part.find("Service", "", "b") is None
