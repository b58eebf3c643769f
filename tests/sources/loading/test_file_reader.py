"""What a file is read as, by its name, its folder and its content."""

from __future__ import annotations

import pytest

from stslint.model import Skipped, Source
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.files.walk import File, ReadError
from stslint.sources.loading.file_reader import FileContents, read

TEXT = "kind: StatefulSet\n"


def contents(name: str, data: bytes = TEXT.encode(), named: bool = False) -> FileContents:
    return read(File(name, f"/nowhere/{name}", named=named), data, Kustomizations())


@pytest.mark.parametrize(
    ("name", "context", "partial", "expected"),
    [
        ("a.yaml", False, False, False),
        ("kustomization.yaml", True, False, False),
        ("Kustomization", True, False, False),
        ("01-assert.yaml", False, True, True),
        ("patches/a.yaml", False, True, False),
        ("db-patch.yaml", False, True, False),
    ],
)
def test_the_name_of_a_manifest(name: str, context: bool, partial: bool, expected: bool) -> None:
    (source,) = contents(name).sources
    assert source == Source(name, TEXT, context=context, partial=partial, expected=expected)


def test_a_file_without_objects_is_told_of_if_it_is_named() -> None:
    assert contents("a.md", b"# nothing\n") == FileContents()
    skipped = (Skipped("a.md", "no Kubernetes object in this page"),)
    assert contents("a.md", b"# nothing\n", named=True) == FileContents(skipped=skipped)


@pytest.mark.parametrize("named", [True, False])
def test_binary_content_is_an_error_in_a_named_file(named: bool) -> None:
    expected = ReadError("a.yaml", "binary content") if named else Skipped("a.yaml", "binary content")
    found = contents("a.yaml", b"\x7fELF\0\1", named=named)
    assert (found.errors or found.skipped) == (expected,)
