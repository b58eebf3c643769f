"""The renderings of a run, and what they leave of the files that were found.

A file that a rendering speaks for is no longer judged itself: its image may be replaced, its namespace be
set, its patch be half an object. It becomes context. Where rendering fails, files are judged as they stand.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from stslint.model import Skipped, Source
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.gitignore import NO_FOLDERS
from stslint.sources.loading.discovery import Discovery
from stslint.sources.loading.file_reader import FileContents
from stslint.sources.render.runner import RenderOptions, render
from stslint.sources.render.targets import Target, is_mark, targets

Progress = Callable[[str, int, int], None]


class Rendering(NamedTuple):
    """What one chart or kustomization renders, and what `--context` shows it. Nothing else belongs to it.

    A chart is ``complete``: it brings all that its release needs. A kustomization may be one service of many.
    """

    folder: str
    sources: tuple[Source, ...]
    context: tuple[Source, ...] = ()
    complete: bool = True


class Rendered(NamedTuple):
    """The discovery without what is rendered, and the renderings."""

    found: Discovery
    renderings: tuple[Rendering, ...]


def with_renderings(
    found: Discovery,
    paths: Sequence[str],
    exclude: Sequence[str],
    context: Sequence[str],
    options: RenderOptions,
    progress: Progress | None = None,
    exclude_by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS,
) -> Rendered:
    """Returns what a run has found, with the charts and kustomizations among its paths rendered."""
    chosen = targets(paths, exclude, exclude_by_folder)
    readings: list[FileContents] = []
    for done, target in enumerate(chosen):
        if progress is not None:
            progress("rendering", done, len(chosen))
        readings.append(render(target, options))
    rendered = [
        (target, reading) for target, reading in zip(chosen, readings, strict=True) if reading.sources
    ]
    left = _without([target for target, _ in rendered], found, paths)
    made = [(target, reading) for target, reading in rendered if target.named or _holds_set(reading)]
    told = left._replace(
        skipped=(*left.skipped, *(skipped for reading in readings for skipped in reading.skipped)),
        errors=(*left.errors, *(error for reading in readings for error in reading.errors)),
        files=left.files + len({source.name for _, reading in made for source in reading.sources}),
    )
    shown = _named_context(found, context)
    renderings = (
        Rendering(target.folder, reading.sources, shown, target.tool == "helm") for target, reading in made
    )
    return Rendered(told, tuple(renderings))


def _holds_set(reading: FileContents) -> bool:
    """Returns whether a rendering is of interest: like a file that is found, if it holds a StatefulSet."""
    return any(content_of(source.text.encode("utf-8")) == "set" for source in reading.sources)


def _named_context(found: Discovery, context: Sequence[str]) -> tuple[Source, ...]:
    roots = tuple(os.path.join(os.path.realpath(path), "") for path in context)
    seen = (source for source in found.sources if source.context)
    return tuple(each for each in seen if os.path.join(os.path.realpath(each.name), "").startswith(roots))


def _without(rendered: Sequence[Target], found: Discovery, paths: Sequence[str]) -> Discovery:
    files = (path for path in paths if os.path.isfile(path) and not is_mark(os.path.basename(path)))
    named = {os.path.realpath(path) for path in files}

    def speaks_for(name: str) -> bool:
        path = os.path.realpath(name)
        return path not in named and any(target.holds(path) for target in rendered)

    names = {each.name for each in found.sources if not each.context}
    replaced = {name for name in (*names, *(each.file for each in found.skipped)) if speaks_for(name)}
    return found._replace(
        sources=tuple(
            source._replace(context=source.context or source.name in replaced) for source in found.sources
        ),
        skipped=tuple(Skipped(*each) for each in found.skipped if each.file not in replaced),
        files=found.files - sum(1 for name in replaced if not os.path.isdir(name)),
    )
