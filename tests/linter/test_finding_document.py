"""The document of a finding, also among the objects of a List, which share one number."""

from __future__ import annotations

import pytest

from stslint.linter.finding_document import document_of
from stslint.model import Finding, Span
from tests.support.manifests import bundle_of

LIST = """\
apiVersion: v1
kind: List
items:
- kind: ConfigMap
  metadata: {name: a}
- &b
  kind: ConfigMap
  metadata: {name: b}
- *b
- {kind: ConfigMap, metadata: {name: c}}
---
kind: ConfigMap
metadata: {name: d}
"""


@pytest.mark.parametrize(
    ("line", "column", "number", "name"),
    [
        (4, 3, 0, "a"),
        (5, 20, 0, "a"),
        (7, 3, 0, "b"),
        (8, 20, 0, "b"),
        (10, 40, 0, "c"),
        # Between the objects, and before the first of them.
        (9, 1, 0, "a"),
        (1, 1, 0, "a"),
        (13, 3, 1, "d"),
        (1, 1, 2, None),
    ],
)
def test_a_finding_is_on_the_document_at_its_place(
    line: int, column: int, number: int, name: str | None
) -> None:
    bundle = bundle_of({"a.yaml": LIST})
    span = Span(line, column, line, column + 1)
    finding = Finding("STS1", "x", "error", "rule", "", "a.yaml", span, number)
    found = document_of(finding, bundle)
    assert (found and found.name) == name
