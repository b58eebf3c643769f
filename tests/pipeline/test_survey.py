"""A run that begins with a survey has the report of all files at once, and holds few trees."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from stslint.cli.output import renderer
from stslint.linter import linter, rule_runner
from stslint.linter.baseline import Baseline
from stslint.linter.document_cache import DocumentCache
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Report, Source
from stslint.model.stored_document import StoredDocument
from stslint.pipeline import check_run, loading, survey, survey_look
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run
from stslint.runtime import worker_processes
from stslint.runtime.worker_processes import ALONE, Workers
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
    faulty = "apiVersion: apps/v1\nkind: StatefulSet\nspec: {replicas: x}\n"
    blocks = [f"```yaml\n{text}```\n" for text in (COMPLETE, faulty, COMPLETE)]
    (examples / "page.md").write_text("# Sets\n\ntext\n\n".join(blocks))
    (examples / "sound.md").write_text("".join(blocks[::2]))
    (examples / "template.yaml").write_text("kind: StatefulSet\nname: {{ .Values.name }}\n")
    (examples / "tab.yaml").write_text("kind: StatefulSet\n\tspec: 1\n")
    monkeypatch.chdir(examples)
    return examples


def report(settings: Settings, cache: DocumentCache | None = None) -> Report:
    return check_run.check(Run(Inputs(["."]), RULES, settings), cache=cache)


def always_survey(monkeypatch: pytest.MonkeyPatch, trees: int) -> None:
    monkeypatch.setattr(survey, "FEWEST", 1)
    monkeypatch.setattr(survey, "FEWEST_WITHOUT_RULES", 1)
    monkeypatch.setattr(survey_look, "_AT_ONCE", trees)
    monkeypatch.setattr(survey, "_MOST_HELD", 5 * trees)
    monkeypatch.setattr(rule_runner, "_TREES", trees)
    monkeypatch.setattr(worker_processes, "SHARE", 1)


@pytest.mark.parametrize("trees", [1, 3, 100])
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("settings", [VERDICT, Settings(), Settings(complete=True)])
def test_the_report_is_that_of_all_files_at_once(
    trees: int, jobs: int, settings: Settings, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report(settings)
    assert len(whole.findings) >= 20
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


@pytest.fixture
def read_times(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often this process has made trees of each file."""
    times: Counter[str] = Counter()

    def counted(source: Source) -> Any:
        times[source.name] += 1
        return read(source)

    monkeypatch.setattr(loading, "read", counted)
    return times


