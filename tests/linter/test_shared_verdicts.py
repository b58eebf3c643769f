"""The verdicts, and the answers of rules, that several processes share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import Verdict
from stslint.linter import linter
from stslint.linter.linter import check_document, lint
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Source
from stslint.runtime import worker_processes
from stslint.runtime.worker_processes import Workers
from stslint.sources.yaml.recovery import read

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n  - port: 80\n"
TEXTS = {
    "broken": SERVICE.replace("spec:", "spec"),
    "open": SERVICE + "  x: ]\n",
    "own": SERVICE,
    "other": SERVICE.replace("port: ", "prt: "),
    "clean": SERVICE,
    "cleaner": SERVICE,
    "cleanest": SERVICE,
}


@pytest.mark.skipif(sys.platform != "linux", reason="one process checks all documents")
def test_each_process_judges_what_has_faults_and_its_part_of_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worker_processes, "SHARE", 1)
    monkeypatch.setattr(linter, "SAMPLE", 0)
    documents = tuple(document for name, text in TEXTS.items() for document in read(Source(name, text)))
    bundle = Bundle(documents, NEWEST)

    def noted(document: Document, settings: Settings, old: Document | None = None) -> Verdict:
        (tmp_path / f"{document.source.name}-{os.getpid()}").touch()
        return check_document(document, settings, old)

    with Workers(2) as workers:
        shared = lint(bundle, (), Settings(), check=noted, workers=workers)
    assert shared == lint(bundle, (), Settings())
    own = {path.name.partition("-")[0] for path in tmp_path.glob(f"*-{os.getpid()}")}
    all_processes = sorted(path.name.partition("-")[0] for path in tmp_path.iterdir())
    assert own == {"broken", "open", "own", "other"}
    assert all_processes == [
        *["broken"] * 2,
        "clean",
        "cleaner",
        "cleanest",
        *["open"] * 2,
        *["other"] * 2,
        "own",
    ]


HUNGRY = '''"""A rule that has less memory in some processes."""
import os
from stslint.rule_api import Problem

ID = "ACME001"
SEVERITY = "warning"
SOURCE = "https://example.com/"


def check(root, bundle):
    if os.environ["PROCESS"] != str(os.getpid()):
        raise MemoryError
    yield Problem(root, "found")
'''


@pytest.mark.skipif(sys.platform != "linux", reason="one process asks all rules")
def test_the_first_process_asks_the_rules_for_which_another_has_no_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worker_processes, "SHARE", 1)
    monkeypatch.setenv("PROCESS", str(os.getpid()))
    (tmp_path / "hungry.py").write_text(HUNGRY)
    text = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\n"
    documents = tuple(document for name in "abcd" for document in read(Source(name, text)))
    bundle, settings = Bundle(documents, NEWEST), Settings(select=("ACME",))
    with Workers(2) as workers:
        shared = lint(bundle, load_rules(tmp_path), settings, workers=workers)
        assert workers.number_for(4) == 2
    assert [(each.file, each.rule) for each in shared.findings] == [(name, "ACME001") for name in "abcd"]
