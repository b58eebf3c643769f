"""Priorities of the classes that a pod can name."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.classes import default_priority, priority_of
from tests.support.manifests import bundle_of

CLASS = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: NAME}\nvalue: VALUE\n"


@pytest.mark.parametrize(
    ("name", "priority"),
    [
        ("system-cluster-critical", 2000000000),
        ("system-node-critical", 2000001000),
        ("high", 1000),
        ("elsewhere", None),
    ],
)
def test_the_priority_is_that_of_the_cluster_or_of_the_files(name: str, priority: int | None) -> None:
    high = CLASS.replace("NAME", "high").replace("VALUE", "1000")
    assert priority_of(name, bundle_of({"high.yaml": high})) == priority


def test_the_default_priority_is_that_of_the_default_class() -> None:
    high = CLASS.replace("NAME", "high").replace("VALUE", "1000")
    assert default_priority(bundle_of({"high.yaml": high})) == 0
    assert default_priority(bundle_of({"high.yaml": f"{high}globalDefault: true\n"})) == 1000
