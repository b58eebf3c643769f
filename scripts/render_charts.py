"""Renders the charts of public repositories, for ``scripts/review.py`` to read what stslint says of them.

    python scripts/render_charts.py benchmarks/review/sources.tsv RENDERINGS

The table of sources names a Git repository and a commit in each line. Each chart that renders an `apps/v1`
StatefulSet with its default values becomes one file; a chart that it depends on is taken from the same
repository. Git and Helm must be installed. What is fetched stays out of this repository.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

DEEPEST = 3
"""How many charts deep dependencies are followed."""

_STATEFUL_SET = re.compile(r"^kind: StatefulSet", re.MULTILINE)


def sources(table: Path) -> Iterator[tuple[str, str]]:
    """Yields the repository and the commit of each line of a table, without its head."""
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        repository, commit = line.split("\t")
        yield repository, commit


def fetch(repository: str, commit: str, folder: Path) -> None:
    """Writes the files of a commit into an empty folder. Raises CalledProcessError if Git cannot get them."""
    for words in (
        ["init", "--quiet"],
        ["fetch", "--quiet", "--depth", "1", repository, commit],
        ["checkout", "--quiet", "FETCH_HEAD"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)


def add_dependencies(chart: Path, by_name: Mapping[str, Path], depth: int = 0) -> None:
    """Copies the charts that a chart depends on into it, if the repository has them."""
    try:
        content = YAML(typ="safe").load((chart / "Chart.yaml").read_text(encoding="utf-8"))
    except (OSError, YAMLError):
        return
    for dependency in content.get("dependencies") or ():
        target, source = chart / "charts" / dependency["name"], by_name.get(dependency["name"])
        if source is not None and not target.exists() and depth < DEEPEST:
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("charts"))
            add_dependencies(target, by_name, depth + 1)


def rendered(chart: Path, options: list[str]) -> str:
    """Returns what Helm renders of a chart, or an empty text if it needs values or has no StatefulSet."""
    command = ["helm", "template", "rel", str(chart), "--skip-tests", "--namespace", "default", *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"{chart.name}: {ran.stderr.strip().splitlines()[-1][:120]}", file=sys.stderr)
    return ran.stdout if _STATEFUL_SET.search(ran.stdout) and "apps/v1\n" in ran.stdout else ""


def render_repository(files: Path, target: Path, options: list[str]) -> int:
    """Writes what the charts of a repository render, one file each, and returns how many there are."""
    charts = sorted(path.parent for path in files.rglob("Chart.yaml"))
    charts = [chart for chart in charts if "charts" not in chart.relative_to(files).parts[2:]]
    by_name = {chart.name: chart for chart in reversed(charts)}
    count = 0
    for chart in charts:
        add_dependencies(chart, by_name)
        text = rendered(chart, options)
        if text:
            target.mkdir(parents=True, exist_ok=True)
            name = "_".join(chart.relative_to(files).parts) or "chart"
            (target / f"{name}.yaml").write_text(text, encoding="utf-8")
            count += 1
    return count


def main(words: list[str]) -> None:
    """Fetches and renders what the table names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("renderings", type=Path)
    parser.add_argument("--option", action="append", default=[], help="an option for helm template")
    chosen = parser.parse_args(words)
    for repository, commit in sources(chosen.sources):
        name = "+".join(repository.split("/")[-2:])
        with tempfile.TemporaryDirectory() as folder:
            fetch(repository, commit, Path(folder))
            count = render_repository(Path(folder), chosen.renderings / name, chosen.option)
        print(f"{name}: {count} charts")


if __name__ == "__main__":
    main(sys.argv[1:])
