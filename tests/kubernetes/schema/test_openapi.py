"""The generated schemas: their provenance, their form, and jsonschema's agreement with the quick pass."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.json_schema.validator import errors
from stslint.kubernetes.schema.explanation import schema_refusals
from stslint.kubernetes.schema.formats import FORMATS, decodes, has_type
from stslint.kubernetes.schema.openapi import Definition, load
from stslint.kubernetes.schema.quick_pass import Leniency, QuickPass
from stslint.kubernetes.schema.refusal import Refusal
from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED
from stslint.model import Kind, Node, Span
from stslint.runtime import package_data
from tests.support.paths import ROOT

FOLDER = package_data.folder("schemas")
SOURCES = json.loads((FOLDER / "SOURCES.json").read_text("utf-8"))


def test_every_version_has_a_schema_and_every_schema_a_hash() -> None:
    files = {path.name for path in FOLDER.glob("*.json")} - {"SOURCES.json"}
    assert files == {f"{version}.json" for version in SUPPORTED} | {"kinds.json", "references.json"}
    assert files == set(SOURCES["files_sha256"])


@pytest.mark.parametrize("name", sorted(SOURCES["files_sha256"]))
def test_a_file_is_the_one_that_was_generated(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == SOURCES["files_sha256"][name]


def test_the_provenance_names_package_and_versions() -> None:
    assert SOURCES["package"] == "kubernetes-validate"
    assert SOURCES["version"]
    assert list(SOURCES["kubernetes"]) == list(SUPPORTED)
    for version, entry in SOURCES["kubernetes"].items():
        assert entry["version"].startswith(f"{version}.")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "generate_schemas", ROOT / "scripts" / "generate_schemas.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _package() -> Path | None:
    named = os.environ.get("KUBERNETES_VALIDATE")
    found = importlib.util.find_spec("kubernetes_validate")
    if named:
        return Path(named)
    return Path(found.origin).parent if found is not None and found.origin else None


@pytest.mark.skipif(
    _package() is None,
    reason="kubernetes-validate is not installed; name its folder in KUBERNETES_VALIDATE",
)
def test_generating_again_gives_the_same_bytes() -> None:
    package = _package()
    assert package is not None
    for name, content in _generator().generate(package).items():
        assert (FOLDER / name).read_text("utf-8") == content, name


def test_the_generator_reduces_a_definition_to_what_decoding_reads() -> None:
    reduced = _generator().definition(
        {
            "description": "prose",
            "required": ["ports"],
            "properties": {
                "ports": {"type": ["array", "null"], "items": {"$ref": "#/$defs/io.k8s.api.core.v1.Port"}},
                "size": {"$ref": "#/$defs/io.k8s.apimachinery.pkg.api.resource.Quantity", "description": "x"},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "count": {"type": ["integer", "null"], "format": "int32"},
            },
        }
    )
    assert reduced == {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "count": {"type": "integer", "format": "int32"},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "ports": {"type": "array", "items": {"$ref": "#/definitions/Port"}},
            "size": {"type": ["string", "number"], "format": "quantity"},
        },
    }


@pytest.mark.parametrize("version", SUPPORTED)
def test_a_schema_is_valid_closed_and_small(version: str) -> None:
    schemas = load(version)
    jsonschema.Draft7Validator.check_schema(schemas.document)
    text = json.dumps(schemas.document)
    assert set(schemas.references) >= {part.split('"')[0] for part in text.split('"$ref": "')[1:]}
    assert "description" not in schemas.references["#/definitions/Secret"]
    assert len(text) < 100_000


def test_every_format_of_the_schemas_has_a_check() -> None:
    text = json.dumps(load(NEWEST).document)
    assert {part.split('"')[0] for part in text.split('"format": "')[1:]} <= set(FORMATS)


def test_fields_come_with_their_version() -> None:
    def fields(version: str, name: str) -> set[str]:
        return set(load(version).references[f"#/definitions/{name}"]["properties"])

    assert "ordinals" not in fields("1.25", "StatefulSetSpec")
    assert "ordinals" in fields("1.26", "StatefulSetSpec")
    assert "restartPolicy" not in fields("1.27", "Container")
    assert "restartPolicy" in fields("1.28", "Container")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("int32", [0, -(2**31), 2**31 - 1, None], [2**31, -(2**31) - 1, "1", True, 1.0, 1.5, []]),
        ("int64", [2**63 - 1, -(2**63)], [2**63, "1"]),
        ("int-or-string", [1, "1", "25%", "", None], [2**31, True, 1.5, [], {}]),
        ("quantity", [1, 0.5, "500m", "+", None], [True, "1gb", "", {}, []]),
        ("byte", ["", "YQ==", "YQ=\n=", "YR==", None], ["YQ", "YQ== ", "-_==", 1]),
        (
            "date-time",
            [
                "2026-01-31T12:00:00Z",
                *(
                    f"2026-{month:02}-{day}T12:00:00Z"
                    for month, day in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
                ),
                "2024-02-29T1:00:00.5+24:60",
                "2000-02-29T00:00:00,123Z",
                "0000-01-01T00:00:00-00:00",
            ],
            [
                "2026-02-29T12:00:00Z",
                *(f"2026-{month:02}-31T12:00:00Z" for month in (2, 4, 6, 9, 11)),
                "1900-02-29T12:00:00Z",
                "2026-01-31",
                "2026-01-31t12:00:00z",
                "2026-01-31 12:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:00:60Z",
                "2026-01-31T12:00:00",
                "2026-01-31T12:00:00+25:00",
                "2026-01-31T12:00:00Z\n",
                "2026-04-31T12:00:00Z",
                "",
                1,
            ],
        ),
    ],
)
def test_a_scalar_decodes_by_its_format(name: str, good: list[object], bad: list[object]) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "int-or-string": {"type": ["integer", "string"]},
        "quantity": {"type": ["string", "number"]},
        "byte": {"type": ["string", "array"]},
        "date-time": {"type": "string"},
    }
    schema = kinds.get(name, {"type": "integer"})
    for value in good:
        assert decodes(value, {**schema, "format": name}), value
    for value in bad:
        assert not decodes(value, {**schema, "format": name}), value


def tree(value: Any, parent: Node | None = None, key: str | int | None = None) -> Node:
    """Returns the tree of plain data, all at one place."""
    kinds: dict[type, Kind] = {
        str: "string",
        bool: "boolean",
        int: "integer",
        float: "float",
        type(None): "null",
    }
    span = Span(1, 1, 1, 2)
    if isinstance(value, dict):
        node = Node("mapping", {}, span, key=key, parent=parent)
        node.value = {name: tree(child, node, name) for name, child in value.items()}
    elif isinstance(value, list):
        node = Node("sequence", [], span, key=key, parent=parent)
        node.value = [tree(child, node, index) for index, child in enumerate(value)]
    else:
        node = Node(kinds[type(value)], value, span, key=key, parent=parent, text=str(value))
    return node


KEYS = st.sampled_from(
    [
        "spec",
        "template",
        "metadata",
        "containers",
        "name",
        "image",
        "ports",
        "containerPort",
        "resources",
        "limits",
        "cpu",
        "labels",
        "replicas",
        "env",
        "value",
        "command",
        "creationTimestamp",
        "managedFields",
        "fieldsV1",
        "updateStrategy",
        "rollingUpdate",
        "maxUnavailable",
        "naem",
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**65), 2**65),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "1Gi", "1gb", "25%", "2026-01-31T12:00:00Z", "x"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def paths_down(schema: Definition, deeper: int) -> st.SearchStrategy[object]:
    """Returns values that follow a schema along one path and end in anything."""
    schema = load(NEWEST).resolve(schema)
    if deeper == 0 or "type" not in schema:
        return VALUES
    below: st.SearchStrategy[Any]
    if schema.get("properties"):
        fields = st.sampled_from(sorted(schema["properties"].items()))
        below = fields.flatmap(
            lambda field: paths_down(field[1], deeper - 1).map(lambda value: {field[0]: value})
        )
    elif schema.get("additionalProperties"):
        below = st.dictionaries(KEYS, paths_down(schema["additionalProperties"], deeper - 1), max_size=2)
    elif "items" in schema:
        below = st.lists(paths_down(schema["items"], deeper - 1), max_size=2)
    else:
        below = SCALARS
    return below


def assert_that_both_agree(value: object, name: str) -> None:
    """Fails where the quick pass and jsonschema differ about a node or its schema."""
    schemas = load(NEWEST)
    definition = schemas.references[f"#/definitions/{name}"]
    root = tree(value)
    quick = QuickPass(root, definition, schemas, Leniency())
    refused = list(schema_refusals(quick.unfit))
    by_jsonschema = {_identified(each) for each in _by_jsonschema(root, name)}
    assert {_identified(each) for each in refused} == by_jsonschema
    assert {_identified(each) for each in quick.unfit} == by_jsonschema
    assert len({id(each.node) for each in (*quick.refused, *refused)}) == len(quick.refused) + len(refused)


def _identified(refusal: Refusal) -> tuple[int, int, str]:
    return id(refusal.node), id(refusal.schema), refusal.reason


def _by_jsonschema(root: Node, name: str) -> Iterator[Refusal]:
    """Yields every unknown field and every value of a wrong type, as jsonschema finds them in a document."""
    schema = {"$ref": f"#/definitions/{name}", "definitions": load(NEWEST).document["definitions"]}
    for error in errors(_with_nulls(root), schema, has_type):
        node = reduce(Node.get, error.absolute_path, root)
        if error.validator == "additionalProperties":
            unknown = [
                child for key, child in node.entries().items() if key not in error.schema["properties"]
            ]
            yield from (Refusal(child, error.schema, "unknown") for child in unknown)
        else:
            yield Refusal(node, error.schema, "type")


def _with_nulls(node: Node) -> object:
    """Returns plain data with its nulls: an unknown field is refused whatever its value."""
    if isinstance(node.value, dict):
        return {key: _with_nulls(child) for key, child in node.value.items()}
    return [_with_nulls(child) for child in node.value] if isinstance(node.value, list) else node.value


@given(paths_down({"$ref": "#/definitions/StatefulSet"}, 12))
def test_the_quick_pass_and_jsonschema_agree_along_every_path(value: object) -> None:
    assert_that_both_agree(value, "StatefulSet")


@given(
    st.dictionaries(KEYS, VALUES, max_size=4), st.sampled_from(["StatefulSet", "Pod", "Secret", "PodSpec"])
)
def test_the_quick_pass_and_jsonschema_agree_on_anything(value: dict[str, object], name: str) -> None:
    assert_that_both_agree(value, name)
