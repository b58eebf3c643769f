"""The verdict alone is worked out batch by batch, and the report is the one of all files at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stslint.cli.output import renderer
from stslint.linter.baseline import Baseline
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Report, Source
from stslint.pipeline import batching, check_run
from stslint.pipeline.batching import can_batch
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.loading import load
from stslint.pipeline.run import Run

pytestmark = pytest.mark.slow

VERDICT = Settings(select=("STS0",))


@pytest.fixture
def tree(examples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of all rules' examples, a page of several manifests, a template and a broken file."""
    block = "```yaml\napiVersion: apps/v1\nkind: StatefulSet\nspec: {replicas: x}\n```\n"
    (examples / "page.md").write_text(f"# Sets\n\n{block}\ntext\n\n{block}{block}")
    (examples / "template.yaml").write_text("kind: StatefulSet\nname: {{ .Values.name }}\n")
    (examples / "tab.yaml").write_text("kind: StatefulSet\n\tspec: 1\n")
    monkeypatch.chdir(examples)
    return examples


def report(settings: Settings) -> Report:
    return check_run.check(Run(Inputs(["."]), rule_set(), settings))


@pytest.mark.parametrize("size", [1, 2, 7, 100])
@pytest.mark.parametrize("settings", [VERDICT, VERDICT._replace(complete=True)])
def test_the_report_is_that_of_all_files_at_once(
    size: int, settings: Settings, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report(settings)
    assert len(whole.findings) > 50
    assert whole.skipped
    monkeypatch.setattr(batching, "SIZE", size)
    asked: list[int] = []

    def counted(*arguments: Any) -> Any:
        asked.append(1)
        return load(*arguments)

    monkeypatch.setattr(check_run, "load", counted)
    parts = report(settings)
    assert len(asked) > 1
    assert parts == whole
    assert len({renderer(form)(each) for each in (parts, whole) for form in ("json",)}) == 1


def test_a_run_with_rules_reads_all_first() -> None:
    rules = rule_set()
    verdict_alone = Run(Inputs(["."]), rules, VERDICT)
    assert can_batch(verdict_alone)
    assert not can_batch(verdict_alone._replace(settings=Settings()))
    assert not can_batch(verdict_alone._replace(settings=Settings(select=("STS0", "STS105"))))
    assert not can_batch(verdict_alone._replace(inputs=Inputs(["."], against="old")))
    assert not can_batch(verdict_alone._replace(inputs=Inputs(["."], policies=["p"])))
    assert not can_batch(verdict_alone._replace(baseline=Baseline(".", Counter())))


def test_the_blocks_of_a_page_stay_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "SIZE", 2)
    sources = [Source(name, "") for name in "abbbcde"]
    assert [[each.name for each in batch] for batch in batching.batches(sources)] == [
        ["a", "b", "b", "b"],
        ["c", "d"],
        ["e"],
    ]
    assert list(batching.batches([])) == [()]
