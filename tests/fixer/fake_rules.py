"""Rules for the fixer's tests: what a pattern finds, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from stslint.fixer.fix_loop import FixResult, apply_fixes
from stslint.linter.outcome import Outcome
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Edit, Finding, Fix, Severity, Span
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.loading import LoadedRun, load


class FakeRule(NamedTuple):
    """Finds a pattern in single lines; without ``instead`` it offers no fix.

    ``{}`` in the message is the text that was found.
    """

    pattern: str
    instead: str | None = None
    message: str = "{} is wrong"
    severity: Severity = "warning"
    safe: bool = True
    rule: str = "ACME001"
    name: str = "fake"


def loaded(*paths: Path) -> LoadedRun:
    """Returns what the files hold."""
    return load(Inputs([str(path) for path in paths], use_context=False), Settings())


def lint_with(*rules: FakeRule) -> Callable[[Bundle], Outcome]:
    """Returns a linter that applies these rules."""

    def lint(bundle: Bundle) -> Outcome:
        return Outcome(tuple(each for document in bundle.documents for each in _findings(document, rules)))

    return lint


def _findings(document: Document, rules: tuple[FakeRule, ...]) -> Iterator[Finding]:
    if document.index:
        return
    lines = document.source.text.split("\n")
    for rule in rules:
        for number, line in enumerate(lines, document.source.first_line):
            for found in re.finditer(rule.pattern, line):
                span = Span(number, found.start() + 1, number, found.end() + 1)
                yield _finding(document.source.name, rule, found, span)


def _finding(file: str, rule: FakeRule, found: re.Match[str], span: Span) -> Finding:
    fix = None
    if rule.instead is not None:
        fix = Fix("fix it", (Edit(span, found.expand(rule.instead)),), rule.safe)
    message = rule.message.format(found.group())
    return Finding(rule.rule, rule.name, rule.severity, "rule", message, file, span, fix=fix)


def fixed(run: LoadedRun, *rules: FakeRule, unsafe: bool = False) -> FixResult:
    """Returns what the files become by these rules."""
    lint = lint_with(*rules)
    return apply_fixes(run, lint, lambda outcome, bundle: outcome.findings, _read, unsafe)


def _read(name: str) -> bytes:
    return Path(name).read_bytes()
