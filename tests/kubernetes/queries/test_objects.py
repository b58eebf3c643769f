"""Questions about objects whose fields can hold anything."""

from __future__ import annotations

from stslint.kubernetes.queries.objects import objects_with_pods
from stslint.model import Source
from stslint.sources.yaml.recovery import read


def test_objects_with_pods_kind_that_is_a_mapping_is_left_out() -> None:
    documents = read(Source("a.yaml", "kind: {a: b}\n---\nkind: [a]\n---\nkind: Deployment\n"))
    assert [root.get("kind").value for root in objects_with_pods(each.root for each in documents)] == [
        "Deployment"
    ]
