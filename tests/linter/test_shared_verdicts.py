"""The verdicts that several processes share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import Verdict
from stslint.linter import linter
from stslint.linter.linter import check_document, lint
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
