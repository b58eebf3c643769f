from __future__ import annotations

from pathlib import Path

import pytest

from stslint.sources.classify.partial_manifests import (
    Kustomizations,
    has_expressions,
    is_assertion,
    is_patch,
    patch_files,
)
from stslint.sources.loading.discovery import discover
from tests.support.manifests import STATEFUL_SET


@pytest.mark.parametrize(
    "name",
    [
        "00-assert.yaml",
        "02-assert-without-annotation.yaml",
        "assert-sts.yaml",
        "assert.yaml",
        "install-loki-assert.yaml",
        "01-errors.yaml",
        "errors.yaml",
        "chainsaw-test.yaml",
    ],
)
def test_assertions(name: str) -> None:
    assert is_assertion(f"tests/e2e/{name}")


@pytest.mark.parametrize(
    "name", ["web.yaml", "assertive.yaml", "error-pages.yaml", "assert/web.yaml", "01-web.yaml"]
)
def test_no_assertions(name: str) -> None:
    assert not is_assertion(name)


@pytest.mark.parametrize(
    "section",
    [
        "patches:\n- path: p.yaml\n",
        "patches:\n  - target:\n      kind: StatefulSet\n    path: ./p.yaml\n",
        "patchesStrategicMerge:\n  # why\n  - p.yaml\n",
        "patchesStrategicMerge:\n\n- 'p.yaml'\n",
        'patchesJson6902:\n- path: "p.yaml"\n  target: {kind: StatefulSet}\n',
        "patches: [{path: p.yaml}]\n",
        "patches:\r\n- path: p.yaml\r\n",
    ],
)
def test_each_form_of_a_patch_section(section: str) -> None:
    text = f"kind: Kustomization\nresources:\n- web.yaml\n{section}images:\n- name: other.yaml\n"
    assert patch_files(text) == {"p.yaml"}


def test_a_patch_that_is_commented_out_is_none() -> None:
    assert patch_files("patches:\n# - path: p.yaml\n- path: q.yaml # and r.yaml\n") == {"q.yaml"}


def test_a_parents_kustomization_lists_a_patch_below(tmp_path: Path) -> None:
    (tmp_path / "patches" / "db").mkdir(parents=True)
    (tmp_path / "kustomization.yml").write_text("patches:\n- path: patches/db/web.yaml\n")
    kustomizations = Kustomizations()
    assert kustomizations.lists(str(tmp_path / "patches" / "db" / "web.yaml"))
    assert not kustomizations.lists(str(tmp_path / "patches" / "web.yaml"))


def test_a_damaged_kustomization_lists_nothing(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_bytes(b"patches:\n- path: web.yaml\n\xff")
    assert not Kustomizations().lists(str(tmp_path / "web.yaml"))


def test_discover_marks_the_patch_and_not_the_resource(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [web.yaml]\npatches:\n- path: patch.yaml\n")
    (tmp_path / "web.yaml").write_text(STATEFUL_SET)
    (tmp_path / "patch.yaml").write_text(STATEFUL_SET)
    partial = {source.name.rpartition("/")[2]: source.partial for source in discover([str(tmp_path)]).sources}
    assert partial == {"patch.yaml": True, "web.yaml": False}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metadata:\n  name: ($namespace)\n", True),
        ("metadata:\n  name: (join('-', ['a', $namespace]))\n", True),
        ("spec:\n  (replicas >= `1`): true\n", True),
        ("metadata:\n  (starts_with(name, 'web-')): true\n", True),
        ("metadata:\n  annotations:\n    note: (see the wiki)\n", False),
        ("args:\n- (sleep 1)\n", False),
        ("a: b\n", False),
    ],
)
def test_expressions_of_tests_are_told_from_words_in_parentheses(text: str, expected: bool) -> None:
    assert has_expressions(text) is expected


@pytest.mark.parametrize("name", ["db.patch.yaml", "patch-db.yaml", "patch.yaml", "set_patches.yml"])
def test_a_file_that_calls_itself_a_patch_is_one(name: str) -> None:
    assert is_patch(f"overlays/{name}")


def test_a_folder_of_patches_holds_patches() -> None:
    assert is_patch("overlays/patches/db.yaml")
    assert not is_patch("patches/web/db.yaml")


@pytest.mark.parametrize("name", ["dispatch.yaml", "patched.yaml", "db.yaml"])
def test_other_names_are_no_patches(name: str) -> None:
    assert not is_patch(name)
