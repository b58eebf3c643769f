"""The main job: paths become a report.

``paths -> sources -> documents -> bundle -> findings -> report``; each step is a room of its own, and this
one only puts them in a row.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from stslint.inputs import Inputs, discovery_of
from stslint.kubernetes.objects import is_fragment, looks_like_object
from stslint.lint import Outcome, lint, reference
from stslint.model import Bundle, Checked, Document, Finding, Report, Skipped, Source
from stslint.origins import holds_everything, with_templates
from stslint.rulebook import Rule, pages
from stslint.settings import Settings
from stslint.sources.discover import Discovery, discover
from stslint.sources.paths import NAME_OF_STDIN, STDIN
from stslint.sources.recovery import read

if TYPE_CHECKING:
    from stslint.sources.renderings import Rendering

Progress = Callable[[str, int, int], None]
"""Told the step, how many of its items are done, and how many there are."""


def check(
    inputs: Inputs,
    rules: Iterable[Rule],
    settings: Settings,
    progress: Progress | None = None,
    found: Discovery | None = None,
) -> Report:
    """Returns all that a run has to say about its inputs, ``found`` being what they hold, if that is known.

    Raises RevisionError and BeforeError.
    """
    before = None if inputs.against is None else _bundle_before(inputs, inputs.against, settings)
    found = found or discovery_of(inputs)
    found, renderings = _rendered(found, inputs, progress)
    settings = settings._replace(complete=settings.complete or holds_everything(inputs.paths, found.sources))
    bundle, foreign = bundle_of(found.sources, inputs.paths, settings, progress)
    book = list(rules)
    outcome = lint(bundle, book, settings, before)
    runs = [(bundle, outcome._replace(findings=with_templates(outcome.findings, found.sources)))]
    runs += [_judged_alone(rendering, book, settings, before) for rendering in renderings]
    found = found._replace(
        sources=(*found.sources, *(each for made in renderings for each in made.sources)),
        skipped=(*found.skipped, *foreign),
    )
    return report_of(found, *_joined(runs), settings, book)


def _rendered(
    found: Discovery, inputs: Inputs, progress: Progress | None
) -> tuple[Discovery, tuple[Rendering, ...]]:
    if inputs.render is None:
        return found, ()
    from stslint.sources.renderings import with_renderings  # only where a program is to be run

    context = inputs.context if inputs.use_context else ()
    return with_renderings(found, inputs.paths, inputs.exclude, context, inputs.render, progress)


def _judged_alone(
    rendering: Rendering, rules: Sequence[Rule], settings: Settings, before: Bundle | None
) -> tuple[Bundle, Outcome]:
    """Returns a rendering and what is found in it: it is complete, and nothing of another one is in it.

    A fix is for the text of a file, which a rendering is not.
    """
    settings = settings._replace(complete=True)
    bundle, _ = bundle_of((*rendering.sources, *rendering.context), (rendering.folder,), settings)
    outcome = lint(bundle, rules, settings, before)
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
    found = discover([against], use_context=False, exclude=inputs.exclude)
    if found.errors:
        raise BeforeError(f"--against {found.errors[0].file}: {found.errors[0].reason}")
    return found.sources


def bundle_of(
    sources: Sequence[Source], paths: Sequence[str], settings: Settings, progress: Progress | None = None
) -> tuple[Bundle, list[Skipped]]:
    """Returns the documents of all sources, and the sources that hold nothing for Kubernetes.

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
    kept = tuple(_without_variants(documents))
    return Bundle(kept, settings.kubernetes_version, settings.complete, _places(paths)), foreign


def _without_variants(documents: Sequence[Document]) -> Iterator[Document]:
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
    return bool(document.problems) or looks_like_object(document.root)


def _recognised(document: Document, first: int) -> Document:
    """Returns the document, numbered by its file, which a page's blocks share, and marked if a fragment."""
    fragment = document.fragment or (document.kind == "StatefulSet" and is_fragment(document.root))
    if fragment == document.fragment and not first:
        return document
    return Document(document.source, first + document.index, document.root, document.problems, fragment)


def _places(paths: Sequence[str]) -> tuple[str, ...]:
    """Returns the folders to name when something is nowhere, unless they are too many to read."""
    folders = tuple(path for path in paths if os.path.isdir(path))
    return folders if len(folders) == len(paths) <= 2 else ()


def report_of(
    found: Discovery, bundle: Bundle, outcome: Outcome, settings: Settings, rules: Iterable[Rule] = ()
) -> Report:
    """Returns the report of an outcome: counts, what was judged by what, and the lines to show."""
    judged = [document for document in bundle.documents if not document.context]
    return Report(
        kubernetes_version=settings.kubernetes_version,
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
