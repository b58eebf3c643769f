"""SARIF against its schema, which a package for Python 3.11 and newer holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from stslint.model import Report
from stslint.report import sarif
from tests.support.reports import SAMPLE, reports

schema = pytest.importorskip("sarif_kit.validate")


@given(reports())
def test_every_report_is_valid(report: Report) -> None:
    assert schema.validation_errors(json.loads(sarif.render(report))) == []


def test_the_sample_is_valid_and_the_schema_is_asked() -> None:
    log = json.loads(sarif.render(SAMPLE))
    assert schema.validation_errors(log) == []
    del log["runs"][0]["tool"]
    assert schema.validation_errors(log)
