"""Fixes of one run: what the files become, written or only shown, and what is left to report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from stslint.fixer.fix_loop import FixResult, apply_fixes, excluding_failed
from stslint.fixer.working_copies import WorkingCopy
from stslint.linter.outcome import Outcome
from stslint.model import Bundle, Finding, Report, Skipped
from stslint.pipeline.check_session import CheckSession
from stslint.pipeline.reporting import CheckResult
from stslint.pipeline.run import Run
from stslint.runtime.atomic_write import replace_content
from stslint.text.wording import pluralize


@dataclass(frozen=True, slots=True)
class FixRequest:
    """A run whose findings are to be fixed. ``stdin`` is the name of standard input where it is read."""

    run: Run
    unsafe: bool = False
    dry_run: bool = False
    stdin: str = ""
    stdin_data: Callable[[], bytes] = bytes


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """What was fixed, what is left to report, and the files that could not be written."""

    fixed: FixResult
    remaining: CheckResult
    report: Report
    failed: tuple[Skipped, ...] = ()

    @property
    def changed(self) -> Sequence[WorkingCopy]:
        """Returns the files that the fixes change."""
        return self.fixed.pages

    @property
    def has_policies(self) -> bool:
        """Returns whether the run evaluates admission policies."""
        return self.fixed.gathered.policies is not None


def fix(request: FixRequest) -> FixOutcome:
    """Returns what the files become; they are written unless the request is a dry run.

    Standard input is never written: its new text is among ``changed``. Raises OSError and ChangedSinceError.
    """
    session = CheckSession(request.run)

    def lint(bundle: Bundle) -> Outcome:
        return session.lint(bundle, all_rules=True)

    def visible(outcome: Outcome, bundle: Bundle) -> Sequence[Finding]:
        return session.visible(outcome, bundle).outcome.findings

    result = apply_fixes(session.loaded, lint, visible, _loader(request), request.unsafe)
    failed = () if request.dry_run else tuple(_write(result.pages, request.stdin))
    if failed:
        result = excluding_failed(result, {each.file for each in failed}, session.loaded, lint)
    remaining = session.visible(result.outcome, result.gathered.bundle)
    return FixOutcome(result, remaining, session.report(remaining, result.gathered), failed)


def notes(outcome: FixOutcome, verb: str) -> Iterator[str]:
    """Yields what a person should know of the fixes that were made, and of those that were not."""
    fixed = [finding for page in outcome.changed for finding in page.fixed]
    for finding in fixed:
        if finding.fix is not None and finding.fix.note:
            place = f"{finding.file}:{finding.span.line}"
            yield f"{place}: {finding.rule} {finding.fix.title}: {finding.fix.note}"
    for name, reason in outcome.fixed.refused:
        yield f"{name}: not fixed: {reason}"
    yield f"{len(fixed)} {verb} in {pluralize(len(outcome.changed), 'file')}"


def _loader(request: FixRequest) -> Callable[[str], bytes]:
    def load(name: str) -> bytes:
        if name == request.stdin:
            return request.stdin_data()
        with open(name, "rb") as stream:
            return stream.read()

    return load


def _write(pages: Iterable[WorkingCopy], stdin: str) -> Iterator[Skipped]:
    """Writes the files, and yields those that could not be written and why."""
    for page in pages:
        if page.name == stdin:
            continue
        try:
            replace_content(page.name, page.original, page.data)
        except OSError as error:
            yield Skipped(page.name, f"not fixed: {error.strerror or error}")
