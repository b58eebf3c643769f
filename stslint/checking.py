"""The main job: paths become a report.

``paths -> sources -> documents -> bundle -> findings -> report``; each step is a room of its own, and this
one only puts them in a row.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from stslint.kubernetes.objects import is_fragment, looks_like_object
from stslint.lint import Outcome, lint
from stslint.model import Bundle, Document, Report, Skipped, Source
from stslint.origins import NAME_OF_STDIN, holds_everything, with_templates
from stslint.rulebook import Rule
from stslint.settings import Settings
from stslint.sources.discover import Discovery, discover
from stslint.sources.recovery import read

if TYPE_CHECKING:
    from stslint.sources.render import RenderOptions
    from stslint.sources.renderings import Rendering

Progress = Callable[[str, int, int], None]
"""Told the step, how many of its items are done, and how many there are."""


class Inputs(NamedTuple):
    """What a run reads. ``stdin`` is asked only when ``-`` is among the paths.

    ``render`` says how to render charts and kustomizations; nothing, the default, runs no program.
    """

    paths: Sequence[str]
    exclude: Sequence[str] = ()
    context: Sequence[str] = ()
    use_context: bool = True
    stdin: Callable[[], bytes] = bytes
    stdin_name: str = NAME_OF_STDIN
    render: RenderOptions | None = None


def check(
    inputs: Inputs, rules: Iterable[Rule], settings: Settings, progress: Progress | None = None
) -> Report:
    """Returns all that a run has to say about its inputs."""
    found = discover(
        inputs.paths,
        exclude=inputs.exclude,
        context_paths=inputs.context,
        use_context=inputs.use_context,
        stdin=inputs.stdin,
        stdin_name=inputs.stdin_name,
    )
    found, renderings = _rendered(found, inputs, progress)
    settings = settings._replace(complete=settings.complete or holds_everything(inputs.paths, found.sources))
    bundle, foreign = bundle_of(found.sources, inputs.paths, settings, progress)
    found = found._replace(skipped=(*found.skipped, *foreign))
    book = tuple(rules)
    outcome = lint(bundle, book, settings)
    runs = [(bundle, outcome._replace(findings=with_templates(outcome.findings, found.sources)))]
    context = _named_context(found, inputs.context) if renderings else []
    runs += [_judged_alone(rendering, context, book, settings) for rendering in renderings]
    found = found._replace(sources=(*found.sources, *(each for made in renderings for each in made.sources)))
    return report_of(found, *_joined(runs), settings)


def _rendered(
    found: Discovery, inputs: Inputs, progress: Progress | None
) -> tuple[Discovery, tuple[Rendering, ...]]:
    if inputs.render is None:
        return found, ()
    from stslint.sources.renderings import with_renderings  # only where a program is to be run

    return with_renderings(found, inputs.paths, inputs.exclude, inputs.render, progress)


def _named_context(found: Discovery, context: Sequence[str]) -> list[Source]:
    """Returns the sources of what `--context` names, which every rendering is shown."""
    roots = tuple(os.path.join(os.path.realpath(path), "") for path in context)
    seen = (source for source in found.sources if source.context)
    return [source for source in seen if os.path.join(os.path.realpath(source.name), "").startswith(roots)]


def _judged_alone(
    rendering: Rendering, context: Sequence[Source], rules: Sequence[Rule], settings: Settings
) -> tuple[Bundle, Outcome]:
    """Returns a rendering and what is found in it: it is complete, and nothing of another one is in it.

    A fix is for the text of a file, which a rendering is not.
    """
    settings = settings._replace(complete=True)
    bundle, _ = bundle_of((*rendering.sources, *context), (), settings)
    bundle = Bundle(bundle.documents, bundle.kubernetes_version, True, (rendering.folder,))
    outcome = lint(bundle, rules, settings)
    return bundle, outcome._replace(findings=tuple(each._replace(fix=None) for each in outcome.findings))


def _joined(runs: Sequence[tuple[Bundle, Outcome]]) -> tuple[Bundle, Outcome]:
    """Returns the documents and the findings of several runs, to be counted and reported together."""
    first, _ = runs[0]
    return first.of(document for bundle, _ in runs for document in bundle.documents), Outcome(
        tuple(finding for _, outcome in runs for finding in outcome.findings),
        tuple(dict.fromkeys(reason for _, outcome in runs for reason in outcome.not_checked)),
    )


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
    return Bundle(tuple(documents), settings.kubernetes_version, settings.complete, _places(paths)), foreign


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


def report_of(found: Discovery, bundle: Bundle, outcome: Outcome, settings: Settings) -> Report:
    """Returns the report of an outcome: counts, and the lines that findings stand on."""
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
    )


def _lines_of(sources: Iterable[Source], outcome: Outcome) -> Mapping[str, Mapping[int, str]]:
    wanted: dict[str, set[int]] = {}
    for finding in outcome.findings:
        wanted.setdefault(finding.file, set()).add(finding.span.line)
    texts: dict[str, dict[int, str]] = {}
    for source in sources:
        if source.name in wanted:
            texts.setdefault(source.name, {}).update(_lines(source, wanted[source.name]))
    return texts


def _lines(source: Source, wanted: set[int]) -> dict[int, str]:
    lines = re.split(r"\r\n|\n|\r", source.text)
    # A block of a page has lost its margin; it comes back, so that columns count from the page's own.
    margin = " " * (source.first_column - 1)
    numbers = (number for number in wanted if 0 <= number - source.first_line < len(lines))
    return {number: margin + lines[number - source.first_line] for number in numbers}
