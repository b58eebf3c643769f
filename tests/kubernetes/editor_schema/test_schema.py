"""The JSON Schema for editors: it refuses nothing that a server was recorded to accept."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft7Validator

from stslint.kubernetes.editor_schema.schema import editor_schema
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Document, Node, Source
from stslint.sources.yaml.recovery import read
from tests.verdict.recording import read as recorded
from tests.verdict.seeds import SETS


def plain(node: Node) -> object:
    """Returns plain data, nulls and all."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def sets_in(case: dict[str, Any]) -> list[Document]:
    documents = read(Source("case.yaml", case["yaml"])) if "yaml" in case else []
    readable = [document for document in documents if not document.problems and document.root]
    return [document for document in readable if document.kind == "StatefulSet"]


@pytest.mark.parametrize("release", ["1.28", "1.33", "1.34", "1.35", NEWEST])
def test_what_the_server_accepts_is_valid(release: str) -> None:
    validator = Draft7Validator(editor_schema(release))
    seen: Counter[tuple[str, bool]] = Counter()
    for case, answer in recorded(release):
        for document in sets_in(case):
            errors = [error.message for error in validator.iter_errors(plain(document.root))]
            seen[answer.verdict, bool(errors)] += 1
            assert answer.verdict == "reject" or not errors, (case["id"], errors[:1])
    assert seen["accept", False] >= 50
    assert seen["reject", True] >= 15


@pytest.mark.parametrize("release", ["1.25", "1.31", NEWEST])
def test_it_is_a_schema_closed_over_what_it_refers_to(release: str) -> None:
    schema = editor_schema(release)
    Draft7Validator.check_schema(schema)
    assert "Service" not in schema["definitions"]
    assert Draft7Validator(schema).is_valid(SETS["set/plain"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("spec.replicas", -1),
        ("spec.podManagementPolicy", "parallel"),
        ("spec.replicaz", 3),
        ("spec.template.spec.containers.0.imagePullPolicy", "always"),
        ("spec.template.spec.containers.0.ports", [{"containerPort": 70000}]),
        ("spec.template.spec.volumes", [{"name": "A"}]),
        ("metadata.name", "Web"),
        ("kind", "Statefulset"),
    ],
)
def test_a_mistake_is_seen(path: str, value: object) -> None:
    manifest = read(Source("set.yaml", str(SETS["set/plain"])))[0].root.plain()
    place: Any = manifest
    *steps, last = path.split(".")
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    assert not Draft7Validator(editor_schema(NEWEST)).is_valid(manifest)


def test_fields_are_described() -> None:
    schema = editor_schema(NEWEST)["definitions"]["StatefulSetSpec"]["properties"]
    assert "DNS" in schema["serviceName"]["description"]
