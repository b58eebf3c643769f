"""Pods' names in commands, arguments and the environment."""

from __future__ import annotations

import time

import pytest

from stslint.kubernetes.queries.pod_dns import pod_references
from tests.support.manifests import object_of, stateful_set


def found(text: str) -> list[tuple[int, str, str, bool]]:
    container = f'{{name: a, args: ["{text}"]}}'
    root = object_of(stateful_set("db", f"{{template: {{spec: {{containers: [{container}]}}}}}}"))
    return [(one.ordinal, one.service, one.namespace, one.certain) for one in pod_references(root)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("db-0.db", [(0, "db", "", False)]),
        ("--join=db-0.db:7000,db-12.db:7000", [(0, "db", "", True), (12, "db", "", True)]),
        ("http://db-0.db.shop.svc.cluster.local:80/x", [(0, "db", "shop", True)]),
        ("db-0.db.svc", []),
        ("db-0.example.com:443", [(0, "example", "com", False)]),
        ("/var/log/db-0.log", [(0, "log", "", False)]),
        ("my-db-0.db", []),
        ("$(PREFIX)db-0.db", []),
        ("db-0.$(SERVICE)", []),
        ("db-0.db.$(NAMESPACE).svc", []),
        ("db-0", []),
        ("web-0.web", []),
    ],
)
def test_a_text_names_pods(text: str, expected: list[tuple[int, str, str, bool]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", ["db-" * 20_000, "db-0." * 20_000, "db-0." + "a-" * 20_000 + "!"])
def test_long_texts_are_read_quickly(text: str) -> None:
    begun = time.perf_counter()
    found(text)
    assert time.perf_counter() - begun < 2
