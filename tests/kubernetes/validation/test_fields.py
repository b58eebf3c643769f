"""The small checks that many fields share."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from tests.support.trees import shown, tree


@pytest.mark.parametrize("text", ["a: x", "a: 0", "a: false", "a: [x]"])
def test_required_takes_what_is_there(text: str) -> None:
    assert not shown(fields.required(tree(text).get("a")))


@pytest.mark.parametrize("text", ["b: x", "a:", "a: ''", "a: []", "a: {}"])
def test_required_misses_what_is_empty(text: str) -> None:
    assert shown(fields.required(tree(text).get("a"))) == [("a", "required-field-missing")]


def test_enum_accepts_its_values_and_its_default() -> None:
    root = tree("a: Block\nb: ''")
    assert not shown(fields.enum(root.get("a"), ("Block", "Filesystem")))
    assert not shown(fields.enum(root.get("b"), ("Block",), default="Block"))
    assert not shown(fields.enum(root.get("absent"), ("Block",)))
    assert shown(fields.enum(root.get("b"), ("Block",))) == [("b", "required-field-missing")]


@pytest.mark.parametrize(
    ("value", "meant", "safe"),
    [
        ("readwriteonce", "ReadWriteOnce", True),
        ("RWX", "ReadWriteMany", True),
        ("ReadWriteOnc", "ReadWriteOnce", True),
        ("ReadWiteOnc", "ReadWriteOnce", False),
    ],
)
def test_enum_suggests_the_nearest_value(value: str, meant: str, safe: bool) -> None:
    allowed = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany")
    (problem,) = fields.enum(tree(f'a: "{value}"').get("a"), allowed)
    assert problem.help == f"did you mean `{meant}`?"
    assert problem.fix is not None
    assert problem.fix.safe is safe
    assert problem.fix.edits[0].text == f'"{meant}"'


@pytest.mark.parametrize(
    ("value", "meant", "safe"),
    [
        ("Blocc", "Block", True),
        ("Retian", "Retain", True),
        ("Hosd", "Host", False),
        ("Blocxx", "Block", False),
    ],
)
def test_one_wrong_letter_is_a_slip_in_a_word_of_five_or_more(value: str, meant: str, safe: bool) -> None:
    (problem,) = fields.enum(tree(f"a: {value}").get("a"), ("Block", "Retain", "Host"))
    assert problem.fix is not None
    assert problem.help == f"did you mean `{meant}`?"
    assert problem.fix.safe is safe


def test_enum_names_the_values_when_none_is_near() -> None:
    (problem,) = fields.enum(tree("a: Elsewhere").get("a"), ("Block", "Filesystem"))
    assert problem.message == "`a` cannot be `Elsewhere`"
    assert problem.help == "use `Block` or `Filesystem`"
    assert problem.fix is None


def test_numbers_have_bounds() -> None:
    root = tree("low: -1\nzero: 0\nten: 10")
    assert shown(fields.non_negative(root.get("low"))) == [("low", "out-of-range")]
    assert not shown(fields.non_negative(root.get("zero")))
    assert shown(fields.positive(root.get("zero"))) == [("zero", "out-of-range")]
    assert not shown(fields.positive(root.get("ten")))
    assert shown(fields.in_range(root.get("zero"), 1, 10)) == [("zero", "out-of-range")]
    assert not shown(fields.in_range(root.get("ten"), 1, 10))
    assert not shown(fields.in_range(root.get("absent"), 1, 10))


def test_names_have_forms() -> None:
    root = tree("good: web-0\nbad: Web\nempty: ''")
    assert not shown(fields.name(root.get("good")))
    assert shown(fields.name(root.get("bad"))) == [("bad", "invalid-name")]
    assert not shown(fields.name(root.get("empty")))
    assert shown(fields.required_name(root.get("empty"))) == [("empty", "required-field-missing")]
    assert shown(fields.required_name(root.get("absent"))) == [("absent", "required-field-missing")]
    assert shown(fields.name(root.get("bad"), names.port_name)) == [("bad", "invalid-name")]


def test_duplicates_point_at_the_first() -> None:
    root = tree("a: [{k: p}, {k: q}, {k: p}, {k: ''}, {k: ''}]")
    (problem,) = fields.duplicates(element.get("k") for element in root.get("a").elements())
    assert problem.path == "a[2].k"
    assert problem.related[0].node.path == "a[0].k"


def test_labels_are_reported_at_their_map() -> None:
    root = tree("labels: {'a b': x, ok: '-', fine: y}")
    found = list(fields.labels(root.get("labels")))
    assert shown(found) == [("labels", "invalid-label")] * 2
    assert [problem.on for problem in found] == ["key", "value"]
    assert not shown(fields.labels(root.get("absent")))


def test_annotation_keys_have_any_case() -> None:
    root = tree("a: {'Example.COM/Key': 'any value'}\nb: {'-x': y}")
    assert not shown(fields.annotation_keys(root.get("a")))
    assert shown(fields.annotation_keys(root.get("b"))) == [("b", "invalid-label")]


def test_long_values_are_shortened() -> None:
    (problem,) = fields.name(tree(f"a: {'x' * 300}").get("a"))
    assert len(problem.message) < 200
