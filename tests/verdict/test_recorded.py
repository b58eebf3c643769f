"""stslint's verdict against what API servers of all supported versions were recorded to answer."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from scripts.release_steps.rows import verdict_row
from stslint.kubernetes.schema.versions import SUPPORTED
from tests.verdict.compare import differences, our_answer
from tests.verdict.recording import read


@pytest.mark.parametrize("release", SUPPORTED)
def test_verdicts_fields_and_warnings_are_the_servers(release: str) -> None:
    recorded = read(release)
    different = [
        (case["id"], our_answer(case, release), answer)
        for case, answer in recorded
        if differences(case, answer, release)
    ]
    assert len(recorded) >= 350
    assert different == []


@pytest.mark.parametrize("release", SUPPORTED)
def test_the_recording_holds_both_verdicts_fields_and_warnings(release: str) -> None:
    seen: Counter[str] = Counter()
    for case, answer in read(release):
        seen[answer.verdict] += 1
        seen["fields"] += bool(answer.fields)
        seen["warnings"] += bool(answer.warnings)
        seen[case["id"].partition("/")[0]] += 1
    for wanted in ("accept", "reject", "fields"):
        assert seen[wanted] >= 60, wanted
    for kind in ("set", "service", "budget", "claim", "volume", "storage", "config", "secret", "account"):
        assert seen[kind] >= 5, kind
    assert seen["warnings"] >= 5


@pytest.mark.parametrize("release", SUPPORTED)
def test_updates_are_recorded_too(release: str) -> None:
    pairs = [(case["id"].startswith("set/"), answer) for case, answer in read(release) if "new" in case]
    for of_sets in (True, False):
        answers = [answer.verdict for is_set, answer in pairs if is_set is of_sets]
        assert len(answers) >= 60
        assert set(answers) == {"accept", "reject"}


@pytest.mark.parametrize("release", SUPPORTED)
def test_the_table_says_what_is_recorded(release: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "verdict.md").read_text("utf-8")
    (patch,) = re.findall(rf"^\| {re.escape(release)} \| (\S+) \|", page, re.MULTILINE)
    assert verdict_row(release, patch) in page.splitlines()
