"""A change concerns those who could have found the object before or after it, and nobody else."""

from __future__ import annotations

import pytest

from stslint.linter.changes import Changes, found_by
from stslint.linter.watched_bundle import EVERYTHING, NUMBER, Lookup
from stslint.model import Bundle, Source
from stslint.pipeline.loading import documents_of

SET = """apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, namespace: shop}
spec:
  serviceName: web
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web, tier: data}}}
  volumeClaimTemplates: [{metadata: {name: data}}]
"""
SHOP = ("shop", "")


def changes() -> Changes:
    documents, _ = documents_of([Source("web.yaml", SET)])
    bundle = Bundle(documents, "1.37")
    return Changes([found_by(documents[0], bundle)], texts=True, number=False)


@pytest.mark.parametrize(
    "lookup",
    [
        EVERYTHING,
        ("kind", "StatefulSet"),
        ("name", ("StatefulSet", "web")),
        ("governed", ("shop", "web")),
        ("created-claims", ("shop", "data-web")),
        ("workloads", (SHOP, (("app", "web"),))),
        ("workloads", (SHOP, ())),
        ("selectors", (("StatefulSet", SHOP), (("app", "web"), ("team", "a")))),
    ],
)
def test_lookup_that_finds_the_object_is_concerned(lookup: Lookup) -> None:
    assert changes().concern([("kind", "Secret"), lookup])


@pytest.mark.parametrize(
    "lookup",
    [
        NUMBER,
        ("kind", "Service"),
        ("name", ("StatefulSet", "db")),
        ("governed", ("dev", "web")),
        ("workloads", (SHOP, (("app", "web"), ("team", "a")))),
        ("workloads", (("dev", ""), (("app", "web"),))),
        ("selectors", (("StatefulSet", SHOP), (("app", "db"), ("tier", "data")))),
        ("selectors", (("Service", SHOP), (("app", "web"),))),
    ],
)
def test_lookup_that_does_not_find_it_is_not_concerned(lookup: Lookup) -> None:
    assert not changes().concern([lookup])


def test_nothing_concerns_who_has_asked_for_nothing() -> None:
    assert not changes().concern([])
