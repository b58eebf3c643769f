"""Problems: which place they underline, and which path they show."""

from __future__ import annotations

from stslint.model import Problem
from tests.support.trees import tree

ROOT = tree("spec:\n  replicas: three\n")


def test_span_of_value_is_the_place_of_the_node() -> None:
    node = ROOT.at("spec.replicas")
    assert Problem(node, "not a number").span == node.place


def test_span_on_key_is_the_span_of_the_key() -> None:
    node = ROOT.at("spec.replicas")
    span = Problem(node, "unknown field", on="key").span
    assert span == node.key_span
    assert span != node.place


def test_span_on_key_without_key_falls_back_to_the_value() -> None:
    assert Problem(ROOT, "no kind", on="key").span == ROOT.place


def test_span_of_absent_node_is_the_nearest_key_above_it() -> None:
    missing = ROOT.at("spec.template.spec")
    assert Problem(missing, "required").span == missing.place
    assert missing.place.line == 1


def test_path_is_that_of_the_node_unless_a_field_is_given() -> None:
    node = ROOT.at("spec.replicas")
    assert Problem(node, "not a number").path == "spec.replicas"
    assert Problem(node, "not a number", field="spec").path == "spec"
