"""The main job: paths become a report.

``paths -> sources -> documents -> bundle -> findings -> ignores -> baseline -> report``; each step is a room
of its own, and this one only puts them in a row.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from stslint import ignores
from stslint.book import Outcome, reference
from stslint.inputs import Inputs, discovery_of
from stslint.judging import by_path, judged
from stslint.kubernetes.objects import is_fragment, looks_like_object
from stslint.model import Bundle, Checked, Document, Finding, Report, Skipped, Source
from stslint.origins import holds_everything, with_templates
from stslint.records import NamedTuple
from stslint.rulebook import Rule, pages
from stslint.settings import Settings
from stslint.sources.discover import Discovery, discover
from stslint.sources.fragments import is_kustomization
from stslint.sources.paths import NAME_OF_STDIN, STDIN
from stslint.sources.recovery import read
from stslint.sources.walk import ReadError

if TYPE_CHECKING:
    from stslint.baseline import Baseline
    from stslint.policies.rule import Policies
    from stslint.sources.renderings import Rendering

Progress = Callable[[str, int, int], None]
"""Told the step, how many of its items are done, and how many there are."""


class Gathered(NamedTuple):
    """All that a run has read; ``before`` is what was applied earlier, where the run compares.

    ``renderings`` are bundles of their own: nothing of one is in another.
    """

    found: Discovery
    bundle: Bundle
    before: Bundle | None = None
    renderings: tuple[Rendering, ...] = ()
    policies: Policies | None = None

    def book(self, rules: Sequence[Rule]) -> Sequence[Rule]:
        """Returns the rules, of which one evaluates the policies of the run."""
        return rules if self.policies is None else self.policies.rules(rules, self.before)


class Judged(NamedTuple):
    """What a run tells of what it has read; ``notes`` are sentences about the run itself."""

    outcome: Outcome
    notes: tuple[str, ...] = ()


def check(
    inputs: Inputs,
    rules: Sequence[Rule],
    settings: Settings,
    progress: Progress | None = None,
    baseline: Baseline | None = None,
    found: Discovery | None = None,
) -> Report:
    """Returns all that a run has to say about its inputs, ``found`` being what they hold, if that is known.

    Raises RevisionError, BeforeError and EngineError.
    """
    gathered = gather(inputs, settings, progress, found)
    gathered, outcome = _judged(gathered, rules, settings)
    told_of = told(outcome, gathered.bundle, rules, settings, baseline)
    return report_of(gathered, told_of, settings, rules)


def _judged(gathered: Gathered, rules: Sequence[Rule], settings: Settings) -> tuple[Gathered, Outcome]:
    """Returns what is found, and all that was read with the renderings among it."""
    found, bundle, before, renderings, policies = gathered
    rules = gathered.book(rules)
    outcome = judged(bundle, rules, settings._replace(complete=bundle.complete), before)
    runs = [(bundle, outcome._replace(findings=with_templates(outcome.findings, found.sources)))]
    runs += [_judged_alone(rendering, rules, settings, before) for rendering in renderings]
    sources = (*found.sources, *(each for made in renderings for each in made.sources))
    bundle, outcome = _joined(runs)
    if policies is not None:
        outcome = outcome._replace(not_checked=(*policies.not_checked, *outcome.not_checked))
    return Gathered(found._replace(sources=sources), bundle, before), outcome


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
    outcome = by_path(ignores.applied(outcome, bundle, rules, settings), settings)
    if baseline is None:
        return Judged(outcome)
    from stslint import baseline as baselines  # only a run that has one pays for it

    shown, left = baseline.hide(outcome.findings, bundle)
    gone = baselines.gone(left, baseline, bundle, rules, settings)
    return Judged(outcome._replace(findings=tuple(shown)), _gone(gone))


def _gone(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    subject = "1 finding of the baseline is" if number == 1 else f"{number} findings of the baseline are"
    return (f"{subject} gone; rewrite it with --write-baseline",)


def gather(
    inputs: Inputs,
    settings: Settings,
    progress: Progress | None = None,
    found: Discovery | None = None,
) -> Gathered:
    """Returns what the inputs hold. Raises RevisionError, BeforeError and EngineError."""
    before = None if inputs.against is None else _bundle_before(inputs, inputs.against, settings)
    found = found or discovery_of(inputs)
    found, renderings = _rendered(found, inputs, progress)
    complete = settings.complete or holds_everything(inputs.paths, found.sources)
    bundle, foreign = bundle_of(found.sources, inputs.paths, settings._replace(complete=complete), progress)
    found = found._replace(skipped=(*found.skipped, *foreign))
    policies = policies_of(inputs.policies) if inputs.policies else None
    errors = (*inputs.unusable, *(() if policies is None else policies.errors))
    found = found._replace(errors=(*found.errors, *(ReadError(*error) for error in errors)))
    return Gathered(found, bundle, before, renderings, policies)


def policies_of(paths: Sequence[str]) -> Policies:
    """Returns the admission policies of files and folders. Raises EngineError."""
    # Only a run with policies pays for CEL.
    from stslint.policies.reading import read_policies
    from stslint.policies.rule import sound_policies

    return sound_policies(read_policies(paths))


def _rendered(
    found: Discovery, inputs: Inputs, progress: Progress | None
) -> tuple[Discovery, tuple[Rendering, ...]]:
    if inputs.render is None:
        return found, ()
    from stslint.sources.renderings import with_renderings  # only where a program is to be run

    context = inputs.context if inputs.use_context else ()
    return with_renderings(
        found, inputs.paths, inputs.exclude, context, inputs.render, progress, inputs.exclude_by_folder
    )


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


class BeforeError(ValueError):
    """What was applied before can't be read; the message says why."""


