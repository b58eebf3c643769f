"""The diagnostics of open buffers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from lsprotocol import types as lsp

from tests.lsp.samples import (
    SERVICE,
    STATEFUL_SET,
    TYPO,
    WHOLE,
    actions_at,
    change_text,
    codes,
    diagnostic,
    diagnostics,
    new_session,
    open_file,
    open_text,
    position_in,
    range_at,
)


def test_diagnostic_of_finding_has_range_severity_link_and_help(tmp_path: Path) -> None:
    text = STATEFUL_SET.replace("kind: StatefulSet", "kind: statefulset")
    found = diagnostic(*open_file(tmp_path, text), "STS002")
    assert found.range == lsp.Range(position_in(text, "statefulset"), position_in(text, "statefulset", 11))
    assert found.severity == lsp.DiagnosticSeverity.Error
    assert found.source == "stslint"
    assert found.code_description is not None
    assert found.code_description.href.startswith("https://")
    assert "did you mean `StatefulSet`?" in found.message


def test_diagnostic_of_unused_ignore_is_tagged_unnecessary(tmp_path: Path) -> None:
    text = STATEFUL_SET.replace("kind:", "# stslint: ignore=STS201\nkind:", 1)
    found = [each.tags for each in diagnostics(*open_file(tmp_path, text)) if "STS201" in each.message]
    assert found == [[lsp.DiagnosticTag.Unnecessary]]


def test_diagnostics_of_unsaved_buffer_ignore_file_on_disk(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(STATEFUL_SET)
    session, uri = open_file(tmp_path, TYPO)
    assert "STS004" in codes(session, uri)
    change_text(session, uri, STATEFUL_SET, 2)
    assert session.diagnostics(uri)[0].version == 2
    assert "STS004" not in codes(session, uri)


def test_diagnostics_follow_neighbor_file_on_disk_and_open(tmp_path: Path) -> None:
    neighbor, public = tmp_path / "service.yaml", SERVICE.replace("None", "10.0.0.1")
    neighbor.write_text(public)
    session, uri = open_file(tmp_path, STATEFUL_SET)
    assert "STS106" in codes(session, uri)
    neighbor.write_text(SERVICE)
    assert "STS106" not in codes(session, uri)
    open_text(session, neighbor.as_uri(), public)
    assert "STS106" in codes(session, uri)
    assert session.close(neighbor.as_uri()) == [lsp.PublishDiagnosticsParams(neighbor.as_uri(), [])]
    assert "STS106" not in codes(session, uri)
    neighbor.unlink()
    assert not {"STS105", "STS106"} & codes(session, uri)


def other_set(name: str) -> str:
    """Returns another StatefulSet that selects the same pods, with wide characters before its labels."""
    return STATEFUL_SET.replace("  name: web\n", f"  name: {name}\n", 1).replace(
        "    metadata:\n      labels: {app: web}", "    metadata: {annotations: {𝄞: é}, labels: {app: web}}"
    )


def test_related_information_in_other_file_counts_units_of_that_file(tmp_path: Path) -> None:
    other = other_set("other")
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    related = [
        place
        for each in diagnostics(*open_file(tmp_path, STATEFUL_SET))
        for place in each.related_information or ()
    ]
    line = next(line for line in other.split("\n") if "𝄞" in line)
    assert related
    for place in related:
        start, end = place.location.range.start, place.location.range.end
        assert place.location.uri == (tmp_path / "other.yaml").as_uri()
        assert start == lsp.Position(other.split("\n").index(line), line.index("{app") + 1)
        assert end.character - start.character == len("{app: web}")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_related_information_in_file_with_name_that_is_not_utf8_has_uri(tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"\xff.yaml")
    try:
        with open(name, "wb") as file:
            file.write(other_set("other").encode())
    except OSError:
        pytest.skip("this file system has no such names")
    found = [each for each in diagnostics(*open_file(tmp_path, STATEFUL_SET)) if each.related_information]
    assert found


def test_diagnostics_of_patch_in_kustomization_are_those_of_fragment(tmp_path: Path) -> None:
    patch = STATEFUL_SET.replace("  selector:\n    matchLabels: {app: web}\n", "")
    session, uri = open_file(tmp_path, patch)
    complete = codes(session, uri)
    (tmp_path / "kustomization.yaml").write_text("patches:\n- path: web.yaml\n")
    assert codes(session, uri) < complete


@pytest.mark.parametrize(
    "text",
    [
        "services:\n  web:\n    image: nginx\n",
        "a: [1\n",
        "",
        "\n",
        "\r",
        "\x00\x01",
        "\ud800 lone",
        "- " * 2000,
        "kind: StatefulSet\n" + "a: &a [*a]\n",
        "kind: StatefulSet\nspec: " + "[" * 3000,
    ],
)
def test_session_with_unusual_text_answers_every_request(tmp_path: Path, text: str) -> None:
    session, uri = open_file(tmp_path, text)
    assert session.diagnostics(uri)[0].uri == uri
    assert isinstance(actions_at(session, uri, WHOLE), list)
    session.hover(uri, lsp.Position(0, 1))
    session.hover(uri, lsp.Position(99, 99))


def test_diagnostics_of_yaml_without_kubernetes_object_are_empty(tmp_path: Path) -> None:
    assert diagnostics(*open_file(tmp_path, "services:\n  web: [\n")) == []


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_diagnostics_with_other_line_ends_are_on_same_lines(tmp_path: Path, line_end: str) -> None:
    expected = diagnostics(*open_file(tmp_path, TYPO))
    assert diagnostics(*open_file(tmp_path, TYPO.replace("\n", line_end))) == expected


def test_change_of_closed_buffer_does_not_open_it(tmp_path: Path) -> None:
    session, uri = open_file(tmp_path, TYPO)
    session.close(uri)
    change_text(session, uri, TYPO)
    assert session.uris == []
    assert session.diagnostics(uri) == []


def test_change_with_range_in_units_of_session_changes_range(tmp_path: Path) -> None:
    session, uri = new_session(lsp.PositionEncodingKind.Utf8), (tmp_path / "web.yaml").as_uri()
    open_text(session, uri, STATEFUL_SET.replace("  replicas: 5", "  { 𝄞: 1, replicas: 5 }"))
    line = position_in(STATEFUL_SET, "  replicas").line
    where = lsp.Range(lsp.Position(line, 0), lsp.Position(line, len("  { 𝄞: 1, replicas: 5 }".encode())))
    change = lsp.TextDocumentContentChangePartial(where, "  replica: 5")
    session.change(lsp.VersionedTextDocumentIdentifier(2, uri), [change])
    assert diagnostic(session, uri, "STS004").range.start == position_in(TYPO, "replica:")


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "git:/home/me/web.yaml?ref",
        "vscode-notebook-cell:/home/me/page.ipynb#W0sZmlsZQ",
        "file://[",
        "file:///home/a%00b.yaml",
        "file:///c%3A/Users/me/web.yaml",
        "no URI at all",
    ],
)
def test_diagnostics_of_any_uri_are_those_of_its_text(tmp_path: Path, uri: str) -> None:
    session, file = open_file(tmp_path, TYPO)
    open_text(session, uri, TYPO)
    assert "STS004" in codes(session, uri)
    assert "STS004" in codes(session, file)
    assert actions_at(session, uri, range_at(TYPO, "replica:"))
    assert session.hover(uri, position_in(TYPO, "replica:")) is not None


def test_diagnostics_of_unsaved_markdown_are_in_its_blocks() -> None:
    session, page = new_session(), f"# Page\n\n```yaml\n{TYPO}```\n"
    open_text(session, "untitled:Untitled-2", page, "markdown")
    found = diagnostic(session, "untitled:Untitled-2", "STS004")
    assert found.range.start == position_in(page, "replica:")


def test_session_with_unknown_uri_returns_nothing() -> None:
    session, uri = new_session(), "file:///nowhere.yaml"
    assert session.diagnostics(uri) == []
    assert actions_at(session, uri, WHOLE) == []
    assert session.hover(uri, lsp.Position(0, 0)) is None
    assert session.close(uri) == [lsp.PublishDiagnosticsParams(uri, [])]
