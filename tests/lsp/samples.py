"""Manifests, sessions and places that the tests of the language server share."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from stslint.cli.run_settings import excludes_of
from stslint.config import configuration_for
from stslint.config.settings import settings_from
from stslint.linter.rule_set import rule_set
from stslint.lsp.code_actions import ActionRequest
from stslint.lsp.session import EditorSession
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run

RULES = rule_set()
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{name: http, port: 80}]
"""
STATEFUL_SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 5
  updateStrategy:
    type: RollingUpdate
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx:1.27.3
        readinessProbe: {httpGet: {path: /, port: 80}}
"""
TYPO = STATEFUL_SET.replace("replicas", "replica")
"""Has one finding of STS004, at `replica`."""

WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 9))


def run_for(path: str) -> Run:
    """Returns the run that the nearest configuration file asks for, as the command does."""
    configuration = configuration_for(path)
    inputs = Inputs([path], exclude_by_folder=excludes_of(configuration))
    return Run(inputs, RULES, settings_from(configuration, RULES))


def new_session(encoding: lsp.PositionEncodingKind | None = None) -> EditorSession:
    """Returns a session with no open buffers."""
    return EditorSession(RULES, run_for, PositionCodec(encoding) if encoding else None)


def open_text(session: EditorSession, uri: str, text: str, language: str = "yaml") -> None:
    """Opens a buffer at version 1."""
    session.open(lsp.TextDocumentItem(uri, language, 1, text))


def open_file(
    folder: Path, text: str, name: str = "web.yaml", language: str = "yaml"
) -> tuple[EditorSession, str]:
    """Returns a session with one buffer, and its URI."""
    session, uri = new_session(), (folder / name).as_uri()
    open_text(session, uri, text, language)
    return session, uri


def change_text(session: EditorSession, uri: str, text: str, version: int = 2) -> None:
    """Replaces the whole text of a buffer."""
    change = lsp.TextDocumentContentChangeWholeDocument(text)
    session.change(lsp.VersionedTextDocumentIdentifier(version, uri), [change])


def diagnostics_by_uri(session: EditorSession, uri: str) -> dict[str, list[lsp.Diagnostic]]:
    """Returns all that is published for a buffer."""
    return {each.uri: list(each.diagnostics) for each in session.diagnostics(uri)}


def diagnostics(session: EditorSession, uri: str) -> list[lsp.Diagnostic]:
    """Returns the diagnostics of a buffer itself."""
    return diagnostics_by_uri(session, uri)[uri]


def codes(session: EditorSession, uri: str) -> set[str]:
    """Returns the ids of the rules that report something in a buffer."""
    return {str(each.code) for each in diagnostics(session, uri)}


def diagnostic(session: EditorSession, uri: str, code: str) -> lsp.Diagnostic:
    """Returns the first diagnostic of a rule."""
    return next(each for each in diagnostics(session, uri) if each.code == code)


def position_in(text: str, words: str, offset: int = 0) -> lsp.Position:
    """Returns the position of some words in an ASCII text."""
    index = text.index(words) + offset
    before = text[:index]
    return lsp.Position(before.count("\n"), index - (before.rfind("\n") + 1))


def range_at(text: str, words: str) -> lsp.Range:
    """Returns the empty range before some words in an ASCII text."""
    return lsp.Range(position_in(text, words), position_in(text, words))


def actions_at(
    session: EditorSession, uri: str, where: lsp.Range, *only: str, versioned: bool = False
) -> list[lsp.CodeAction]:
    """Returns the code actions at a range, of all kinds or of some."""
    return session.code_actions(uri, ActionRequest(where, only or None, versioned))


def edits_of(action: lsp.CodeAction) -> list[lsp.TextEdit]:
    """Returns the edits of an action that changes one document."""
    assert action.edit is not None
    assert action.edit.changes is not None
    (edits,) = action.edit.changes.values()
    return list(edits)


def with_edits(text: str, edits: list[lsp.TextEdit]) -> str:
    """Returns an ASCII text with ``\\n`` or ``\\r\\n`` line ends after some edits."""
    lines = text.splitlines(keepends=True)

    def offset(position: lsp.Position) -> int:
        return sum(map(len, lines[: position.line])) + position.character

    # An edit moves what is after it: the last one comes first.
    for edit in sorted(edits, key=lambda each: offset(each.range.start), reverse=True):
        start, end = offset(edit.range.start), offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


def with_action(text: str, action: lsp.CodeAction) -> str:
    """Returns an ASCII text after an action."""
    return with_edits(text, edits_of(action))
