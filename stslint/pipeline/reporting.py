"""What was found becomes a report: without what is ignored or in the baseline, with counts and lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from stslint.kubernetes.intended_kind import is_meant_as_stateful_set
from stslint.linter import suppressions
from stslint.linter.folding import folded
from stslint.linter.outcome import Outcome, reference
from stslint.linter.rule import pages
from stslint.model import Bundle, Checked, Document, Fix, Report, Skipped, Source
from stslint.pipeline.loading import LoadedRun
from stslint.pipeline.per_path_settings import by_path
from stslint.pipeline.run import Run
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lines import split_lines
from stslint.text.wording import pluralize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.document_cache import DocumentCache


class CheckResult(NamedTuple):
    """What a run reports of what it has found.

    ``notes`` are sentences about the run itself, ``baselined`` is how many findings the baseline hides.
    """

    outcome: Outcome
    notes: tuple[str, ...] = ()
    baselined: int = 0


def visible_findings(outcome: Outcome, bundle: Bundle, run: Run) -> CheckResult:
    """Returns what is reported of what was found: nothing that is ignored or in the baseline.

    What the settings say of a file's path comes after what is written in the file.
    """
    outcome = by_path(suppressions.applied(outcome, bundle, run.rules, run.settings), run.settings)
    if run.baseline is None:
        return CheckResult(outcome)
    from stslint.linter.baseline import resolved_count  # only a run that has one pays for it

    new, unmatched = run.baseline.filter(outcome.findings, bundle)
    resolved = resolved_count(unmatched, run.baseline, bundle, run.rules, run.settings)
    hidden = len(outcome.findings) - len(new)
    return CheckResult(outcome._replace(findings=tuple(new)), _resolved_note(resolved), hidden)


def _resolved_note(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    verb = "is" if number == 1 else "are"
    return (
        f"{pluralize(number, 'finding')} of the baseline {verb} resolved; update it with --write-baseline",
    )


def report_of(loaded: LoadedRun, result: CheckResult, run: Run, cache: DocumentCache | None = None) -> Report:
    """Returns the report of a run: counts, what was checked by what, and the lines to show.

    A file is not read again for lines that ``cache`` has.
    """
    found, outcome, settings = loaded.found, result.outcome, run.settings
    checked = [document for document in loaded.bundle.documents if not document.context]
    return Report(
        kubernetes_version=", ".join(settings.versions),
        findings=folded(outcome.findings),
        not_checked=outcome.not_checked,
        skipped=tuple(Skipped(*skipped) for skipped in found.skipped),
        errors=tuple(Skipped(*error) for error in found.errors),
        files=found.files,
        documents=len(checked),
        stateful_sets=_stateful_sets(checked, settings.kubernetes_version),
        texts=_lines_of(found.sources, outcome, cache),
        checked=tuple(Checked(each.source.name, each.index, reference(each)) for each in checked),
        rules=pages(run.rules, settings),
        fail_on=settings.fail_on,
        root=_working_folder(),
        notes=result.notes,
        baselined=result.baselined,
    )


def _stateful_sets(documents: Iterable[Document], version: str) -> int:
    return sum(1 for document in documents if is_meant_as_stateful_set(document, version))


def _working_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # a folder that was removed while a shell was in it
        return ""


def _lines_of(
    sources: Iterable[Source], outcome: Outcome, cache: DocumentCache | None
) -> Mapping[str, Mapping[int, str]]:
    wanted: dict[str, set[int]] = {}
    for finding in outcome.findings:
        lines = wanted.setdefault(finding.file, set())
        lines.add(finding.span.line)
        lines.add(finding.span.end_line)
        if finding.fix and finding.fix.edits:
            lines.update(_lines_of_fix(finding.fix))
    texts: dict[str, dict[int, str]] = {}
    for source in sources:
        if source.name in wanted:
            texts.setdefault(source.name, {}).update(_known_lines(source, wanted[source.name], cache))
    return texts


def _known_lines(source: Source, wanted: set[int], cache: DocumentCache | None) -> Mapping[int, str]:
    if cache is None:
        return lines_of(source, wanted)
    known = cache.lines_of(source)
    if known.keys() != wanted:
        known = lines_of(source, wanted)
    cache.learn_lines(source, known)
    return known


def _lines_of_fix(fix: Fix) -> Iterable[int]:
    """Returns the numbers of the lines that a fix with edits reaches."""
    spans = [edit.span for edit in fix.edits]
    return range(min(span.line for span in spans), max(span.end_line for span in spans) + 1)


def lines_of(source: Source, wanted: set[int]) -> dict[int, str]:
    """Returns the wanted lines that a source has, by their numbers in its file."""
    lines = split_lines(source.text)
    # A block of a page has lost its margin; it comes back, so that columns count from the page's own.
    margin = " " * (source.first_column - 1)
    here = range(source.first_line, source.first_line + len(lines))
    # A page can have thousands of blocks, and a file thousands of lines that are not asked for.
    few, many = (here, wanted) if len(here) < len(wanted) else (wanted, here)
    return {number: margin + lines[number - source.first_line] for number in few if number in many}
