"""Finds the charts and kustomizations among the paths of a run, and decides which of them are rendered.

Every named one is rendered. Of those below a named folder, parts of others are not rendered on their own:
the subcharts in a chart's `charts/`, and the bases and components of a kustomization.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import KUSTOMIZATIONS
from stslint.sources.files.gitignore import Patterns
from stslint.sources.files.path_filter import EXCLUDE_NOTHING, PathFilter
from stslint.sources.files.walk import File, expanded, is_pattern, walk
from stslint.sources.render.kustomization import CHART, Recipe, chart_obstacle, recipe_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Tool: TypeAlias = 'Literal["helm", "kustomize"]'

_REPLACED = ("templates", "charts")


class RenderTarget(NamedTuple):
    """A folder to render. ``folder`` is the path as it is shown, ``key`` the real one.

    ``obstacle`` is the reason why it cannot be rendered alone; ``recipe`` is what a kustomization is made of.
    """

    tool: Tool
    folder: str
    key: str
    named: bool = False
    obstacle: str = ""
    recipe: Recipe = Recipe()

    def holds(self, path: str) -> bool:
        """Returns whether the file or folder of this real path is part of what is rendered here."""
        folder, name = os.path.split(path)
        if self.tool == "helm":
            below = any(_is_below(path, os.path.join(self.key, part)) for part in _REPLACED)
            return below or path in (self.key, os.path.join(self.key, CHART))
        folders = {self.key, *self.recipe.folders}
        return path in self.recipe.files or path in folders or (name in KUSTOMIZATIONS and folder in folders)


def is_mark(name: str) -> bool:
    """Returns whether a file of this name makes its folder a chart or a kustomization."""
    return name == CHART or name in KUSTOMIZATIONS


def targets(paths: Sequence[str], path_filter: PathFilter = EXCLUDE_NOTHING) -> list[RenderTarget]:
    """Returns the folders to render in the order of the paths, each once."""
    patterns = path_filter.patterns()
    by_folder: dict[tuple[Tool, str], RenderTarget] = {}
    for path in paths:
        for target in _of_path(path, patterns):
            known = by_folder.setdefault((target.tool, target.key), target)
            if target.named and not known.named:
                by_folder[target.tool, target.key] = target
    described = [_described(target) for target in by_folder.values()]
    return [target for target in described if target.named or not _is_part(target, described)]


def _of_path(path: str, exclude: Sequence[Patterns]) -> Iterator[RenderTarget]:
    if is_pattern(path) and not os.path.lexists(path):
        for each in expanded(path):
            yield from (target._replace(named=False) for target in _of_path(each, exclude))
    elif os.path.isdir(path):
        root = os.path.realpath(path)
        for found in walk(path, exclude, is_mark):
            if isinstance(found, File):
                target = _target(found.path)
                yield target._replace(named=target.key == root)
    elif is_mark(os.path.basename(path)) and os.path.isfile(path):
        yield _target(path.removeprefix("./"))._replace(named=True)


def _target(mark: str) -> RenderTarget:
    folder, name = os.path.split(mark)
    return RenderTarget(
        "helm" if name == CHART else "kustomize", folder or ".", os.path.realpath(folder or ".")
    )


def _described(target: RenderTarget) -> RenderTarget:
    if target.tool == "helm":
        return target._replace(obstacle=chart_obstacle(target.key))
    recipe = recipe_of(target.key)
    return target._replace(recipe=recipe, obstacle=recipe.obstacle)


def _is_part(target: RenderTarget, others: Sequence[RenderTarget]) -> bool:
    if target.tool == "helm":
        charts = (other.key for other in others if other.tool == "helm" and other.key != target.key)
        return any(_is_below(target.key, os.path.join(chart, "charts")) for chart in charts)
    return any(target.key in other.recipe.folders - {other.key} for other in others)


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder + os.sep)
