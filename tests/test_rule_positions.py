"""Every finding stands inside its own document, and marks something, however the manifest is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from stslint.linter.linter import lint
from stslint.linter.outcome import Outcome
from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Finding, Source, Span
from stslint.pipeline.rule_examples import Example, examples_of
from stslint.runtime import package_data
from stslint.sources.embedded.markdown import split_markdown
from stslint.sources.yaml.recovery import read

RULES = load_rules(package_data.folder("rules"))
MENDED = ("unknown-field", "wrong-type", "unquoted-scalar", "yaml-syntax")
"""After these a rule is given a mended copy of the manifest, which has other fields than the text."""

Writing = Callable[[str], list[Source]]


def plain(text: str) -> list[Source]:
    return [Source("example.yaml", text)]


def after_another_document(text: str) -> list[Source]:
    return [
        Source("example.yaml", f"# a comment\n---\nkind: Pod\napiVersion: v1\n---\n{text}---\n# the end\n")
    ]


def windows_lines(text: str) -> list[Source]:
    return [Source("example.yaml", text.replace("\n", "\r\n"))]


def without_a_last_newline(text: str) -> list[Source]:
    return [Source("example.yaml", text.rstrip("\n"))]


def in_a_page(text: str) -> list[Source]:
    fenced = "".join(f"   {line}\n" if line else "\n" for line in text.split("\n")[:-1])
    return split_markdown(
        Source("page.md", f"# Set\n\n1. Apply it:\n\n   ```yaml\n{fenced}   ```\n\nDone.\n")
    )


def flow(text: str) -> list[Source]:
    return [Source("example.yaml", "---\n".join(f"{json.dumps(one)}\n" for one in _values(text)))]


def indented_json(text: str) -> list[Source]:
    return [Source("example.json", "\n".join(json.dumps(one, indent=2) for one in _values(text)) + "\n")]


def a_list(text: str) -> list[Source]:
    items = [one for one in _values(text) if isinstance(one, dict)]
    return [
        Source("example.json", json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1))
    ]


def with_anchors(text: str) -> list[Source]:
    """Returns the manifests with each spec under an anchor that an alias at the end repeats."""
    parts = [
        one.replace("\nspec:\n", "\nspec: &shared\n") + "again: *shared\n" if "\nspec:\n" in one else one
        for one in text.split("---\n")
    ]
    return [Source("example.yaml", "---\n".join(parts))]


WRITINGS = (
    plain, after_another_document, windows_lines, without_a_last_newline, in_a_page, flow, indented_json,
    a_list, with_anchors,
)  # fmt: skip


def _values(text: str) -> Iterator[object]:
    yield from (document.root.plain() for document in read(Source("example.yaml", text)))


def outcome(sources: list[Source], example: Example) -> tuple[tuple[Document, ...], Outcome]:
    documents = tuple(document for source in sources for document in read(source))
    settings = Settings(example.kubernetes_version, select=("STS",), complete=example.complete)
    return documents, lint(Bundle(documents, example.kubernetes_version, example.complete), RULES, settings)


def width(sources: list[Source], line: int) -> int:
    """Returns how many characters a line of the file has, as far as the sources hold it."""
    for source in sources:
        lines = source.text.split("\n")
        if 0 <= line - source.first_line < len(lines):
            return len(lines[line - source.first_line]) + source.first_column - 1
    return 0


def lies_in(span: Span, sources: list[Source]) -> bool:
    first = min(source.first_line for source in sources)
    last = max(source.first_line + source.text.count("\n") for source in sources)
    inside = first <= span.line <= span.end_line <= last
    return inside and span.column >= 1 and span.end_column <= width(sources, span.end_line) + 1


def is_of(document: Document, finding: Finding) -> bool:
    """Returns whether a finding speaks of a document, or of one of the objects of the same list."""
    return (document.source.name, document.index) == (finding.file, finding.document)


def holds(document: Document, finding: Finding) -> bool:
    """Returns whether a document's lines have a finding's; what can't be read has no lines."""
    if not is_of(document, finding):
        return False
    if not document.root.present:
        return True
    nodes = [one for node in document.root.walk() for one in (node, *node.duplicates)]
    spans = [span for node in nodes for span in (node.span, node.key_span) if span is not None]
    return min(span.line for span in spans) <= finding.span.line <= max(span.end_line for span in spans)


def is_marked(finding: Finding) -> bool:
    span = finding.span
    return (span.line, span.column) < (span.end_line, span.end_column)


@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.__name__)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_finding_in_any_style_marks_its_own_document(rule: Rule, writing: Writing) -> None:
    if rule.name in ("yaml-syntax", "duplicate-key") and writing in (
        flow,
        indented_json,
        a_list,
        with_anchors,
    ):
        pytest.skip("what does not parse has no other form")
    for example in examples_of(rule):
        if example.section != "Bad":
            continue
        sources = writing(example.text)
        documents, found = outcome(sources, example)
        assert found.findings or example.old
        for finding in found.findings:
            assert is_marked(finding), finding
            assert lies_in(finding.span, sources), finding
            assert any(holds(document, finding) for document in documents), finding


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_finding_on_absent_field_marks_nearest_key_above(rule: Rule) -> None:
    for example in examples_of(rule):
        documents, found = outcome(plain(example.text), example)
        if any(finding.name in MENDED for finding in found.findings):
            continue
        for finding in found.findings:
            nodes = [document.root.at(finding.field) for document in documents if is_of(document, finding)]
            places = [span for node in nodes for span in (node.place, node.key_span)]
            assert finding.layer == "api" or finding.span in places, finding