def test_a_faulty_file_is_read_once_by_the_process_that_looked_at_it(
    tmp_path: Path, read_times: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text(COMPLETE.replace("web", name))
    (tmp_path / "faulty.yaml").write_text(COMPLETE.replace("replicas: 3", "replicas: three"))
    monkeypatch.chdir(tmp_path)
    always_survey(monkeypatch, 3)
    monkeypatch.setattr(worker_processes, "SHARE", 10**6)
    assert [finding.file for finding in report(VERDICT).findings] == ["faulty.yaml"]
    assert read_times == {"a.yaml": 1, "b.yaml": 1, "c.yaml": 1, "faulty.yaml": 1}


def write_sets(folder: Path, number: int) -> list[str]:
    """Writes sets without faults; returns the names of the files."""
    names = [f"{each}.yaml" for each in range(number)]
    for name in names:
        (folder / name).write_text(COMPLETE.replace("web", f"web-{name[:-5]}"))
    return names


def test_trees_are_held_for_the_rules(
    tmp_path: Path, read_times: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = write_sets(tmp_path, 20)
    monkeypatch.chdir(tmp_path)
    always_survey(monkeypatch, 5)
    monkeypatch.setattr(worker_processes, "SHARE", 10**6)
    assert report(Settings()).stateful_sets == 20
    assert read_times == dict.fromkeys(names, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")
def test_each_process_reads_and_asks_about_its_share(
    tmp_path: Path, read_times: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = write_sets(tmp_path, 20)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(worker_processes, "SHARE", 10)
    assert report(Settings(jobs=2)).stateful_sets == 20
    assert read_times == dict.fromkeys(sorted(names)[:10], 1)


def test_trees_are_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sets(tmp_path, 20)
    monkeypatch.chdir(tmp_path)
    always_survey(monkeypatch, 3)
    monkeypatch.setattr(survey, "_MOST_HELD", 0)
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


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of files that were looked at by this process."""
    numbers: list[int] = []
    look = survey_look.Look.at

    def noted(self: Any, sources: Sequence[Source]) -> Any:
        numbers.append(len(sources))
        return look(self, sources)

    monkeypatch.setattr(survey_look.Look, "at", noted)
    return numbers


SOURCES = [
    Source(f"{number}.yaml", f"kind: StatefulSet\nmetadata: {{name: s{number}}}") for number in range(9)
]


@pytest.mark.parametrize("settings", [Settings(), VERDICT])
def test_few_files_are_worth_no_survey_unless_processes_share_it(
    settings: Settings, looked_at: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(Inputs(["."]), RULES, settings)
    assert survey.survey(SOURCES, run, None, ALONE) is None
    assert not looked_at
    monkeypatch.setattr(worker_processes, "SHARE", 4)
    with Workers(2) as workers:
        assert survey.survey(SOURCES, run, None, workers)
    assert looked_at == [4]


@pytest.mark.parametrize("settings", [Settings(), VERDICT])
def test_many_files_are_worth_a_survey_by_one_process(
    settings: Settings, looked_at: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "FEWEST" if settings is not VERDICT else "FEWEST_WITHOUT_RULES", 9)
    assert survey.survey(SOURCES, Run(Inputs(["."]), RULES, settings), None, ALONE)
    assert looked_at == [9]
    assert survey.survey(SOURCES[1:], Run(Inputs(["."]), RULES, settings), None, ALONE) is None


def test_files_that_are_known_are_worth_no_survey(
    tree: Path, looked_at: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    always_survey(monkeypatch, 3)
    first = DocumentCache()
    report(Settings(), first)
    (new,) = looked_at
    assert new > 100
    monkeypatch.setattr(survey, "FEWEST", new)
    assert report(Settings(), DocumentCache(first.written)) == report(Settings(), DocumentCache())
    assert looked_at == [new, new]


def test_runs_that_compare_begin_without_a_survey(
    looked_at: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    always_survey(monkeypatch, 3)
    run = Run(Inputs(["."]), RULES)
    others = [
        run._replace(inputs=Inputs(["."], against="old")),
        run._replace(inputs=Inputs(["."], policies=["p"])),
        run._replace(settings=Settings(kubernetes_versions=("1.30", "1.34"))),
    ]
    for each in others:
        assert survey.survey(SOURCES, each, None, ALONE) is None
    assert not looked_at
    assert survey.survey(SOURCES, run._replace(baseline=Baseline(".", Counter())), None, ALONE)


@pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")
@pytest.mark.parametrize(("faulty", "read", "ends"), [(4, 20, False), (15, 20, False), (40, 40, True)])
def test_a_survey_of_mostly_faulty_files_ends_soon(
    faulty: int,
    read: int,
    ends: bool,
    tmp_path: Path,
    read_times: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = sorted(write_sets(tmp_path, 40))
    for name in names[:faulty]:
        (tmp_path / name).write_text(COMPLETE.replace("replicas: 3", "replicas: three"))
    monkeypatch.chdir(tmp_path)
    whole = report(Settings())
    read_times.clear()
    for module, name, value in (
        (worker_processes, "SHARE", 20),
        (linter, "SAMPLE", 10),
        (survey_look, "SAMPLE", 10),
    ):
        monkeypatch.setattr(module, name, value)
    ended: list[Workers] = []
    monkeypatch.setattr(Workers, "end_others", lambda workers: ended.append(workers))
    assert report(Settings(jobs=2)) == whole
    assert read_times == dict.fromkeys(names[:read], 1)
    assert bool(ended) == ends


@pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")
@pytest.mark.parametrize(
    ("faulty", "left"),
    [(range(0), 2), (range(20), 2), (range(20, 40), 2), (range(40), 1), (range(5, 35), 2), (range(4, 35), 1)],
)
def test_other_processes_end_where_most_of_them_see_mostly_faulty_files(
    faulty: range, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_processes, "SHARE", 20)
    for module in (linter, survey_look):
        monkeypatch.setattr(module, "SAMPLE", 10)
    texts = [COMPLETE.replace("3", "x" if number in faulty else "2", 1) for number in range(40)]
    sources = [Source(f"{number:02}.yaml", text) for number, text in enumerate(texts)]
    with Workers(2) as workers:
        survey.survey(sources, Run(Inputs(["."]), RULES, Settings()), None, workers)
        assert workers.number_for(40) == left
