"""The whole output of each format for one fixed report; ``pytest --update`` writes what it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.cli.check_arguments import FORMATS as CHOICES
from stslint.cli.output import FORMATS, renderer
from tests.support.reports import SAMPLE

FIXTURES = Path(__file__).parent.parent / "fixtures" / "report"


@pytest.mark.parametrize("form", FORMATS)
def test_the_output_is_the_one_that_was_read_and_approved(form: str, update: bool) -> None:
    expected = FIXTURES / f"sample.{form}"
    rendered = renderer(form)(SAMPLE)
    if update:
        expected.write_bytes(rendered.encode("utf-8"))
    assert rendered.encode("utf-8") == expected.read_bytes()


def test_the_command_line_offers_every_format() -> None:
    assert tuple(FORMATS) == CHOICES
