"""Which kind a document was meant to have."""

from __future__ import annotations

import pytest

from stslint.kubernetes import intended_kind
from stslint.kubernetes.intended_kind import is_meant_as_stateful_set
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Document, Source
from stslint.sources.yaml.recovery import read


def document(text: str) -> Document:
    return read(Source("web.yaml", text))[0]


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("apiVersion: apps/v1\nkind: StatefulSet\n", True),
        ("apiVersion: apps/v1\nkind: statefulSett\n", True),
        ("apiVersion: apps/v1\nkind: Service\n", False),
        ("apiVersion: apps/v1\nkinde: StatefulSet\n", True),
        ("apiVersion: apps/v1\nkinde: statefulset\n", True),
        ("apiVersion: apps/v1\nkinde: sts\n", True),
        ("apiVersion: apps/v1\nkinde: Deployment\n", False),
        ("apiVersion: apps/v1\nother: StatefulSet\n", False),
        ("apiVersion: apps/v1\nkind: [StatefulSet]\n", False),
        ("- StatefulSet\n", False),
    ],
)
def test_meant_as_stateful_set_is_a_document_with_its_kind_or_a_misspelled_one(
    text: str, is_meant: bool
) -> None:
    assert is_meant_as_stateful_set(document(text), NEWEST) is is_meant


def test_no_verdict_is_asked_for_a_document_without_any_value_like_the_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intended_kind, "intended_kind", pytest.fail)
    assert not is_meant_as_stateful_set(document("apiVersion: apps/v1\nkinde: Deployment\n"), NEWEST)
