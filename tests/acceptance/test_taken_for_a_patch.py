"""A StatefulSet that only its content makes a patch is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.runners import Run

PATCH = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web%s\nspec:\n  replicas: 3\n"
TAKEN = "p.yaml:1: `web` has neither a selector nor a container with an image, so it is taken for a patch"


def test_set_without_selector_and_containers_is_named(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PATCH % "")
    ran = stslint("check", "p.yaml")
    assert (ran.returncode, f"not checked: 1 rule (STS008): {TAKEN}" in ran.stdout) == (0, True)
    (reason,) = json.loads(stslint("check", "p.yaml", "--format", "json").stdout)["not_checked"]
    assert reason["rule"] == "STS008"
    assert reason["reason"].startswith(TAKEN)


@pytest.mark.parametrize("arguments", [["--complete"], ["--select", "STS4"], ["--ignore", "STS008"]])
def test_set_that_is_checked_whole_or_not_at_all_is_not_named(
    stslint: Run, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "p.yaml").write_text(PATCH % "")
    assert "taken for" not in stslint("check", "p.yaml", *arguments).stdout


def test_patch_that_says_so_is_not_named(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PATCH % "" + "  $patch: delete\n")
    (tmp_path / "web-patch.yaml").write_text(PATCH % "")
    assert "taken for" not in stslint("check", "p.yaml", "web-patch.yaml").stdout


def test_many_are_counted(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("---\n".join(PATCH % number for number in range(5)))
    assert "p.yaml:1: `web0` and 4 other StatefulSets: each has neither" in stslint("check", "p.yaml").stdout


def test_text_that_holds_an_object_is_refused(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('\u00a0{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}')
    (tmp_path / "b.yaml").write_text("kind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap}\n")
    (tmp_path / "c.yaml").write_text("- {apiVersion: v1, kind: ConfigMap}\n")
    (tmp_path / "d.yaml").write_text("a text\n")
    found = json.loads(stslint("check", "--format", "json", "a.json", "b.yaml", "c.yaml", "d.yaml").stdout)
    assert [each["file"] for each in found["findings"]] == ["a.json", "b.yaml", "c.yaml"]
    assert {each["rule"] for each in found["findings"]} == {"STS023"}
    assert [each["file"] for each in found["skipped"]] == ["d.yaml"]
