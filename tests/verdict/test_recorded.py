"""stslint's verdict against what API servers of seven releases were recorded to answer."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.verdict.compare import differences, our_answer
from tests.verdict.recording import read

RELEASES = ("1.28", "1.30", "1.33", "1.34", "1.35", "1.36", "1.37")


@pytest.mark.parametrize("release", RELEASES)
def test_verdicts_fields_and_warnings_are_the_servers(release: str) -> None:
    recorded = read(release)
    different = [
        (case["id"], our_answer(case, release), answer)
        for case, answer in recorded
        if differences(case, answer, release)
    ]
    assert len(recorded) >= 350
    assert different == []


@pytest.mark.parametrize("release", RELEASES)
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
    assert seen["warnings"] >= 10


def test_updates_are_recorded_too() -> None:
    pairs = [answer for case, answer in read("1.37") if "new" in case]
    assert len(pairs) >= 250
    assert {answer.verdict for answer in pairs} == {"accept", "reject"}
