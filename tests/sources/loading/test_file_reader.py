"""What a file is read as, by its name, its folder and its content."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.model import Skipped, Source
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.files.walk import File, ReadError
from stslint.sources.loading.file_reader import FileContents, read

TEXT = "kind: StatefulSet\n"


def contents(name: str, data: bytes = TEXT.encode(), named: bool = False) -> FileContents:
    return read(File(name, f"/nowhere/{name}", named=named), data, Kustomizations())


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.yaml", {}),
        ("kustomization.yaml", {"context": True}),
        ("Kustomization", {"context": True}),
        ("01-assert.yaml", {"partial": True, "expected": True}),
        ("patches/a.yaml", {"partial": True}),
        ("db-patch.yaml", {"partial": True}),
    ],
)
def test_the_name_of_a_manifest(name: str, form: dict[str, Any]) -> None:
    assert contents(name) == FileContents((Source(name, TEXT)._replace(**form),))


def test_a_file_without_objects_is_told_of_if_it_is_named() -> None:
    assert contents("a.md", b"# nothing\n") == FileContents()
    skipped = (Skipped("a.md", "no Kubernetes object in this page"),)
    assert contents("a.md", b"# nothing\n", named=True) == FileContents(skipped=skipped)


@pytest.mark.parametrize("named", [True, False])
def test_binary_content_is_an_error_in_a_named_file(named: bool) -> None:
    expected = ReadError("a.yaml", "binary content") if named else Skipped("a.yaml", "binary content")
    found = contents("a.yaml", b"\x7fELF\0\1", named=named)
    assert (found.errors or found.skipped) == (expected,)
