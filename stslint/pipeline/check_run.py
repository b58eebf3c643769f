"""The main job: paths become a report.

``paths -> bundle -> findings -> ignores -> baseline -> report``; each step is a room of its own, and this one
only puts them in a row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from stslint.linter import suppressions
from stslint.linter.outcome import Outcome, reference
from stslint.linter.rule import Rule, pages, wanted
from stslint.linter.settings import Settings
from stslint.linter.version_matrix import judged
from stslint.model import Bundle, Checked, Finding, Report, Skipped, Source
from stslint.pipeline import batching
from stslint.pipeline.inputs import Inputs, discovery_of
from stslint.pipeline.loading import LoadedRun, bundle_of, load
from stslint.pipeline.per_path_settings import by_path
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.loading.discovery import Discovery
from stslint.sources.render.stdin_provenance import is_complete_chart_output, with_templates
from stslint.text.lines import split_lines

if TYPE_CHECKING:
    from stslint.linter.baseline import Baseline
    from stslint.runtime.progress import ProgressCallback
    from stslint.sources.render.renderings import Rendering


class Judged(NamedTuple):
    """What a run tells of what it has read; ``notes`` are sentences about the run itself."""

    outcome: Outcome
    notes: tuple[str, ...] = ()


def check(
    inputs: Inputs,
    rules: Sequence[Rule],
    settings: Settings,
    progress: ProgressCallback | None = None,
    baseline: Baseline | None = None,
    found: Discovery | None = None,
) -> Report:
    """Returns all that a run has to say about its inputs, ``found`` being what they hold, if that is known.

    Raises RevisionError, BeforeError and EngineError.
    """
    found = found or discovery_of(inputs)
    few = len(found.sources) <= batching.SIZE
    if few or baseline is not None or not batching.can_batch(inputs, rules, settings):
        return _reported(load(inputs, settings, progress, found), rules, settings, baseline)
    complete = settings.complete or is_complete_chart_output(inputs.paths, found.sources)
    settings = settings._replace(complete=complete)
    return batching.merge_reports(_by_batches(inputs, rules, settings, progress, found))


def _by_batches(
    inputs: Inputs,
    rules: Sequence[Rule],
    settings: Settings,
    progress: ProgressCallback | None,
    found: Discovery,
) -> Iterator[Report]:
    for batch in batching.batches(found.sources):
        gathered = load(inputs, settings, progress, found._replace(sources=batch))
        yield _reported(gathered, rules, settings)
        batching.release_trees(gathered.bundle)
        del gathered  # before the next one is read
        # What is said of the run itself is said once.
        found = found._replace(skipped=(), errors=(), files=0)
        inputs = inputs._replace(unusable=())


def _reported(
    gathered: LoadedRun, rules: Sequence[Rule], settings: Settings, baseline: Baseline | None = None
) -> Report:
    gathered, outcome = _judged(gathered, rules, settings)
    told_of = told(outcome, gathered.bundle, rules, settings, baseline)
    return report_of(gathered, told_of, settings, rules)


def _judged(gathered: LoadedRun, rules: Sequence[Rule], settings: Settings) -> tuple[LoadedRun, Outcome]:
    """Returns what is found, and all that was read with the renderings among it."""
    found, bundle, before, renderings, _ = gathered
    rules = gathered.book(rules)
    outcome = judged(bundle, rules, settings._replace(complete=bundle.complete), before)
    runs = [(bundle, outcome._replace(findings=with_templates(outcome.findings, found.sources)))]
    runs += [_judged_alone(rendering, rules, settings, before) for rendering in renderings]
    sources = (*found.sources, *(each for made in renderings for each in made.sources))
    bundle, outcome = _joined(runs)
    unevaluated = gathered.unevaluated(wanted(rules, settings))
    outcome = outcome._replace(not_checked=(*unevaluated, *outcome.not_checked))
    return LoadedRun(found._replace(sources=sources), bundle, before), outcome


def told(
    outcome: Outcome,
    bundle: Bundle,
    rules: Sequence[Rule],
    settings: Settings,
    baseline: Baseline | None = None,
) -> Judged:
    """Returns what is left to tell of what was found: nothing that is ignored or frozen.

    What the settings say of a file's path comes after what is written in the file.
    """
    outcome = by_path(suppressions.applied(outcome, bundle, rules, settings), settings)
    if baseline is None:
        return Judged(outcome)
    from stslint.linter import baseline as baselines  # only a run that has one pays for it

    shown, left = baseline.hide(outcome.findings, bundle)
    gone = baselines.gone(left, baseline, bundle, rules, settings)
    return Judged(outcome._replace(findings=tuple(shown)), _gone(gone))


def _gone(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    subject = "1 finding of the baseline is" if number == 1 else f"{number} findings of the baseline are"
    return (f"{subject} gone; rewrite it with --write-baseline",)


def _judged_alone(
    rendering: Rendering, rules: Sequence[Rule], settings: Settings, before: Bundle | None
) -> tuple[Bundle, Outcome]:
    """Returns a rendering and what is found in it: it is complete, and nothing of another one is in it.

    A fix is for the text of a file, which a rendering is not.
    """
    settings = settings._replace(complete=True)
    bundle, _ = bundle_of((*rendering.sources, *rendering.context), (rendering.folder,), settings)
    outcome = judged(bundle, rules, settings, before)
    return bundle, outcome._replace(findings=tuple(each._replace(fix=None) for each in outcome.findings))


def _joined(runs: Sequence[tuple[Bundle, Outcome]]) -> tuple[Bundle, Outcome]:
    """Returns the documents and the findings of several runs, to be counted and reported together."""
    first, _ = runs[0]
    return first.of(document for bundle, _ in runs for document in bundle.documents), Outcome(
        tuple(finding for _, outcome in runs for finding in outcome.findings),
        tuple(dict.fromkeys(reason for _, outcome in runs for reason in outcome.not_checked)),
    )


def report_of(gathered: LoadedRun, told_of: Judged, settings: Settings, rules: Iterable[Rule] = ()) -> Report:
    """Returns the report of a run: counts, what was judged by what, and the lines to show."""
    found, outcome = gathered.found, told_of.outcome
    judged = [document for document in gathered.bundle.documents if not document.context]
    return Report(
        kubernetes_version=", ".join(settings.versions),
        findings=outcome.findings,
        not_checked=outcome.not_checked,
        skipped=tuple(Skipped(*skipped) for skipped in found.skipped),
        errors=tuple(Skipped(*error) for error in found.errors),
        files=found.files,
        documents=len(judged),
        stateful_sets=sum(1 for document in judged if document.kind == "StatefulSet"),
        texts=_lines_of(found.sources, outcome),
        checked=tuple(Checked(each.source.name, each.index, reference(each)) for each in judged),
        rules=pages(rules, settings),
        fail_on=settings.fail_on,
        root=_working_folder(),
        notes=told_of.notes,
    )


def _working_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # a folder that was removed while a shell stood in it
        return ""


def _lines_of(sources: Iterable[Source], outcome: Outcome) -> Mapping[str, Mapping[int, str]]:
    wanted: dict[str, set[int]] = {}
    for finding in outcome.findings:
        wanted.setdefault(finding.file, set()).update(_lines_wanted(finding))
    texts: dict[str, dict[int, str]] = {}
    for source in sources:
        if source.name in wanted:
            texts.setdefault(source.name, {}).update(_lines(source, wanted[source.name]))
    return texts


def _lines_wanted(finding: Finding) -> Iterator[int]:
    """Yields the numbers of the first and last line of a finding, and of each line that its fix reaches."""
    yield from (finding.span.line, finding.span.end_line)
    if finding.fix and finding.fix.edits:
        spans = [edit.span for edit in finding.fix.edits]
        yield from range(min(span.line for span in spans), max(span.end_line for span in spans) + 1)


def _lines(source: Source, wanted: set[int]) -> dict[int, str]:
    lines = split_lines(source.text)
    # A block of a page has lost its margin; it comes back, so that columns count from the page's own.
    margin = " " * (source.first_column - 1)
    numbers = (number for number in wanted if 0 <= number - source.first_line < len(lines))
    return {number: margin + lines[number - source.first_line] for number in numbers}
