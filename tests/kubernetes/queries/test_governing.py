"""Which Service governs which set."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.governing import (
    checked_pairs,
    governed_sets,
    governing_service,
    is_headless,
    no_dns_consequence,
    report_node,
)
from stslint.kubernetes.queries.objects import name
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Bundle, Source
from stslint.sources.yaml.recovery import read
from tests.support.manifests import bundle_of, object_of, service, stateful_set

DB = stateful_set("db", "{serviceName: db, replicas: 3}")


def test_the_service_of_that_name_governs() -> None:
    bundle = bundle_of({"a.yaml": DB, "b/c.yaml": service("db"), "d.yaml": service("web")})
    found = governing_service(bundle.documents[0].root, bundle)
    assert found is bundle.documents[1]
    assert governed_sets(found.root, bundle) == [bundle.documents[0].root]
    assert governed_sets(bundle.documents[2].root, bundle) == []


def test_the_nearest_of_several_governs() -> None:
    far, folder, here = (service("db", f"{{type: {place}}}") for place in ("far", "folder", "here"))
    bundle = bundle_of({"b/x.yaml": far, "a/x.yaml": folder, "a/set.yaml": DB})
    assert governing_service(bundle.documents[2].root, bundle) is bundle.documents[1]
    bundle = bundle_of({"b/x.yaml": far, "a/x.yaml": folder, "a/set.yaml": f"{here}---\n{DB}"})
    assert governing_service(bundle.documents[3].root, bundle) is bundle.documents[2]


def test_several_distant_services_are_ambiguous() -> None:
    bundle = bundle_of({"a/set.yaml": DB, "b/x.yaml": service("db"), "c/y.yaml": service("db")})
    assert governing_service(bundle.documents[0].root, bundle) is None


def test_several_files_of_a_folder_hold_a_choice() -> None:
    bundle = bundle_of({"set.yaml": DB, "headless.yaml": service("db"), "alias.yaml": service("db")})
    assert governing_service(bundle.documents[0].root, bundle) is None


def test_in_another_block_of_the_page_one_service_governs_and_two_are_ambiguous() -> None:
    blocks = [
        Source("page.md", text, first_line=line)
        for line, text in ((1, DB), (20, service("db")), (40, service("db", "{type: other}")))
    ]
    documents = [document for block in blocks for document in read(block)]
    stateful = documents[0].root
    assert governing_service(stateful, Bundle(tuple(documents[:2]), NEWEST)) is documents[1]
    assert governing_service(stateful, Bundle(tuple(documents), NEWEST)) is None


def test_another_namespace_is_another_service() -> None:
    bundle = bundle_of({"a.yaml": DB, "b.yaml": service("db", namespace="shop")})
    assert governing_service(bundle.documents[0].root, bundle) is None


@pytest.mark.parametrize(
    ("spec", "headless"),
    [
        ("{clusterIP: None}", True),
        ('{clusterIPs: ["None"]}', True),
        ("{clusterIP: 10.0.0.1}", False),
        ("{}", False),
    ],
)
def test_headless_means_no_address(spec: str, headless: bool) -> None:
    assert is_headless(object_of(service("db", spec))) is headless


def test_the_rule_reports_at_a_service_that_is_checked() -> None:
    bundle = bundle_of({"a.yaml": DB, "b.yaml": service("db", "{clusterIP: x}")})
    root, judged = (document.root for document in bundle.documents)
    assert list(checked_pairs(root, bundle)) == []
    assert list(checked_pairs(judged, bundle)) == [(root, judged)]
    assert report_node(judged, judged.at("spec.clusterIP")).value == "x"


def test_the_rule_reports_at_the_set_for_a_service_in_context() -> None:
    bundle = bundle_of({"a.yaml": DB, "b.yaml": service("db")}, context=("b.yaml",))
    root, seen = (document.root for document in bundle.documents)
    assert list(checked_pairs(root, bundle)) == [(root, seen)]
    assert report_node(root, seen.at("spec.clusterIP")).path == "spec.serviceName"


@pytest.mark.parametrize(
    ("replicas", "words"),
    [(0, "db-0 gets no DNS name"), (1, "db-0 gets no DNS name"), (3, "db-0 ... db-2 get no DNS names")],
)
def test_what_it_means_is_said_in_words(replicas: int, words: str) -> None:
    root = object_of(stateful_set("db", f"{{replicas: {replicas}}}"))
    assert name(root) == "db"
    assert no_dns_consequence(root) == words
