"""The picture in the README is what ``stslint check examples/`` prints today."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from scripts.picture import ROOT, output, picture


def words(drawn: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", drawn))


def test_the_picture_shows_a_run_of_today() -> None:
    drawn = (Path(ROOT) / "docs" / "check.svg").read_text(encoding="utf-8")
    assert words(drawn) == words(picture(output()))
    assert "StatefulSets, Kubernetes" in words(drawn).replace("\xa0", " ")
