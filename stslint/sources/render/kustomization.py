"""Reads a kustomization or a chart: what it is made of, and why it cannot be rendered alone.

Sources: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ for the fields, and
https://helm.sh/docs/topics/charts/#chart-types for a chart's `type`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from stslint.model import Node, Source, Span
from stslint.runtime.bounded_reading import read_regular
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import KUSTOMIZATIONS
from stslint.sources.files.decoding import decode
from stslint.sources.yaml.recovery import read

CHART = "Chart.yaml"

_PARTS = ("resources", "bases", "components", "patchesStrategicMerge")
_PARTS_BY_PATH = ("patches", "patchesJson6902")
_HELM = ("helmCharts", "helmChartInflationGenerator")
# https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/: a URL for files, a Git
# repository in one of go-getter's forms for folders.
_REMOTE = pattern(
    r"[a-zA-Z][\w+.-]*(?:://|::)|[\w.-]+@[\w.-]+:|(?:github|gitlab|bitbucket)\.[\w.]+[/:]|[^\n]*[?&](?:ref|version)="
)


class Recipe(NamedTuple):
    """What a kustomization is made of, including all kustomizations that it uses.

    ``files`` and ``folders`` are real paths. ``obstacle`` is the reason why it cannot be rendered, or empty.
    """

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    obstacle: str = ""


def recipe_of(folder: str) -> Recipe:
    """Returns what the kustomization of a folder is made of; nothing if it cannot be read."""
    files: set[str] = set()
    folders: set[str] = set()
    obstacle = ""
    first = os.path.realpath(folder)
    pending, visited = [first], {first}
    while pending:
        current = pending.pop()
        root = _root_of(current, KUSTOMIZATIONS)
        obstacle = obstacle or _obstacle(current, root, used=bool(folders))
        for part in _local_parts(current, root):
            (folders if os.path.isdir(part) else files).add(part)
            if os.path.isdir(part) and part not in visited:
                visited.add(part)
                pending.append(part)
    return Recipe(frozenset(files), frozenset(folders), obstacle)


def chart_obstacle(folder: str) -> str:
    """Returns why the chart in a folder cannot be rendered alone, or an empty string."""
    if _root_of(folder, (CHART,)).get("type").string() == "library":
        return "a library chart: it is rendered only as part of the charts that use it"
    return ""


def _obstacle(folder: str, root: Node, used: bool) -> str:
    if not used and root.get("kind").string() == "Component":
        return "a kustomize Component: it is rendered only as part of the kustomizations that use it"
    remote = next((part for part in _parts(root) if _is_remote(folder, part)), None)
    if remote is not None:
        return f"it loads `{remote}` from the network: build it and pipe the result to `stslint check -`"
    if any(root.get(key) for key in _HELM):
        return "it inflates a Helm chart: build it with `--enable-helm` and pipe it to `stslint check -`"
    return ""


def _local_parts(folder: str, root: Node) -> Iterator[str]:
    for part in _parts(root):
        path = os.path.realpath(os.path.join(folder, part))
        if "\n" not in part and "\0" not in part and os.path.exists(path):
            yield path


def _parts(root: Node) -> Iterator[str]:
    for key in _PARTS:
        yield from (each.string() for each in root.get(key).elements() if each.string())
    for key in _PARTS_BY_PATH:
        paths = (each.get("path").string() for each in root.get(key).elements())
        yield from filter(None, paths)


def _is_remote(folder: str, part: str) -> bool:
    """Returns whether kustomize would fetch a part; it never fetches a path that exists here."""
    if "\0" in part or _REMOTE.match(part) is None:
        return False
    return "\n" not in part and not os.path.exists(os.path.join(folder, part))


def _root_of(folder: str, names: Sequence[str]) -> Node:
    for name in names:
        try:
            text = decode(read_regular(os.path.join(folder, name)))
        except OSError:
            continue
        documents = read(Source(name, text)) if isinstance(text, str) else []
        if documents:
            return documents[0].root
    return Node("absent", None, Span(1, 1, 1, 1))
