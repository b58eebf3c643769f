"""A run that begins with a survey has the report of all files at once, and holds few trees."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stslint.cli.output import renderer
from stslint.linter import rule_runner
from stslint.linter.baseline import Baseline
from stslint.linter.document_cache import DocumentCache
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Report, Source
from stslint.model.stored_document import StoredDocument
from stslint.pipeline import check_run, loading, survey
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run
from stslint.runtime import worker_processes
from stslint.sources.yaml.recovery import read

pytestmark = pytest.mark.slow

RULES = rule_set()
COMPLETE = """apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  replicas: 3
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: main, image: "nginx:1.27"}
"""
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


def report(settings: Settings, cache: DocumentCache | None = None) -> Report:
    return check_run.check(Run(Inputs(["."]), RULES, settings), cache=cache)


def always_survey(monkeypatch: pytest.MonkeyPatch, trees: int) -> None:
    monkeypatch.setattr(survey, "FEWEST", 1)
    monkeypatch.setattr(survey, "FEWEST_WITHOUT_RULES", 1)
    monkeypatch.setattr(survey, "_AT_ONCE", trees)
    monkeypatch.setattr(rule_runner, "_TREES", trees)
    monkeypatch.setattr(worker_processes, "SHARE", 1)


@pytest.mark.parametrize("trees", [1, 3, 100])
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("settings", [VERDICT, Settings(), Settings(complete=True)])
def test_the_report_is_that_of_all_files_at_once(
    trees: int, jobs: int, settings: Settings, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report(settings)
    assert len(whole.findings) > 50
    assert whole.skipped
    always_survey(monkeypatch, trees)
    surveyed = report(settings._replace(jobs=jobs))
    assert surveyed == whole
    assert renderer("json")(surveyed) == renderer("json")(whole)


def test_a_cached_run_that_began_with_a_survey_is_continued(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report(Settings())
    always_survey(monkeypatch, 3)
    first = DocumentCache()
    assert report(Settings(), first) == whole
    second = DocumentCache(first.written)
    assert report(Settings(), second) == whole
    assert not second.changed


def test_only_a_faulty_file_is_read_twice_for_its_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text(COMPLETE.replace("web", name))
    (tmp_path / "faulty.yaml").write_text(COMPLETE.replace("replicas: 3", "replicas: three"))
    monkeypatch.chdir(tmp_path)
    always_survey(monkeypatch, 3)
    monkeypatch.setattr(worker_processes, "SHARE", 10**6)
    times: Counter[str] = Counter()

    def counted(source: Source) -> Any:
        times[source.name] += 1
        return read(source)

    monkeypatch.setattr(loading, "read", counted)
    assert [finding.file for finding in report(VERDICT).findings] == ["faulty.yaml"]
    assert times == {"a.yaml": 1, "b.yaml": 1, "c.yaml": 1, "faulty.yaml": 2}


def test_trees_are_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        (tmp_path / f"{number}.yaml").write_text(COMPLETE.replace("web", f"web-{number}"))
    monkeypatch.chdir(tmp_path)
    always_survey(monkeypatch, 3)
    monkeypatch.setattr(worker_processes, "SHARE", 10**6)
    held: list[int] = []
    forget = StoredDocument.forget_tree

    def noted(document: StoredDocument) -> None:
        held.append(len(document.made))
        forget(document)

    monkeypatch.setattr(StoredDocument, "forget_tree", noted)
    assert report(Settings()).stateful_sets == 20
    assert len(held) == 18
    assert max(held) == 3


def test_runs_that_compare_begin_without_a_survey() -> None:
    run, many = Run(Inputs(["."]), RULES, VERDICT), survey.FEWEST
    assert survey.is_wanted(run, survey.FEWEST_WITHOUT_RULES)
    assert not survey.is_wanted(run, survey.FEWEST_WITHOUT_RULES - 1)
    assert not survey.is_wanted(run._replace(settings=Settings()), many - 1)
    assert survey.is_wanted(run._replace(settings=Settings()), many)
    assert survey.is_wanted(run._replace(baseline=Baseline(".", Counter())), many)
    assert not survey.is_wanted(run._replace(inputs=Inputs(["."], against="old")), many)
    assert not survey.is_wanted(run._replace(inputs=Inputs(["."], policies=["p"])), many)
