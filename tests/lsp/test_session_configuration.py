"""The configuration of the files in open buffers, and the diagnostics of its faults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from lsprotocol import types as lsp

from stslint.lsp.session import EditorSession
from stslint.pipeline.run import Run
from tests.lsp.samples import (
    RULES,
    STATEFUL_SET,
    TYPO,
    codes,
    diagnostic,
    diagnostics,
    diagnostics_by_uri,
    open_file,
    open_text,
)


def test_diagnostics_for_several_kubernetes_versions_name_versions(tmp_path: Path) -> None:
    (tmp_path / ".stslint.yaml").write_text("kubernetes-versions: ['1.33', '1.34']\n")
    text = STATEFUL_SET.replace("        image", "        restartPolicyRules: []\n        image")
    assert "(in 1.33)" in diagnostic(*open_file(tmp_path, text), "STS004").message


def test_configuration_with_fault_is_reported_in_its_file_until_fixed(tmp_path: Path) -> None:
    file, (session, uri) = tmp_path / ".stslint.yaml", open_file(tmp_path, TYPO)
    file.write_text("ignore: [STS004]\n")
    assert "STS004" not in codes(session, uri)
    file.write_text("fail-on: error\nselct: []\n")
    (fault,) = diagnostics_by_uri(session, uri)[file.as_uri()]
    assert fault.range.start == lsp.Position(1, 0)
    assert "did you mean `select`?" in fault.message
    file.unlink()
    assert diagnostics_by_uri(session, uri)[file.as_uri()] == []


def test_configuration_with_fault_is_cleared_with_last_buffer(tmp_path: Path) -> None:
    file = tmp_path / ".stslint.yaml"
    file.write_text("selct: []\n")
    session, first = open_file(tmp_path, TYPO)
    second = (tmp_path / "second.yaml").as_uri()
    open_text(session, second, TYPO)
    session.diagnostics(first)
    session.diagnostics(second)
    assert [each.uri for each in session.close(first)] == [first]
    assert session.close(second)[1:] == [lsp.PublishDiagnosticsParams(file.as_uri(), [])]


def test_configuration_that_excludes_file_leaves_no_diagnostics(tmp_path: Path) -> None:
    (tmp_path / ".stslint.yaml").write_text("exclude: [generated/]\n")
    (tmp_path / "generated").mkdir()
    assert diagnostics(*open_file(tmp_path / "generated", TYPO)) == []


def test_configuration_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "stslint.toml"

    def denied(path: str) -> Run:
        raise PermissionError(13, "Permission denied", os.fspath(file))

    session = EditorSession(RULES, denied)
    open_text(session, "untitled:x", STATEFUL_SET)
    (fault,) = diagnostics_by_uri(session, "untitled:x")[file.as_uri()]
    assert fault.message == "cannot read the file: Permission denied"
