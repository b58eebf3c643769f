"""The quick answer is jsonschema's, for every schema that stslint publishes."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.config.schema import configuration_schema
from stslint.forecast.scenario_schema import scenario_schema
from stslint.json_schema.quick import fits
from stslint.linter.baseline import baseline_schema

SCHEMAS = {
    "configuration": configuration_schema(),
    "scenario": scenario_schema(),
    "baseline": baseline_schema(),
}
KEYS = sorted(
    {key for schema in SCHEMAS.values() for key in schema["properties"]}
    | {"op", "replicas", "ordinal", "value", "cascade", "file", "rule", "count", "other"}
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 2),
    st.floats(0, 2),
    st.sampled_from(["", "a", "1.34", "error", "gitops", "create", "scale", "orphan", "delete-pod"]),
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("name", SCHEMAS)
@given(data=DATA)
def test_fits_agrees_with_jsonschema(name: str, data: object) -> None:
    schema = SCHEMAS[name]
    assert fits(data, schema) == jsonschema.Draft7Validator(schema).is_valid(data)


VALID: list[tuple[str, dict[str, Any]]] = [
    ("configuration", {"select": ["STS1"], "fail-on": "info", "severities": {"STS302": "error"}}),
    (
        "scenario",
        {"steps": ["create", {"op": "scale", "replicas": 3}, {"op": "delete", "cascade": "orphan"}]},
    ),
    ("baseline", {"version": 1, "findings": []}),
]


@pytest.mark.parametrize(("name", "data"), VALID)
def test_fits_accepts_valid_files(name: str, data: dict[str, Any]) -> None:
    assert fits(data, SCHEMAS[name])


def test_unsupported_keyword_is_an_error() -> None:
    with pytest.raises(KeyError):
        fits(1, {"multipleOf": 2})
