"""Files on their way through rounds of fixes, and the run with them in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.fixer.working_copies import (
    WorkingCopy,
    encoded,
    keep_fragment_flags,
    structure_mismatch,
    with_working_copies,
)
from stslint.model import Document, Source
from stslint.sources.yaml.parser import parse
from tests.fixer.fake_rules import loaded

TEXT = "a: \u00e4\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
    ],
)
def test_a_text_is_written_in_the_encoding_of_the_file_with_its_mark(encoding: str, mark: bytes) -> None:
    data = encoded(TEXT, mark + "b: 1\n".encode(encoding))
    assert data == mark + TEXT.encode(encoding)
    assert WorkingCopy("a.yaml", b"", data, (), ()).text == TEXT


def test_bytes_that_are_no_text_have_an_empty_text() -> None:
    assert WorkingCopy("a.yaml", b"", b"\xc3(", (), ()).text == ""


def document(text: str, *, fragment: bool = False, name: str = "a.yaml") -> Document:
    (read,) = parse(Source(name, text))
    return Document(read.source, read.index, read.root, read.problems, fragment)


@pytest.mark.parametrize(("before", "after"), [(True, False), (False, True), (True, True), (False, False)])
def test_a_document_stays_a_fragment_or_none(before: bool, after: bool) -> None:
    new = document("b: 2\n", fragment=after)
    (kept,) = keep_fragment_flags([document("b: 1\n", fragment=before)], [new])
    assert kept.fragment is before
    assert (kept.root, kept.source, kept.index, kept.problems) == (new.root, new.source, 0, ())
    assert (kept is new) is (before is after)


JSON, YAML = Source("a", '{"a": 1}'), Source("a", "a: 1\n")
JSON_TWICE = Source("a", '{"a": 1}\n{"a": 2}\n')
# Documents that markers separate are YAML, whatever they look like.
HALF = Source("a", '{"a": 1}\n---\nb: 2\n')
EMPTY = Source("a", "")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ([], [], ""),
        ([YAML], [YAML], ""),
        ([JSON], [JSON], ""),
        ([YAML], [JSON], ""),
        ([JSON], [YAML], "it would be no JSON any more"),
        ([JSON_TWICE], [HALF], "it would be no JSON any more"),
        ([HALF], [YAML], ""),
        ([EMPTY], [YAML], ""),
        ([YAML, JSON], [YAML, YAML], "it would be no JSON any more"),
        ([YAML], [YAML, YAML], "2 manifests would stand where 1 did"),
        ([YAML], [], "0 manifests would stand where 1 did"),
    ],
)
def test_a_file_keeps_its_number_of_manifests_and_json_stays_json(
    before: list[Source], after: list[Source], fault: str
) -> None:
    assert structure_mismatch(before, after) == fault


def test_changed_files_are_in_the_place_of_the_old_ones(tmp_path: Path) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "
    names = ("a.yaml", "b.yaml", "c.yaml")
    for name in names:
        (tmp_path / name).write_text(f"{head}old}}\n---\n{head}old}}\n")
    run = loaded(*(tmp_path / name for name in names))
    file = str(tmp_path / "b.yaml")
    source = Source(file, f"{head}new}}\n")
    copy = WorkingCopy(file, b"", b"", (source,), tuple(parse(source)))
    changed = with_working_copies(run, [copy])
    assert [Path(each.name).name for each in changed.found.sources] == list(names)
    assert [(Path(each.source.name).name, each.name) for each in changed.bundle.documents] == [
        ("a.yaml", "old"),
        ("a.yaml", "old"),
        ("b.yaml", "new"),
        ("c.yaml", "old"),
        ("c.yaml", "old"),
    ]
    assert with_working_copies(run, []) is run
