"""The parts of a StatefulSet, with the API server's defaults."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.objects import home_namespace, objects_with_pods, pod_template
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Bundle, Source
from stslint.sources.yaml.recovery import read
from tests.support.manifests import bundle_of, object_of, stateful_set


def test_the_home_is_the_release_of_the_bundle_or_the_namespace_in_the_file() -> None:
    (document,) = read(Source("set.yaml", stateful_set("db"), release="shop"))
    assert home_namespace(document.root, Bundle((document,), NEWEST)) == "shop"
    of_no_bundle = object_of(stateful_set("db", namespace="web"))
    assert home_namespace(of_no_bundle, bundle_of({})) == "web"


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("StatefulSet", "spec.template"),
        ("Job", "spec.template"),
        ("CronJob", "spec.jobTemplate.spec.template"),
        ("Pod", ""),
        ("Widget", "spec.template"),
    ],
)
def test_each_workload_has_its_pod_template_in_its_place(kind: str, path: str) -> None:
    root = object_of(
        f"kind: {kind}\nspec: {{template: {{a: 1}}, jobTemplate: {{spec: {{template: {{b: 2}}}}}}}}\n"
    )
    assert pod_template(root) is (root.at(path) if path else root)


def test_objects_with_pods_kind_that_is_a_mapping_is_left_out() -> None:
    documents = read(Source("a.yaml", "kind: {a: b}\n---\nkind: [a]\n---\nkind: Deployment\n"))
    assert [root.get("kind").value for root in objects_with_pods(each.root for each in documents)] == [
        "Deployment"
    ]
