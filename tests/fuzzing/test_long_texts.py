"""A report does not grow with a long value by how often something is said about it."""

from __future__ import annotations

import pytest

from stslint.cli.output import FORMATS
from tests.fuzzing.long_texts import LONG, long_text
from tests.fuzzing.targets import rendered, run

ONCE = 20_000
"""Characters by which a report may grow: a few findings, of which each quotes a value once or twice."""


@pytest.mark.parametrize("name", LONG)
def test_a_long_value_is_not_repeated_in_a_report(name: str) -> None:
    short, long = (long_text(*LONG[name], characters, times=40) for characters in (4_000, 40_000))
    for form in sorted(FORMATS):
        assert len(rendered(long, form)) < len(rendered(short, form)) + ONCE, form


@pytest.mark.parametrize("name", LONG)
def test_a_long_value_is_answered_by_plans_and_fixes(name: str) -> None:
    data = long_text(*LONG[name], characters=40_000, times=40)
    run("plan", data)
    run("fix", data)
