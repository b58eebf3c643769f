"""The schema of all checked kinds: it rejects nothing that a server was recorded to accept."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft7Validator

from stslint.kubernetes.editor_schema.all_kinds import all_kinds_schema
from stslint.kubernetes.editor_schema.descriptions import REFERENCE, page, references
from stslint.kubernetes.editor_schema.neighbour_constraints import NEIGHBOURS
from stslint.kubernetes.editor_schema.schema import reached
from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED
from stslint.kubernetes.verdict import CHECKED_KINDS
from stslint.model import Source
from stslint.sources.yaml.recovery import read
from tests.kubernetes.editor_schema.test_schema import plain
from tests.verdict.neighbour_fields import BASES
from tests.verdict.recording import read as recorded


@pytest.mark.parametrize("release", ["1.28", "1.33", "1.34", NEWEST])
def test_what_the_server_accepts_is_valid(release: str) -> None:
    validator = Draft7Validator(all_kinds_schema(release))
    seen: Counter[tuple[str, bool]] = Counter()
    for case, answer in recorded(release):
        for document in read(Source("case.yaml", case.get("yaml", ""))):
            if not document.problems and document.root and document.kind in CHECKED_KINDS:
                errors = [error.message for error in validator.iter_errors(plain(document.root))]
                seen[answer.verdict, bool(errors)] += 1
                assert answer.verdict == "reject" or not errors, (case["id"], errors[:1])
    assert seen["accept", False] >= 100
    assert seen["reject", True] >= 35


@pytest.mark.parametrize("release", SUPPORTED)
def test_it_is_a_schema_that_has_all_checked_kinds(release: str) -> None:
    schema = all_kinds_schema(release)
    Draft7Validator.check_schema(schema)
    assert {each["if"]["properties"]["kind"]["const"] for each in schema["allOf"]} == CHECKED_KINDS
    validator = Draft7Validator(schema)
    assert validator.is_valid({"apiVersion": "example.com/v1", "kind": "Service", "foo": 1})
    assert validator.is_valid({"kind": "Service"})
    assert not validator.is_valid({"apiVersion": "v1", "kind": "Service", "foo": 1})


@pytest.mark.parametrize(
    ("base", "part", "value"),
    [
        ("service/plain", "spec", {"type": "clusterip", "ports": [{"port": 80}]}),
        ("service/plain", "spec", {"ports": [{"port": 70000}]}),
        ("claim/plain", "spec", {"accessModes": ["RWO"], "resources": {"requests": {"storage": "1Gi"}}}),
        ("storage/plain", "reclaimPolicy", "Recycle"),
        ("storage/plain", "provisionerr", "a"),
        ("config/plain", "data", {"a": 1}),
        ("secret/plain", "type", 1),
    ],
)
def test_a_mistake_is_seen(base: str, part: str, value: Any) -> None:
    validator = Draft7Validator(all_kinds_schema(NEWEST))
    assert validator.is_valid(BASES[base])
    assert not validator.is_valid({**BASES[base], part: value})


def test_each_definition_names_its_page_and_each_field_is_described() -> None:
    definitions = all_kinds_schema(NEWEST)["definitions"]
    for name, definition in definitions.items():
        assert definition["description"].endswith(page(NEWEST, name))
        assert all(field["description"] for field in definition.get("properties", {}).values()), name
    assert page("1.36", "ServiceSpec") == f"{REFERENCE}/v1.36/#servicespec-v1-core"
    policy = definitions["ServiceSpec"]["properties"]["externalTrafficPolicy"]["description"]
    assert policy.startswith("One of `Cluster` or `Local`. https://")
    assert "From 1 to 65535." in definitions["ServicePort"]["properties"]["port"]["description"]


@pytest.mark.parametrize("release", SUPPORTED)
def test_no_constraint_of_other_kinds_is_on_what_a_stateful_set_has(release: str) -> None:
    definitions = reached("StatefulSet", load(release).document["definitions"])
    assert not {name for name in NEIGHBOURS if name.partition(".")[0] in definitions}


@pytest.mark.parametrize("release", SUPPORTED)
def test_the_reference_has_every_definition(release: str) -> None:
    assert set(load(release).document["definitions"]) <= set(references())
