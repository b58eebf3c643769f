"""Rounds of fixes in memory, until nothing is left to fix: what each file would become.

After each round a file's new bytes are read as any file is, and the result must be the old one except for
what was fixed. If that cannot be shown, the whole file is left as it is.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from stslint.fixer.text_edits import Choice, choose, edited
from stslint.fixer.verification import Proof, known_by, new_errors
from stslint.fixer.working_copies import (
    WorkingCopy,
    encoded,
    keep_fragment_flags,
    structure_mismatch,
    with_working_copies,
)
from stslint.linter.outcome import Outcome
from stslint.model import Bundle, Document, Finding, Skipped, Source, StslintError
from stslint.pipeline.loading import LoadedRun, documents_of
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.files.walk import File
from stslint.sources.loading.file_reader import read

MAXIMUM_ROUNDS = 10
SYNTAX = "yaml-syntax"

Lint = Callable[[Bundle], Outcome]
"""Returns all findings on a bundle: the verification also needs those that are not reported."""
Visible = Callable[[Outcome, Bundle], Sequence[Finding]]
"""Returns which of the findings a run reports: only those are fixed."""
Load = Callable[[str], bytes]
"""Returns a file's bytes. Raises OSError."""


class ChangedSinceError(StslintError):
    """A file whose bytes are not those that were checked."""


@dataclass(frozen=True, slots=True)
class FixResult:
    """The result of all rounds: the changed files, those left alone and why, and what is left to report."""

    pages: tuple[WorkingCopy, ...]
    refused: tuple[Skipped, ...]
    gathered: LoadedRun
    outcome: Outcome


def apply_fixes(
    gathered: LoadedRun, lint: Lint, visible: Visible, load: Load, unsafe: bool = False
) -> FixResult:
    """Returns what the files become when all safe fixes are applied. Raises OSError and ChangedSinceError."""
    rounds = _Rounds(gathered, lint, load)
    for _ in range(MAXIMUM_ROUNDS):
        offered = _by_file(visible(rounds.outcome, rounds.bundle))
        if not rounds.go(offered, unsafe):
            break
    return rounds.result()


def excluding_failed(result: FixResult, names: Iterable[str], original: LoadedRun, lint: Lint) -> FixResult:
    """Returns what is left to report when some files could not be written."""
    failed = set(names)
    pages = tuple(page for page in result.pages if page.name not in failed)
    gathered = with_working_copies(original, pages)
    return FixResult(pages, result.refused, gathered, lint(gathered.bundle))


def _by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None:
            found.setdefault(finding.file, []).append(finding)
    return found


class _Rounds:
    """Holds the current text of the files, and reverts a file for which a fix fails."""

    def __init__(self, gathered: LoadedRun, lint: Lint, load: Load) -> None:
        self._start = gathered
        self._lint, self._load = lint, load
        self._kustomizations = Kustomizations()
        self._pages: dict[str, WorkingCopy] = {}
        self._refused: dict[str, str] = {}
        self._gathered = gathered
        self._linted: dict[str, bytes] = {}
        self.outcome = lint(gathered.bundle)
        self._first = self.outcome

    @property
    def bundle(self) -> Bundle:
        return self._gathered.bundle

    def result(self) -> FixResult:
        pages = tuple(page for page in self._pages.values() if page.data != page.original)
        refused = tuple(Skipped(name, reason) for name, reason in self._refused.items())
        return FixResult(pages, refused, self._gathered, self.outcome)

    def go(self, offered: dict[str, list[Finding]], unsafe: bool) -> bool:
        """Applies one round of fixes; returns whether another one can find more."""
        before, choices = self.outcome, {}
        for name, findings in offered.items():
            choice = self._chosen(name, findings, unsafe)
            if choice.changes and self._made(name, choice):
                choices[name] = choice
        while choices:
            self._look()
            bad = self._bad(before, choices)
            if not bad:
                return True
            for name, reason in bad.items():
                self._refuse(name, reason)
                choices.pop(name, None)
        self._look()
        return False

    def _chosen(self, name: str, findings: Sequence[Finding], unsafe: bool) -> Choice:
        if name in self._refused or not any(unsafe or (each.fix and each.fix.safe) for each in findings):
            return Choice()
        return choose(self._page(name).text, findings, unsafe)

    def _page(self, name: str) -> WorkingCopy:
        """Returns a file with the bytes that were checked. Raises ChangedSinceError and OSError."""
        page = self._pages.get(name)
        if page is None:
            data = self._load(name)
            sources = tuple(source for source in self._start.found.sources if source.name == name)
            if self._read(name, data) != sources:
                raise ChangedSinceError(f"{name}: changed since it was read; run stslint again")
            page = self._pages[name] = WorkingCopy(name, data, data, sources, tuple(self._documents[name]))
        return page

    @cached_property
    def _documents(self) -> dict[str, list[Document]]:
        """The documents of each file as they were read first."""
        found: dict[str, list[Document]] = {}
        for document in self._start.bundle.documents:
            found.setdefault(document.source.name, []).append(document)
        return found

    def _read(self, name: str, data: bytes) -> tuple[Source, ...]:
        file = File(name, os.path.realpath(name), named=True)
        return read(file, data, self._kustomizations).sources

    def _made(self, name: str, choice: Choice) -> bool:
        """Applies the changes of a round to one file, if its new text means what was intended."""
        page = self._page(name)
        text = page.text
        new_text = edited(text, choice.changes)
        data = encoded(new_text, page.data)
        sources = self._read(name, data)
        documents = documents_of(sources)[0]
        fault = structure_mismatch(page.sources, sources) or Proof(
            text, new_text, choice.changes
        ).verify_unchanged(page.documents, documents)
        if fault:
            self._refuse(name, fault)
            return False
        documents = keep_fragment_flags(page.documents, documents)
        fixed = (*page.fixed, *choice.findings)
        self._pages[name] = replace(page, data=data, sources=sources, documents=documents, fixed=fixed)
        return True

    def _look(self) -> None:
        """Lints what the files say now, if that is not what was linted last."""
        changed = {page.name: page.data for page in self._pages.values() if page.data != page.original}
        if changed == self._linted:
            return
        self._linted = changed
        self._gathered = with_working_copies(self._start, self._pages.values())
        self.outcome = self._lint(self._gathered.bundle)

    def _bad(self, before: Outcome, choices: dict[str, Choice]) -> dict[str, str]:
        """Returns the files for which a round failed, and why."""
        bad = {}
        after = Counter(map(known_by, self.outcome.findings))
        earlier = Counter(map(known_by, before.findings))
        for name, choice in choices.items():
            for known, number in Counter(map(known_by, choice.findings)).items():
                if after[known] > earlier[known] - number:
                    bad[name] = f"`{known[3]}` would still be found"
        unread = {each.file for each in before.findings if each.name == SYNTAX}
        new = new_errors((self._first.findings, before.findings), self.outcome.findings)
        # A fixed syntax error can uncover more findings; the file was refused before, too.
        new = {name: reason for name, reason in new.items() if name not in unread}
        bad.update({name: reason for name, reason in new.items() if name in choices})
        if new and not bad:
            reason = next(iter(new.values()))
            return dict.fromkeys(choices, reason)
        return bad

    def _refuse(self, name: str, reason: str) -> None:
        self._refused[name] = reason
        del self._pages[name]
