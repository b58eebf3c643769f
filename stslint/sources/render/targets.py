"""Which folders among the paths of a run are charts or kustomizations, and which of them are rendered.

A named folder that is one is, or one below a named folder; of those below, not what another of them already
renders: the subcharts in a chart's `charts/`, and the bases and components of a kustomization.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import KUSTOMIZATIONS
from stslint.sources.files.gitignore import NO_FOLDERS, Patterns, patterns_of
from stslint.sources.files.walk import File, expanded, is_pattern, walk
from stslint.sources.render.kustomization import CHART, Recipe, chart_obstacle, recipe_of

Tool = Literal["helm", "kustomize"]

_REPLACED = ("templates", "charts")


class Target(NamedTuple):
    """A folder to render. ``folder`` is the path as it is shown, ``key`` the real one.

    ``obstacle`` says why it can't be rendered alone; ``recipe`` is what a kustomization is made of.
    """

    tool: Tool
    folder: str
    key: str
    named: bool = False
    obstacle: str = ""
    recipe: Recipe = Recipe()

    def holds(self, path: str) -> bool:
        """Returns whether what is rendered here speaks for the file or folder of this real path."""
        folder, name = os.path.split(path)
        if self.tool == "helm":
            below = any(_is_below(path, os.path.join(self.key, part)) for part in _REPLACED)
            return below or path in (self.key, os.path.join(self.key, CHART))
        folders = {self.key, *self.recipe.folders}
        return path in self.recipe.files or path in folders or (name in KUSTOMIZATIONS and folder in folders)


def is_mark(name: str) -> bool:
    """Returns whether a file of this name makes its folder a chart or a kustomization."""
    return name == CHART or name in KUSTOMIZATIONS


def targets(
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    exclude_by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS,
) -> list[Target]:
    """Returns what is to be rendered, in the order of the paths, each folder once."""
    patterns = patterns_of(exclude, exclude_by_folder)
    found: dict[tuple[Tool, str], Target] = {}
    for path in paths:
        for target in _of_path(path, patterns):
            known = found.setdefault((target.tool, target.key), target)
            if target.named and not known.named:
                found[target.tool, target.key] = target
    described = [_described(target) for target in found.values()]
    return [target for target in described if target.named or not _is_part(target, described)]


def _of_path(path: str, exclude: Sequence[Patterns]) -> Iterator[Target]:
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


def _target(mark: str) -> Target:
    folder, name = os.path.split(mark)
    return Target("helm" if name == CHART else "kustomize", folder or ".", os.path.realpath(folder or "."))


def _described(target: Target) -> Target:
    if target.tool == "helm":
        return target._replace(obstacle=chart_obstacle(target.key))
    recipe = recipe_of(target.key)
    return target._replace(recipe=recipe, obstacle=recipe.obstacle)


def _is_part(target: Target, others: Sequence[Target]) -> bool:
    if target.tool == "helm":
        charts = (other.key for other in others if other.tool == "helm" and other.key != target.key)
        return any(_is_below(target.key, os.path.join(chart, "charts")) for chart in charts)
    return any(target.key in other.recipe.folders - {other.key} for other in others)


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder + os.sep)
