"""The verdicts on the documents of a bundle, shared among processes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import Verdict
from stslint.linter.linter import check_document, lint
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Source
from stslint.runtime.worker_processes import Workers
from stslint.sources.yaml.parser import parse

CLEAN = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a%d}\n"
UNCLEAN = "---\napiVersion: v1\nkind: configmap\nmetadata: {name: a%d}\n"
MANY = 1200
KIND_CASE = Rule("STS002", "kind-case", "error", "api", "", "", "", None, None)


def bundle_of(*texts: str) -> Bundle:
    """Returns many documents, each with one of some texts in turn."""
    text = "".join(texts[number % len(texts)].replace("%d", str(number)) for number in range(MANY))
    return Bundle(tuple(parse(Source("a.yaml", text))), NEWEST)


@pytest.mark.skipif(sys.platform != "linux", reason="other processes share the work on Linux only")
@pytest.mark.parametrize(
    ("texts", "findings", "most"),
    [((CLEAN,), 0, MANY), ((UNCLEAN,), MANY, MANY), ((UNCLEAN, CLEAN, CLEAN), MANY // 3, MANY * 4 // 3)],
    ids=["clean", "unclean", "some unclean"],
)
def test_another_process_ends_where_its_work_would_be_done_again(
    tmp_path: Path, texts: tuple[str, ...], findings: int, most: int
) -> None:
    checks = tmp_path / "checks"

    def check(document: Document, settings: Settings, old: Document | None) -> Verdict:
        with checks.open("a", encoding="utf-8") as file:
            file.write(".")
        return check_document(document, settings, old)

    with Workers(2) as workers:
        outcome = lint(bundle_of(*texts), [KIND_CASE], Settings(NEWEST), check=check, workers=workers)
    assert len(outcome.findings) == findings
    assert MANY <= checks.stat().st_size <= most
