"""The server: receives the editor's messages through pygls and answers them from the session."""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

import stslint
from stslint.linter.rule import Rule
from stslint.lsp.code_actions import FIX_ALL, QUICK_FIX, ActionRequest
from stslint.lsp.session import EditorSession, RunFor
from stslint.runtime import garbage_collection

DELAY = 0.01
"""Seconds between a change and the check: the changes of a paste or a held key are checked together."""

_WATCHED_FILES = (
    "**/*.{yaml,yml,json}",
    "**/stslint.toml",
    "**/.stslint.yaml",
    "**/pyproject.toml",
    "**/Kustomization",
)

logger = logging.getLogger("stslint")
Result = TypeVar("Result")


class _Protocol(LanguageServerProtocol):
    """Answers a request with invalid parameters with an error; pygls alone does not answer it."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except Exception as error:
            if "id" in data and "method" in data:
                response = lsp.ResponseError(lsp.ErrorCodes.InvalidParams, f"{data['method']}: {error}")
                self._send_response(data["id"], error=response)
            raise

    def handle_message(self, message: Any) -> None:
        """Handles a message; before `initialize`, a request is an error and a notification is ignored.

        Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#initialize
        """
        method = getattr(message, "method", "")
        if hasattr(self, "client_capabilities") or method in ("", lsp.INITIALIZE, lsp.EXIT):
            with garbage_collection.paused():
                super().handle_message(message)
        elif hasattr(message, "id"):
            reason = f"{method}: `initialize` has to be the first request"
            error = lsp.ResponseError(lsp.ErrorCodes.ServerNotInitialized, reason)
            self._send_response(message.id, error=error)


class StslintServer(LanguageServer):
    """A language server with the session of its editor and the buffers that wait to be checked."""

    def __init__(self, session: EditorSession) -> None:
        # Full texts: a manifest is short, and editors do not agree on what ends a line.
        super().__init__(
            "stslint",
            stslint.__version__,
            protocol_cls=_Protocol,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Full,
        )
        self.session = session
        self._waiting: set[str] = set()

    def check_soon(self, uri: str) -> None:
        """Checks a buffer after a delay, once for all changes until then."""
        if uri not in self._waiting:
            self._waiting.add(uri)
            asyncio.get_running_loop().call_later(DELAY, self._check, uri)

    def check_all_soon(self) -> None:
        """Checks all buffers after a delay, because a file that they may depend on changed."""
        for uri in self.session.uris:
            self.check_soon(uri)

    def _check(self, uri: str) -> None:
        self._waiting.discard(uri)
        try:
            with garbage_collection.paused():
                self.publish(self.session.diagnostics(uri))
        except Exception:
            logger.exception("checking %s failed", uri)

    def publish(self, diagnostics: Iterable[lsp.PublishDiagnosticsParams]) -> None:
        """Sends diagnostics to the editor."""
        for each in diagnostics:
            self.text_document_publish_diagnostics(each)

    @property
    def accepts_versioned_edits(self) -> bool:
        """Returns whether the editor accepts edits of one version of a document."""
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace else None
        return bool(edits and edits.document_changes)


def _logging_errors(
    handler: Callable[[StslintServer, Any], Result],
) -> Callable[[StslintServer, Any], Result | None]:
    """Returns a handler that logs an exception and returns None, so that the server continues."""

    @functools.wraps(handler)
    def handle(server: StslintServer, params: Any) -> Result | None:
        try:
            return handler(server, params)
        except Exception:
            logger.exception("%s failed", handler.__name__)
            return None

    return handle


def _initialized(server: StslintServer, params: lsp.InitializedParams) -> None:
    server.session.codec = server.workspace.position_codec
    workspace = server.client_capabilities.workspace
    files = workspace.did_change_watched_files if workspace else None
    if files and files.dynamic_registration:
        server.client_register_capability(lsp.RegistrationParams([_file_watchers()]))


def _file_watchers() -> lsp.Registration:
    watchers = [lsp.FileSystemWatcher(glob_pattern=pattern) for pattern in _WATCHED_FILES]
    options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
    return lsp.Registration("stslint-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def _did_open(server: StslintServer, params: lsp.DidOpenTextDocumentParams) -> None:
    server.session.open(params.text_document)
    server.check_soon(params.text_document.uri)


def _did_change(server: StslintServer, params: lsp.DidChangeTextDocumentParams) -> None:
    server.session.change(params.text_document, params.content_changes)
    server.check_soon(params.text_document.uri)


def _did_save(server: StslintServer, params: lsp.DidSaveTextDocumentParams) -> None:
    server.check_all_soon()


def _did_close(server: StslintServer, params: lsp.DidCloseTextDocumentParams) -> None:
    server.publish(server.session.close(params.text_document.uri))
    server.check_all_soon()


def _watched_files_changed(server: StslintServer, params: lsp.DidChangeWatchedFilesParams) -> None:
    server.check_all_soon()


def _code_action(server: StslintServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    request = ActionRequest(params.range, params.context.only, server.accepts_versioned_edits)
    return server.session.code_actions(params.text_document.uri, request)


def _hover(server: StslintServer, params: lsp.HoverParams) -> lsp.Hover | None:
    return server.session.hover(params.text_document.uri, params.position)


_HANDLERS: dict[str, Callable[[StslintServer, Any], Any]] = {
    lsp.INITIALIZED: _initialized,
    lsp.TEXT_DOCUMENT_DID_OPEN: _did_open,
    lsp.TEXT_DOCUMENT_DID_CHANGE: _did_change,
    lsp.TEXT_DOCUMENT_DID_SAVE: _did_save,
    lsp.TEXT_DOCUMENT_DID_CLOSE: _did_close,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _watched_files_changed,
    lsp.TEXT_DOCUMENT_HOVER: _hover,
    lsp.TEXT_DOCUMENT_CODE_ACTION: _code_action,
}
_OPTIONS = {
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions(code_action_kinds=[QUICK_FIX, FIX_ALL]),
}


def make_server(session: EditorSession) -> StslintServer:
    """Returns the server of a session, ready to be started."""
    server = StslintServer(session)
    for method, handler in _HANDLERS.items():
        bound = functools.partial(_logging_errors(handler), server)
        server.feature(method, _OPTIONS.get(method))(bound)
    return server


def serve(rules: Sequence[Rule], run_for: RunFor) -> None:
    """Serves an editor over standard input and output until it closes them."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="stslint: %(message)s")
    make_server(EditorSession(rules, run_for)).start_io()
