"""Fields that a minor knows and drops."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.gates import EACH, GATED, Gated, dropped
from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.schema.versions import NEWEST, number
from stslint.model import Source
from stslint.sources.yaml.recovery import read

SET = """\
apiVersion: apps/v1
kind: StatefulSet
spec:
  ordinals: {start: 1}
  template:
    spec:
      hostUsers: true
      initContainers:
      - {name: a}
      - {name: b, restartPolicy: Always}
"""


def paths(minor: int) -> list[str]:
    root = read(Source("set.yaml", SET))[0].root
    return [node.path for node, _ in dropped(root, minor)]


def test_a_field_is_dropped_until_its_gate_is_on() -> None:
    sidecar = "spec.template.spec.initContainers[1].restartPolicy"
    assert paths(26) == ["spec.ordinals", sidecar]
    assert paths(28) == [sidecar]
    assert paths(29) == []


@pytest.mark.parametrize("gated", GATED, ids=lambda gated: gated.path)
def test_every_path_leads_to_a_field_of_the_newest_minor(gated: Gated) -> None:
    schemas = load(NEWEST)
    schema = schemas.of("apps/v1", "StatefulSet")
    assert schema is not None
    for step in ("spec", *gated.path.split(".")):
        while "$ref" in schema:
            schema = schemas.references[schema["$ref"]]
        schema = schema["items"] if step == EACH else schema["properties"][step]
    assert 0 <= gated.since <= number(NEWEST)
