"""The script that lists which rules report the same place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts import finding_pairs
from scripts.finding_pairs import Pair


def finding(rule: str, line: int = 1, field: str = "", file: str = "a.yaml") -> dict[str, Any]:
    """Returns what the JSON format says of a finding, as far as the script reads it."""
    start = {"line": line, "column": 1}
    return {
        "rule": rule,
        "file": file,
        "document": 0,
        "field": field,
        "start": start,
        "message": rule.lower(),
    }


def test_findings_at_one_place_are_a_pair_in_the_order_of_their_ids() -> None:
    seen = finding_pairs.pairs_of([finding("STS2"), finding("STS1"), finding("STS3", line=2)])
    assert dict(seen.counts) == {Pair("STS1", "STS2"): 1}


def test_findings_of_one_field_are_a_pair_even_on_two_lines() -> None:
    seen = finding_pairs.pairs_of([finding("STS1", 1, "spec"), finding("STS2", 2, "spec")])
    assert dict(seen.counts) == {Pair("STS1", "STS2"): 1}


def test_findings_that_share_place_and_field_count_once() -> None:
    seen = finding_pairs.pairs_of([finding("STS1", 1, "spec"), finding("STS1", 1, "spec")])
    assert dict(seen.counts) == {Pair("STS1", "STS1"): 1}


def test_findings_of_two_files_are_no_pair() -> None:
    assert not finding_pairs.pairs_of([finding("STS1"), finding("STS2", file="b.yaml")]).counts


def test_most_frequent_pair_comes_first_with_an_example() -> None:
    everything = [finding(f"STS{number}", line) for line, number in ((1, 8), (1, 9), (2, 1), (2, 2))]
    more = [finding("STS8", 3), finding("STS9", 3)]
    assert list(finding_pairs.lines(finding_pairs.pairs_of(everything + more))) == [
        "     2 STS8 STS9",
        "       a.yaml:1:1: STS8 sts8",
        "       a.yaml:1:1: STS9 sts9",
        "     1 STS1 STS2",
        "       a.yaml:2:1: STS1 sts1",
        "       a.yaml:2:1: STS2 sts2",
    ]


@pytest.mark.slow
def test_a_folder_is_checked_with_the_options_that_follow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec: {serviceName: web}\n"
    (tmp_path / "web.yaml").write_text(manifest)
    assert finding_pairs.main([str(tmp_path), "--", "--select", "STS008", "--complete"]) == 0
    assert capsys.readouterr().out.startswith("     1 STS008 STS008\n")


def test_no_path_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert finding_pairs.main([]) == 2
    assert capsys.readouterr().err.startswith("usage: ")
