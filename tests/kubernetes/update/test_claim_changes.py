"""What differs between claim templates, place by place."""

from __future__ import annotations

import pytest

from stslint.kubernetes.update.claim_changes import CLAIM_SET, METADATA, OTHER, SIZE, changes_of_claims
from stslint.model import Node, Problem, Source
from stslint.sources.yaml.recovery import read

DATA = "{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}"
WAL = DATA.replace("name: data", "name: wal")


def claims(*templates: str) -> Node:
    text = f"metadata: {{name: db}}\nspec:\n  volumeClaimTemplates: [{', '.join(templates)}]\n"
    return read(Source("set.yaml", text))[0].root


def changes(old: Node, new: Node) -> list[Problem]:
    return list(changes_of_claims(old, new, "spec.volumeClaimTemplates"))


@pytest.mark.parametrize(
    ("new", "rule", "words"),
    [
        (
            (DATA, WAL.replace("1Gi", "2Gi")),
            SIZE,
            "claim template `wal` of an existing StatefulSet cannot grow",
        ),
        ((DATA.replace("1Gi", "1Mi"), WAL), SIZE, "claim template `data` cannot shrink, from `1Gi` to `1Mi`"),
        ((DATA.replace("name: data", "name: data, labels: {a: b}"), WAL), METADATA, "label `a`"),
        ((DATA.replace("name: data", "name: data, annotations: {c: d}"), WAL), METADATA, "annotation `c`"),
        ((DATA,), CLAIM_SET, "`wal` was removed"),
        ((DATA, WAL, DATA.replace("name: data", "name: log")), CLAIM_SET, "`log` was added"),
        ((DATA, WAL.replace("wal", "log")), CLAIM_SET, "`wal` became `log`"),
        ((WAL, DATA), CLAIM_SET, "order"),
        ((), CLAIM_SET, "`data`, `wal` were removed"),
        ((DATA.replace("spec: {", "spec: {storageClassName: fast, "), WAL), OTHER, "`storageClassName`"),
        ((DATA.replace("1Gi}", "1Gi}, limits: {storage: 2Gi}"), WAL), OTHER, "`resources`"),
        ((DATA.replace("name: data", "name: data, finalizers: [a/b]"), WAL), OTHER, "cannot be changed"),
        ((DATA, DATA, WAL), OTHER, "cannot be changed"),
    ],
)
def test_a_change_is_reported_once_by_its_own_rule(new: tuple[str, ...], rule: str, words: str) -> None:
    (problem,) = changes(claims(DATA, WAL), claims(*new))
    assert problem.rule == rule
    assert words in problem.message
    assert problem.field == "spec.volumeClaimTemplates"


def test_each_changed_place_is_reported() -> None:
    new = claims(
        DATA.replace("1Gi", "2Gi"), WAL.replace("1Gi", "3Gi").replace("name:", "labels: {a: b}, name:")
    )
    problems = changes(claims(DATA, WAL), new)
    assert [problem.rule for problem in problems] == [SIZE, METADATA, SIZE]
    assert [problem.node.text for problem in problems] == ["2Gi", "b", "3Gi"]


def test_a_size_and_another_field_are_two_changes() -> None:
    new = claims(DATA.replace("1Gi", "2Gi").replace("spec: {", "spec: {volumeMode: Block, "))
    problems = changes(claims(DATA), new)
    assert sorted(problem.rule for problem in problems) == sorted([SIZE, OTHER])


def test_what_means_the_same_is_no_change() -> None:
    assert (
        changes(claims(DATA), claims(DATA.replace("1Gi", "1024Mi").replace("name:", "labels: {}, name:")))
        == []
    )
