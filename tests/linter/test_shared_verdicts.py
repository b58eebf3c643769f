"""The verdicts that several processes share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import Verdict
from stslint.linter.linter import check_document, lint
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Source
from stslint.runtime import worker_processes
from stslint.sources.yaml.recovery import read

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n  - port: 80\n"
TEXTS = {
    "broken": SERVICE.replace("spec:", "spec"),
    "open": SERVICE + "  x: ]\n",
    "own": SERVICE,
    "other": SERVICE.replace("port: ", "prt: "),
    "clean": SERVICE,
}


@pytest.mark.skipif(sys.platform != "linux", reason="one process checks all documents")
def test_verdicts_of_broken_documents_are_not_shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(worker_processes, "SHARE", 1)
    documents = tuple(document for name, text in TEXTS.items() for document in read(Source(name, text)))
    bundle = Bundle(documents, NEWEST)

    def noted(document: Document, settings: Settings, old: Document | None = None) -> Verdict:
        (tmp_path / f"{document.source.name}-{os.getpid()}").touch()
        return check_document(document, settings, old)

    shared = lint(bundle, (), Settings(jobs=2), check=noted)
    assert shared == lint(bundle, (), Settings(jobs=1))
    own = {path.name.partition("-")[0] for path in tmp_path.glob(f"*-{os.getpid()}")}
    all_processes = sorted(path.name.partition("-")[0] for path in tmp_path.iterdir())
    assert own == {"broken", "open", "own", "other"}
    assert all_processes == ["broken", "clean", "open", "other", "other", "own"]
