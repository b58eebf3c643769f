"""Which folders are rendered: what is named, what is found, and what another one renders already."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.sources.files.path_filter import PathFilter
from stslint.sources.render.kustomization import recipe_of
from stslint.sources.render.targets import targets

CHART = "apiVersion: v2\nname: db\nversion: 0.1.0\n"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def chosen(*paths: str, exclude: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(target.tool, target.folder) for target in targets(paths, PathFilter(exclude))]


def test_charts_and_kustomizations_are_found_by_all_their_names(work: Path) -> None:
    names = ["a/Chart.yaml", "b/kustomization.yaml", "c/kustomization.yml", "d/Kustomization", "e/chart.yaml"]
    write(work, dict.fromkeys(names, "{}\n"))
    expected = [("helm", "a"), ("kustomize", "b"), ("kustomize", "c"), ("kustomize", "d")]
    assert chosen(".") == expected
    assert chosen("*") == expected
    assert chosen("a/Chart.yaml", "./c/kustomization.yml") == [expected[0], expected[2]]
    assert chosen("e/chart.yaml", "-", "nowhere") == []


def test_a_folder_is_rendered_once(work: Path) -> None:
    write(work, {"a/Chart.yaml": CHART})
    assert chosen("a", ".", "a/Chart.yaml", str(work)) == [("helm", "a")]


def test_the_current_folder_has_a_name(work: Path) -> None:
    write(work, {"Chart.yaml": CHART})
    assert chosen(".") == [("helm", ".")]
    assert chosen("Chart.yaml") == [("helm", ".")]


def test_ignored_and_excluded_folders_are_left_out(work: Path) -> None:
    write(work, {"a/Chart.yaml": CHART, "b/Chart.yaml": CHART, "node_modules/c/Chart.yaml": CHART})
    write(work, {".gitignore": "a/\n"})
    (work / ".git").mkdir()
    assert chosen(".") == [("helm", "b")]
    assert chosen(".", exclude=("b",)) == []


def test_a_subchart_is_rendered_by_its_chart_unless_it_is_named(work: Path) -> None:
    write(work, {"charts/a/Chart.yaml": CHART, "charts/a/charts/b/Chart.yaml": CHART})
    assert chosen(".") == [("helm", "charts/a")]
    assert chosen(".", "charts/a/charts/b") == [("helm", "charts/a"), ("helm", "charts/a/charts/b")]


def test_a_base_is_rendered_by_what_uses_it_unless_it_is_named(work: Path) -> None:
    write(
        work,
        {
            "base/kustomization.yaml": "resources: [set.yaml]\n",
            "base/set.yaml": "{}\n",
            "common/kustomization.yaml": "kind: Component\n",
            "middle/kustomization.yaml": "bases: ['../base/']\n",
            "prod/kustomization.yaml": "resources: [../middle]\ncomponents: [../common]\n",
        },
    )
    assert chosen(".") == [("kustomize", "prod")]
    assert chosen("base") == [("kustomize", "base")]
    assert chosen("base", ".") == [("kustomize", "base"), ("kustomize", "prod")]


def test_kustomizations_that_use_each_other_end(work: Path) -> None:
    write(
        work, {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}
    )
    assert chosen("a") == [("kustomize", "a")]
    assert recipe_of("a").folders == {str(work / "a"), str(work / "b")}


def test_a_recipe_is_followed_through_all_its_parts(work: Path) -> None:
    write(
        work,
        {
            "base/kustomization.yaml": "resources:\n- set.yaml\n- nowhere.yaml\n",
            "prod/kustomization.yaml": (
                "resources: [../base]\npatches:\n- path: a.yaml\n- patch: 'kind: b'\n"
                "patchesStrategicMerge:\n- b.yaml\n- |-\n  kind: c\n"
                "patchesJson6902:\n- path: c.yaml\n  target: {kind: d}\n"
            ),
            **dict.fromkeys(
                ["base/set.yaml", "prod/a.yaml", "prod/b.yaml", "prod/c.yaml", "prod/d.yaml"], ""
            ),
        },
    )
    recipe = recipe_of("prod")
    names = ("base/set.yaml", "prod/a.yaml", "prod/b.yaml", "prod/c.yaml")
    assert recipe.files == {str(work / name) for name in names}
    assert recipe.obstacle == ""


@pytest.mark.parametrize(
    "resource",
    [
        "https://example.com/a.yaml",
        "github.com/org/repo//deploy?ref=v1",
        "git@github.com:org/repo.git",
        "git::https://example.com/repo.git",
        "https://github.com/org/repo/deploy",
        "ssh://git@example.com/repo",
    ],
)
def test_what_lies_in_the_network_is_an_obstacle_be_it_in_a_base(work: Path, resource: str) -> None:
    write(work, {"base/kustomization.yaml": f"resources:\n- {resource}\n"})
    write(work, {"prod/kustomization.yaml": "resources: [../base]\n"})
    for folder in ("base", "prod"):
        (target,) = targets([folder])
        assert target.obstacle.startswith(f"it loads `{resource}` from the network")


@pytest.mark.parametrize(
    "resource", ["../base", "set.yaml", "nowhere.yaml", "a.b/c.yaml", "github.com/set.yaml"]
)
def test_what_lies_here_is_none(work: Path, resource: str) -> None:
    write(work, {"prod/kustomization.yaml": f"resources: ['{resource}']\n", "prod/github.com/set.yaml": ""})
    (target,) = targets(["prod"])
    assert target.obstacle == ""


@pytest.mark.parametrize(
    ("name", "text", "obstacle"),
    [
        ("Chart.yaml", f"{CHART}type: library\n", "a library chart"),
        ("kustomization.yaml", "kind: Component\n", "a kustomize Component"),
        ("kustomization.yaml", "helmCharts:\n- name: redis\n", "it inflates a Helm chart"),
        ("kustomization.yaml", "resources: [\n", ""),
        ("kustomization.yaml", "", ""),
        ("Chart.yaml", "- 1\n", ""),
    ],
    ids=["library", "component", "inflated", "broken", "empty", "list"],
)
def test_what_can_not_be_rendered_alone_says_so(work: Path, name: str, text: str, obstacle: str) -> None:
    write(work, {f"a/{name}": text})
    (target,) = targets(["a"])
    assert target.obstacle.startswith(obstacle)
    assert bool(target.obstacle) is bool(obstacle)


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_a_kustomization_is_read_under_each_of_its_names(work: Path, name: str) -> None:
    write(work, {f"a/{name}": "resources: [set.yaml]\n", "a/set.yaml": "{}\n"})
    assert recipe_of("a").files == {str(work / "a/set.yaml")}


def test_what_a_chart_and_a_kustomization_hold(work: Path) -> None:
    write(
        work, {"c/Chart.yaml": CHART, "k/kustomization.yaml": "resources: [set.yaml]\n", "k/set.yaml": "{}\n"}
    )
    chart, kustomization = targets(["c", "k"])
    names = (
        "",
        "/Chart.yaml",
        "/templates/a.yaml",
        "/charts/b/c.yaml",
        "/values.yaml",
        "/kustomization.yaml",
    )
    assert [chart.holds(f"{work}/c{name}") for name in names] == [True, True, True, True, False, False]
    names = ("", "/kustomization.yaml", "/set.yaml", "/other.yaml", "/templates/a.yaml", "/Chart.yaml")
    assert [kustomization.holds(f"{work}/k{name}") for name in names] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
