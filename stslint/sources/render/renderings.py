"""Renders the charts and kustomizations of a run, and turns the files they are made of into context.

A file that is part of a rendering is not checked itself: the rendering may replace its image or set its
namespace, and a patch is only part of an object. Where rendering fails, the files are checked as they are.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from stslint.model import Skipped, Source
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.path_filter import PathFilter
from stslint.sources.loading.discovery import Discovery
from stslint.sources.loading.file_reader import FileContents
from stslint.sources.render.runner import RenderOptions, render
from stslint.sources.render.targets import RenderTarget, is_mark, targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.runtime.progress import ProgressCallback


class Rendering(NamedTuple):
    """The sources of one rendered chart or kustomization, and the sources that `--context` adds to them.

    A chart is ``complete``: it has all that its release needs. A kustomization can be one service of many.
    """

    folder: str
    sources: tuple[Source, ...]
    context: tuple[Source, ...] = ()
    complete: bool = True


class Rendered(NamedTuple):
    """The renderings, and the discovery in which the files they are made of are context."""

    found: Discovery
    renderings: tuple[Rendering, ...]


def with_renderings(
    discovery: Discovery,
    paths: Sequence[str],
    path_filter: PathFilter,
    context: Sequence[str],
    options: RenderOptions,
    progress: ProgressCallback | None = None,
) -> Rendered:
    """Returns the discovery of a run with the charts and kustomizations among its paths rendered."""
    results = _render_all(targets(paths, path_filter), options, progress)
    rendered = [(target, result) for target, result in results if result.sources]
    remaining = _as_context([target for target, _ in rendered], discovery, paths)
    checked = [(target, result) for target, result in rendered if target.named or _has_stateful_set(result)]
    context_sources = _named_context(discovery, context)
    return Rendered(
        remaining._replace(
            skipped=(*remaining.skipped, *(skipped for _, result in results for skipped in result.skipped)),
            errors=(*remaining.errors, *(error for _, result in results for error in result.errors)),
            files=remaining.files + len({source.name for _, result in checked for source in result.sources}),
        ),
        tuple(
            Rendering(target.folder, result.sources, context_sources, target.tool == "helm")
            for target, result in checked
        ),
    )


def _render_all(
    chosen: Sequence[RenderTarget], options: RenderOptions, progress: ProgressCallback | None
) -> list[tuple[RenderTarget, FileContents]]:
    results: list[tuple[RenderTarget, FileContents]] = []
    for done, target in enumerate(chosen):
        if progress is not None:
            progress("rendering", done, len(chosen))
        results.append((target, render(target, options)))
    return results


def _has_stateful_set(contents: FileContents) -> bool:
    """Returns whether a rendering has a StatefulSet; without one it is skipped, like a file in a folder."""
    return any(content_of(source.text.encode("utf-8")) == "set" for source in contents.sources)


def _named_context(discovery: Discovery, context: Sequence[str]) -> tuple[Source, ...]:
    roots = tuple(os.path.join(os.path.realpath(path), "") for path in context)
    sources = (source for source in discovery.sources if source.context)
    return tuple(each for each in sources if os.path.join(os.path.realpath(each.name), "").startswith(roots))


def _as_context(rendered: Sequence[RenderTarget], discovery: Discovery, paths: Sequence[str]) -> Discovery:
    """Returns the discovery in which the files that the targets are made of are context."""
    files = (path for path in paths if os.path.isfile(path) and not is_mark(os.path.basename(path)))
    named = {os.path.realpath(path) for path in files}

    def is_part(name: str) -> bool:
        path = os.path.realpath(name)
        return path not in named and any(target.holds(path) for target in rendered)

    names = {each.name for each in discovery.sources if not each.context}
    replaced = {name for name in (*names, *(each.file for each in discovery.skipped)) if is_part(name)}
    return discovery._replace(
        sources=tuple(
            source._replace(context=source.context or source.name in replaced) for source in discovery.sources
        ),
        skipped=tuple(Skipped(*each) for each in discovery.skipped if each.file not in replaced),
        files=discovery.files - sum(1 for name in replaced if not os.path.isdir(name)),
    )