def _bundle_before(inputs: Inputs, against: str, settings: Settings) -> Bundle:
    sources = _sources_before(inputs, against)
    bundle, _ = bundle_of(sources, (against,), settings)
    return bundle


def _sources_before(inputs: Inputs, against: str) -> Sequence[Source]:
    from stslint.sources.revisions import PREFIX, sources_at

    if against.startswith(PREFIX):
        named = [inputs.stdin_name if path == STDIN else path for path in inputs.paths]
        return sources_at(against.removeprefix(PREFIX), [path for path in named if path != NAME_OF_STDIN])
    found = discover(
        [against],
        use_context=False,
        exclude=inputs.exclude,
        exclude_by_folder=inputs.exclude_by_folder,
    )
    if found.errors:
        raise BeforeError(f"--against {found.errors[0].file}: {found.errors[0].reason}")
    return found.sources


def bundle_of(
    sources: Sequence[Source], paths: Sequence[str], settings: Settings, progress: Progress | None = None
) -> tuple[Bundle, list[Skipped]]:
    """Returns the documents of all sources, and the sources that hold nothing for Kubernetes."""
    documents, foreign = documents_of(sources, progress)
    kept = tuple(without_variants(documents))
    return Bundle(kept, settings.kubernetes_version, settings.complete, _places(paths)), foreign


def documents_of(
    sources: Sequence[Source], progress: Progress | None = None
) -> tuple[tuple[Document, ...], list[Skipped]]:
    """Returns the documents of sources, numbered by file, and the sources that hold none for Kubernetes.

    A file of which one document is an object is a file of manifests, and all its documents are judged.
    """
    documents: list[Document] = []
    numbers: Counter[str] = Counter()
    foreign: list[Skipped] = []
    for done, source in enumerate(sources):
        if progress is not None:
            progress("reading", done, len(sources))
        here = read(source)
        if any(_is_meant(document) for document in here):
            documents.extend(_recognised(document, numbers[source.name]) for document in here)
            numbers[source.name] += here[-1].index + 1
        elif not source.context:
            foreign.append(Skipped(source.name, "it holds no Kubernetes object" if here else "it is empty"))
    return tuple(documents), foreign


def without_variants(documents: Sequence[Document]) -> Iterator[Document]:
    """Yields all documents but those of a context file that defines what is judged, in another version.

    Such a file is deployed in the place of the judged one, not beside it.
    """
    judged = {_identity(document) for document in documents if not document.context}
    variants = {
        document.source.name for document in documents if document.context and _identity(document) in judged
    }
    return (each for each in documents if not each.context or each.source.name not in variants)


def _identity(document: Document) -> tuple[str, str, str]:
    return document.kind, document.namespace, document.name


def _is_meant(document: Document) -> bool:
    if is_kustomization(document.source.name):
        return document.root.present
    return bool(document.problems) or looks_like_object(document.root)


def _recognised(document: Document, first: int) -> Document:
    """Returns the document, numbered by its file, which a page's blocks share, and marked if a fragment."""
    is_set = document.kind == "StatefulSet"
    fragment = document.fragment or (is_set and is_fragment(document.root, document.source.text))
    if fragment == document.fragment and not first:
        return document
    return Document(document.source, first + document.index, document.root, document.problems, fragment)


def _places(paths: Sequence[str]) -> tuple[str, ...]:
    """Returns the folders to name when something is nowhere, unless they are too many to read."""
    folders = tuple(path for path in paths if os.path.isdir(path))
    return folders if len(folders) == len(paths) <= 2 else ()


def report_of(gathered: Gathered, told_of: Judged, settings: Settings, rules: Iterable[Rule] = ()) -> Report:
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
    lines = re.split(r"\r\n|\n|\r", source.text)
    # A block of a page has lost its margin; it comes back, so that columns count from the page's own.
    margin = " " * (source.first_column - 1)
    numbers = (number for number in wanted if 0 <= number - source.first_line < len(lines))
    return {number: margin + lines[number - source.first_line] for number in numbers}
