"""A bundle notices what it is asked for, also where somebody else has asked before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stslint.kubernetes.queries.indexes import SERVICES
from stslint.linter.watched_bundle import EVERYTHING, NUMBER, Lookup, WatchedBundle
from stslint.model import Bundle, Document, Source
from stslint.pipeline.loading import documents_of

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {clusterIP: None}\n"
KEY = ("shop", "web", "")


@pytest.fixture
def bundle() -> WatchedBundle:
    documents, _ = documents_of([Source("web.yaml", SERVICE)])
    return WatchedBundle(Bundle(documents, "1.37", True))


def services(bundle: Bundle) -> list[Document]:
    return list(bundle.found(SERVICES, KEY))


def services_twice(bundle: Bundle) -> int:
    return 2 * len(bundle.derived(services))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (lambda bundle: bundle.documents, EVERYTHING),
        (lambda bundle: bundle.is_single, NUMBER),
        (lambda bundle: bundle.of_kind("Service"), ("kind", "Service")),
        (lambda bundle: bundle.find("Service", "shop", "web"), ("name", ("Service", "web"))),
        (lambda bundle: bundle.found(SERVICES, KEY), ("services", KEY)),
        (lambda bundle: bundle.derived(services), ("services", KEY)),
        (lambda bundle: bundle.derived(services_twice), ("services", KEY)),
    ],
)
def test_question_is_noticed_each_time(
    bundle: WatchedBundle, question: Callable[[Bundle], object], asked: Lookup
) -> None:
    for _ in range(2):
        bundle.asked = set()
        question(bundle)
        assert bundle.asked == {asked}


def test_question_about_an_own_node_asks_for_nothing(bundle: WatchedBundle) -> None:
    root = bundle.documents[0].root
    bundle.asked = set()
    assert bundle.document_of(root) is bundle.home_of(root)
    assert (bundle.kubernetes_version, bundle.complete, bundle.places) == ("1.37", True, ())
    assert not bundle.asked


def test_failed_question_leaves_the_others_noticed(bundle: WatchedBundle) -> None:
    def failing(each: Bundle) -> None:
        each.of_kind("Secret")
        raise ValueError("no Secret")

    bundle.asked = set()
    bundle.find("Service", "shop", "web")
    with pytest.raises(ValueError, match="no Secret"):
        bundle.derived(failing)
    assert ("name", ("Service", "web")) in bundle.asked
