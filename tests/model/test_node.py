"""A tree of nodes: what is found in it, where it is, and how it is copied."""

from __future__ import annotations

import pytest

from stslint.model import Node, Source
from stslint.sources.yaml.parser import parse

TEXT = """\
spec:
  replicas: 3.0
  paused: no
  selector: {matchLabels: {app: web, "a/b": c, empty: null}}
  containers:
    - name: web
    - null
"""


def tree(text: str = TEXT) -> Node:
    return parse(Source("x", text))[0].root


def test_a_path_leads_to_a_node_and_back() -> None:
    for node in tree().walk():
        assert tree().at(node.path).span == node.span


@pytest.mark.parametrize(
    ("path", "kind", "line"),
    [
        ("spec.missing.deeper", "absent", 1),
        ("spec.containers[7]", "absent", 5),
        ("spec.containers[1]", "null", 7),
    ],
)
def test_what_is_absent_is_where_it_could_be(path: str, kind: str, line: int) -> None:
    node = tree().at(path)
    assert (node.kind, node.span.line, bool(node), node.path) == (kind, line, False, path)
    assert node.present == (kind == "null")


def test_values_are_read_by_their_type() -> None:
    spec = tree().get("spec")
    assert spec.get("replicas").integer() == 3
    assert spec.get("paused").integer(7) == 7
    assert spec.get("paused").boolean(True) is False
    assert spec.get("replicas").string("x") == "x"
    assert spec.get("selector").value_or(1) == 1
    assert spec.at("selector.matchLabels").strings() == {"app": "web", "a/b": "c"}
    assert spec.get("containers").plain() == [{"name": "web"}, None]


def test_a_map_without_a_function_is_a_copy() -> None:
    root = tree()
    copy = root.map()
    pairs = list(zip(root.walk(), copy.walk(), strict=True))
    assert all(left is not right and left.path == right.path for left, right in pairs)
    assert all(left.place == right.place and left.key_span == right.key_span for left, right in pairs)
    assert all(child.parent is node for node in copy.walk() for child in node.entries().values())
    assert copy.plain() == root.plain()


def test_a_map_leaves_out_what_is_not_kept() -> None:
    copy = tree().map(keep=lambda node: node.key != "matchLabels" and bool(node))
    assert copy.plain() == {
        "spec": {"replicas": 3.0, "paused": False, "selector": {}, "containers": [{"name": "web"}]}
    }


def test_a_map_renames_and_replaces() -> None:
    def make(node: Node, parent: Node | None) -> Node:
        copy = node.under(parent, "many" if node.key == "containers" else node.value)
        copy.key = "labels" if node.key == "matchLabels" else node.key
        return copy

    root = tree()
    copy = root.map(make)
    assert copy.at("spec.selector.labels.app").string() == "web"
    assert copy.at("spec.containers").value == "many"
    assert root.at("spec.containers").kind == "sequence"


def test_a_map_is_under_the_given_parent() -> None:
    parent = tree()
    copy = tree().get("spec").map(parent=parent)
    assert copy.parent is parent
    assert copy.at("containers[0].name").path == "spec.containers[0].name"


def test_get_on_missing_step_returns_absent_node_with_its_path() -> None:
    missing = tree().get("spec").get("containers").get(7)
    assert not missing
    assert not missing.present
    assert missing.path == "spec.containers[7]"


@pytest.mark.parametrize("path", ["spec.containers", "spec.replicas", "spec.containers[1]", "spec.missing"])
def test_entries_of_anything_but_a_mapping_is_empty(path: str) -> None:
    assert tree().at(path).entries() == {}


def test_entries_of_mapping_keeps_keys_in_order() -> None:
    assert list(tree().get("spec").entries()) == ["replicas", "paused", "selector", "containers"]


@pytest.mark.parametrize("path", ["spec", "spec.replicas", "spec.missing"])
def test_elements_of_anything_but_a_sequence_is_empty(path: str) -> None:
    assert tree().at(path).elements() == []
