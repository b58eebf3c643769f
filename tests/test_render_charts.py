"""Charts of a repository become files to review."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from scripts import render_charts

HELM = """\
#!/bin/sh
# Prints the templates of the chart, and of the charts that it was given.
test -f "$3/values-needed" && { echo "Error: set a password" >&2; exit 1; }
cat "$3"/templates/*.yaml "$3"/charts/*/templates/*.yaml 2>/dev/null
exit 0
"""
SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"


def chart(folder: Path, template: str, dependency: str = "") -> None:
    """Writes a chart with one template."""
    (folder / "templates").mkdir(parents=True)
    needs = f"dependencies: [{{name: {dependency}}}]\n" if dependency else ""
    (folder / "Chart.yaml").write_text(f"name: {folder.name}\n{needs}")
    (folder / "templates" / "a.yaml").write_text(template)


def git(folder: Path, *words: str) -> str:
    """Runs git in a folder and returns what it prints."""
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    ran = subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a table with one repository of three charts, and has a helm on the path."""
    programs, repository = tmp_path / "bin", tmp_path / "acme" / "charts"
    programs.mkdir()
    (programs / "helm").write_text(HELM)
    (programs / "helm").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    chart(repository / "db", SET)
    chart(repository / "app", SERVICE, dependency="db")
    chart(repository / "web", SERVICE)
    chart(repository / "locked", SET)
    (repository / "locked" / "values-needed").touch()
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "charts")
    path = tmp_path / "sources.tsv"
    path.write_text(f"repository\tcommit\n{repository}\t{git(repository, 'rev-parse', 'HEAD')}\n")
    return path


def test_charts_with_a_stateful_set_are_rendered(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    render_charts.main([str(table), str(tmp_path / "out")])
    files = {path.name: path.read_text() for path in (tmp_path / "out" / "acme+charts").iterdir()}
    assert files == {"db.yaml": SET, "app.yaml": SERVICE + SET}
    told = capsys.readouterr()
    assert told.out == "acme+charts: 2 charts\n"
    assert told.err == "locked: Error: set a password\n"
