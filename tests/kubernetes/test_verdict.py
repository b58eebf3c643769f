"""The whole verdict on an update."""

from __future__ import annotations

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import Verdict, check_object
from stslint.model import Node
from tests.support.trees import tree as root

SET = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  replicas: 3
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
"""


def check_update(old: Node, new: Node, version: str) -> Verdict:
    return check_object(new, version, old=check_object(old, version).decoded)


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (("replicas: 3", "replicas: 5"), []),
        (("replicas: 3", "replicas: 4294967299"), []),
        (("replicas: 3", "replicas: 2147483648"), ["out-of-range"]),
        (("replicas: 3", "replicas: three"), ["wrong-type"]),
        (("replicas: 3", "replicaz: 3"), ["unknown-field"]),
        (("serviceName: web", "serviceName: other"), ["immutable-field-changed"]),
        (("kind: StatefulSet", "kind: statefulset"), ["kind-case"]),
    ],
)
def test_check_object_on_update_asks_every_layer(change: tuple[str, str], rules: list[str]) -> None:
    verdict = check_update(root(SET), root(SET.replace(*change)), NEWEST)
    assert [problem.rule for problem in verdict.problems] == rules


def test_a_number_that_a_patch_stores_otherwise_stays() -> None:
    verdict = check_update(root(SET), root(SET.replace("replicas: 3", "replicas: 4294967299")), NEWEST)
    assert verdict.decoded.at("spec.replicas").value == 4294967299


def test_a_kind_that_is_a_list_under_a_wrong_key_is_reported_twice() -> None:
    verdict = check_object(root("apiVersion: apps/v1\nKIND: [StatefulSet]\n"), NEWEST)
    assert [problem.message for problem in verdict.problems] == [
        "the document has no `kind`: kubectl cannot send it",
        "`kind` is not a string: kubectl cannot send this document",
    ]


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (("containers: [{name: web, image: nginx}]", "containers: web"), ["wrong-type"]),
        (("containers: [{name: web, image: nginx}]", "containers: []"), ["required-field-missing"]),
        (("image: nginx", "image: [nginx]"), ["wrong-type"]),
        (("image: nginx", "imag: nginx"), ["unknown-field"]),
        (("image: nginx", "imagePullPolicy: [a], image: ''"), ["wrong-type", "required-field-missing"]),
        (("replicas: 3", "replicas: three\n  podManagementPolicy: Other"), ["wrong-type", "invalid-enum"]),
    ],
)
def test_a_value_that_cannot_be_read_is_not_missing_as_well(
    change: tuple[str, str], rules: list[str]
) -> None:
    assert [problem.rule for problem in check_object(root(SET.replace(*change)), NEWEST).problems] == rules


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (
            ("apiVersion: apps/v1\nkind: StatefulSet", "apiversion: apps/v1\nKind: StatefulSet"),
            2 * ["unknown-kind"],
        ),
        (("apiVersion: apps/v1\nkind:", "apiversion: app/v1\nkind:"), 2 * ["unknown-kind"]),
        (("kind: StatefulSet", "kind: statefulset"), ["kind-case"]),
        (("apiVersion: apps/v1", "apiVersion: app/v1"), ["unknown-kind"]),
    ],
)
def test_the_kind_under_a_corrected_key_is_checked_once(change: tuple[str, str], rules: list[str]) -> None:
    assert [problem.rule for problem in check_object(root(SET.replace(*change)), NEWEST).problems] == rules
