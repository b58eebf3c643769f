"""The verdicts on the documents of a bundle, shared among processes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import Verdict
from stslint.linter import linter
from stslint.linter.linter import check_document, lint
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Source
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
    [((CLEAN,), 0, MANY), ((UNCLEAN,), MANY, MANY + 60), ((UNCLEAN, CLEAN, CLEAN), MANY // 3, MANY * 7 // 6)],
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

    outcome = lint(bundle_of(*texts), [KIND_CASE], Settings(NEWEST, jobs=2), check=check)
    assert len(outcome.findings) == findings
    assert MANY <= checks.stat().st_size <= most


@pytest.mark.parametrize(
    ("length", "jobs", "asked"), [(100, 0, 1), (400_000, 0, 0), (100, 3, 3), (400_000, 1, 1)]
)
def test_short_texts_are_not_shared_unless_this_is_requested(
    length: int, jobs: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def in_parts(work: Callable[[range], object], length: int, jobs: int) -> list[object]:
        seen.append(jobs)
        return [work(range(length))]

    monkeypatch.setattr(linter, "in_parts", in_parts)
    (document,) = parse(Source("a.yaml", f"{CLEAN}#{'x' * length}\n"))
    lint(Bundle((document,), NEWEST), [KIND_CASE], Settings(NEWEST, jobs=jobs))
    assert seen == [asked]
