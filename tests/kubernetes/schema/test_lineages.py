"""The mappings and lists around a node, each with its schema."""

from __future__ import annotations

from stslint.kubernetes.schema.lineages import Lineages
from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Node, Source
from stslint.sources.yaml.parser import parse
from tests.support.work import calls_of

TEXT = "apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      containers:\n"


def containers(times: int) -> tuple[Lineages, list[Node]]:
    schemas = load(NEWEST)
    definition = schemas.of("apps/v1", "StatefulSet")
    assert definition is not None
    root = parse(Source("web.yaml", TEXT + "      - {x: 1}\n" * times))[0].root
    return Lineages(definition, schemas), root.at("spec.template.spec.containers").elements()


def test_lineage_has_each_node_from_the_top_with_its_schema() -> None:
    lineages, found = containers(1)
    lineage = lineages.above(found[0].get("x"))
    assert [node.path for node, _ in lineage] == [
        "",
        "spec",
        "spec.template",
        "spec.template.spec",
        "spec.template.spec.containers",
        "spec.template.spec.containers[0]",
    ]
    assert [schema.get("type") for _, schema in lineage] == [*["object"] * 4, "array", "object"]
    assert lineage[-1][1] is load(NEWEST).references["#/definitions/Container"]


def test_the_top_of_a_document_is_in_nothing() -> None:
    lineages, found = containers(1)
    assert lineages.above(found[0].root) == ()


def test_what_is_around_a_list_is_found_once_for_all_its_elements() -> None:
    lineages, found = containers(200)
    lineages.above(found[0].get("x"))
    nodes = [each.get("x") for each in found]
    first = calls_of(lambda: [lineages.above(node) for node in nodes[:100]], ("call",))
    assert first <= 100 * 5
    assert calls_of(lambda: [lineages.above(node) for node in nodes[:100]], ("call",)) <= 100 * 2
