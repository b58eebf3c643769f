"""The published schema of a baseline, and the baselines that it allows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from stslint.json_schema.explanation import explain_with_schema
from stslint.linter.baseline import BaselineError, baseline_schema, load

ENTRY: dict[str, Any] = {
    "file": "web.yaml",
    "rule": "STS101",
    "kind": "StatefulSet",
    "namespace": "",
    "name": "web",
    "field": "spec.serviceName",
    "value": "web",
    "count": 1,
}


def baseline(**changes: Any) -> dict[str, Any]:
    return {"version": 1, "findings": [{**ENTRY, **changes}]}


WRONG = [
    ([], "the top level must be a mapping, not a list"),
    ({"version": 1}, "the top level has no `findings`"),
    ({"version": 2, "findings": []}, "`version` must be `1`, not the number `2`"),
    ({"version": 1, "findings": {}}, "`findings` must be a list, not a mapping"),
    ({"version": 1, "findings": ["a"]}, "entry 1 of `findings` must be a mapping, not the string `a`"),
    (baseline(count=0), "`count` must be at least 1, not 0"),
    (baseline(count="1"), "`count` must be a whole number, not the string `1`"),
    (baseline(rule=None), "`rule` must be a string, not empty"),
]


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(baseline_schema())


@pytest.mark.parametrize("valid", [{"version": 1, "findings": []}, baseline(), baseline(count=3)])
def test_what_fits_the_schema_is_read(valid: object, tmp_path: Path) -> None:
    assert explain_with_schema(valid, baseline_schema()) == []
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(valid), encoding="utf-8")
    load(str(path))


@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_what_does_not_fit_the_schema_is_refused(wrong: object, message: str, tmp_path: Path) -> None:
    assert [each.message for each in explain_with_schema(wrong, baseline_schema())] == [message]
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(BaselineError):
        load(str(path))
