"""The parts of a StatefulSet, with the API server's defaults."""

from __future__ import annotations

from stslint.kubernetes.queries.objects import home_namespace
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Bundle, Source
from stslint.sources.yaml.recovery import read
from tests.support.manifests import bundle_of, object_of, stateful_set


def test_the_home_is_the_release_of_the_bundle_or_the_namespace_in_the_file() -> None:
    (document,) = read(Source("set.yaml", stateful_set("db"), release="shop"))
    assert home_namespace(document.root, Bundle((document,), NEWEST)) == "shop"
    of_no_bundle = object_of(stateful_set("db", namespace="web"))
    assert home_namespace(of_no_bundle, bundle_of({})) == "web"
