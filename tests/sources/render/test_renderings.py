"""Which files of a run a rendering replaces, and how the files that are checked are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.model import Source
from stslint.sources.files.path_filter import EXCLUDE_NOTHING
from stslint.sources.loading.discovery import discover
from stslint.sources.loading.file_reader import FileContents
from stslint.sources.render.renderings import Rendered, with_renderings
from stslint.sources.render.runner import RenderOptions
from stslint.sources.render.targets import RenderTarget
from tests.support.manifests import SERVICE, STATEFUL_SET

CHART = "apiVersion: v2\nname: db\nversion: 0.1.0\n"


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def rendered(monkeypatch: pytest.MonkeyPatch, text: str, *paths: str) -> Rendered:
    def render(target: RenderTarget, options: RenderOptions) -> FileContents:
        return FileContents((Source(f"{target.folder} (rendered)", text),) if text else ())

    monkeypatch.setattr("stslint.sources.render.renderings.render", render)
    return with_renderings(discover(paths, all_kinds=True), paths, EXCLUDE_NOTHING, (), RenderOptions())


def checked(found: Rendered) -> list[str]:
    return [source.name for source in found.found.sources if not source.context]


def test_a_kustomization_replaces_the_files_it_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    kustomization = "resources: [set.yaml, service.yaml]\n"
    write(
        {
            "d/app/kustomization.yaml": kustomization,
            "d/app/set.yaml": STATEFUL_SET,
            "d/web.yaml": STATEFUL_SET,
        }
    )
    write({"d/app/service.yaml": SERVICE})
    files = discover(["d"]).files
    found = rendered(monkeypatch, STATEFUL_SET, "d")
    assert [rendering.folder for rendering in found.renderings] == ["d/app"]
    assert not found.renderings[0].complete
    assert checked(found) == ["d/web.yaml"]
    # Two files became context, and what is rendered counts as one.
    assert found.found.files == files - 2 + 1


def test_a_chart_is_complete_and_replaces_its_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"d/Chart.yaml": CHART, "d/templates/set.yaml": STATEFUL_SET + "a: {{ b }}\n", "d/x.yaml": SERVICE})
    found = rendered(monkeypatch, STATEFUL_SET, "d")
    assert [rendering.complete for rendering in found.renderings] == [True]
    assert found.found.skipped == ()
    assert checked(found) == ["d/x.yaml"]


def test_where_nothing_is_rendered_the_files_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"d/kustomization.yaml": "resources: [set.yaml]\n", "d/set.yaml": STATEFUL_SET})
    found = rendered(monkeypatch, "", "d")
    assert (found.renderings, checked(found)) == ((), ["d/set.yaml"])
    assert found.found == discover(["d"])


@pytest.mark.parametrize(("path", "count"), [("d", 0), ("d/app", 1)])
def test_a_rendering_without_a_set_is_checked_if_it_is_named(
    monkeypatch: pytest.MonkeyPatch, path: str, count: int
) -> None:
    write({"d/app/Chart.yaml": CHART})
    assert len(rendered(monkeypatch, SERVICE, path).renderings) == count
