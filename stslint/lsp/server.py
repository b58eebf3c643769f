"""The Language Server Protocol around the service: the only room that knows pygls."""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from lsprotocol import converters
from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

import stslint
from stslint.linter.rule import Rule
from stslint.lsp.code_actions import FIX_ALL, QUICK_FIX
from stslint.lsp.positions import Encoding
from stslint.lsp.session import JudgingOf, Published, Service

PAUSE = 0.01
"""Seconds after a change in which further ones are waited for: a paste or a held key is judged once."""

_WATCHED = (
    "**/*.{yaml,yml,json}",
    "**/stslint.toml",
    "**/.stslint.yaml",
    "**/pyproject.toml",
    "**/Kustomization",
)
_ENCODINGS: dict[str, Encoding] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}

logger = logging.getLogger("stslint")
Result = TypeVar("Result")


class _Protocol(LanguageServerProtocol):
    """pygls' protocol, which leaves a request that it can't read without an answer."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except Exception as error:
            if "id" in data and "method" in data:
                fault = lsp.ResponseError(lsp.ErrorCodes.InvalidParams, f"{data['method']}: {error}")
                self._send_response(data["id"], error=fault)
            raise


class _Server(LanguageServer):
    """pygls with the service, and the buffers that wait to be judged."""

    def __init__(self, service: Service) -> None:
        # Whole texts: a manifest is short, and no two programs count its lines alike.
        super().__init__(
            "stslint",
            stslint.__version__,
            protocol_cls=_Protocol,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Full,
        )
        self.service = service
        self.waiting: set[str] = set()
        self.converter = converters.get_converter()

    def judge_soon(self, uri: str) -> None:
        """Judges a buffer after a pause, once for all that happens in it."""
        if uri not in self.waiting:
            self.waiting.add(uri)
            asyncio.get_running_loop().call_later(PAUSE, self._judge, uri)

    def judge_all_soon(self) -> None:
        """Judges all buffers: what stands beside them changed."""
        for uri in self.service.uris:
            self.judge_soon(uri)

    def _judge(self, uri: str) -> None:
        self.waiting.discard(uri)
        try:
            self.publish(self.service.diagnostics(uri))
        except Exception:
            logger.exception("judging %s failed", uri)

    def publish(self, published: Sequence[Published]) -> None:
        """Sends diagnostics."""
        for uri, version, told in published:
            found = [self.converter.structure(each, lsp.Diagnostic) for each in told]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))


def _safely(
    handler: Callable[[_Server, Any], Result],
) -> Callable[[_Server, Any], Result | None]:
    """Returns a handler that logs what goes wrong and answers with nothing: the next request is served."""

    @functools.wraps(handler)
    def handle(server: _Server, params: Any) -> Result | None:
        try:
            return handler(server, params)
        except Exception:
            logger.exception("%s failed", handler.__name__)
            return None

    return handle


def _initialized(server: _Server, params: lsp.InitializedParams) -> None:
    encoding = str(server.workspace.position_encoding or "utf-16")
    server.service.encoding = _ENCODINGS.get(encoding, "utf-16")
    workspace = server.client_capabilities.workspace
    files = workspace.did_change_watched_files if workspace else None
    if files and files.dynamic_registration:
        server.client_register_capability(lsp.RegistrationParams([_watching()]))


def _watching() -> lsp.Registration:
    watchers = [lsp.FileSystemWatcher(glob_pattern=pattern) for pattern in _WATCHED]
    options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
    return lsp.Registration("stslint-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def _opened(server: _Server, params: lsp.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    server.service.open(document.uri, document.text, document.version, document.language_id)
    server.judge_soon(document.uri)


def _changed(server: _Server, params: lsp.DidChangeTextDocumentParams) -> None:
    document = params.text_document
    server.service.change(document.uri, params.content_changes[-1].text, document.version)
    server.judge_soon(document.uri)


def _saved(server: _Server, params: lsp.DidSaveTextDocumentParams) -> None:
    server.judge_all_soon()


def _closed(server: _Server, params: lsp.DidCloseTextDocumentParams) -> None:
    server.publish(server.service.close(params.text_document.uri))
    server.judge_all_soon()


def _watched(server: _Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    server.judge_all_soon()


def _acted(server: _Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    workspace = server.client_capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    asked = server.converter.unstructure(params.range, lsp.Range)
    only = None if params.context.only is None else [str(each) for each in params.context.only]
    found = server.service.actions(
        params.text_document.uri, asked, only, versioned=bool(edits and edits.document_changes)
    )
    return [server.converter.structure(each, lsp.CodeAction) for each in found]


def _hovered(server: _Server, params: lsp.HoverParams) -> lsp.Hover | None:
    position = server.converter.unstructure(params.position, lsp.Position)
    found = server.service.hover(params.text_document.uri, position)
    return None if found is None else server.converter.structure(found, lsp.Hover)


def make_server(service: Service) -> LanguageServer:
    """Returns the server, ready to be started."""
    server = _Server(service)
    handlers: dict[str, Callable[[_Server, Any], Any]] = {
        lsp.INITIALIZED: _initialized,
        lsp.TEXT_DOCUMENT_DID_OPEN: _opened,
        lsp.TEXT_DOCUMENT_DID_CHANGE: _changed,
        lsp.TEXT_DOCUMENT_DID_SAVE: _saved,
        lsp.TEXT_DOCUMENT_DID_CLOSE: _closed,
        lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _watched,
        lsp.TEXT_DOCUMENT_HOVER: _hovered,
    }
    for name, handler in handlers.items():
        server.feature(name)(functools.partial(_safely(handler), server))
    options = lsp.CodeActionOptions(code_action_kinds=[QUICK_FIX, FIX_ALL])
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, options)(functools.partial(_safely(_acted), server))
    return server


def serve(rules: Sequence[Rule], judging_of: JudgingOf) -> None:
    """Serves an editor over standard input and output until it hangs up."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="stslint: %(message)s")
    make_server(Service(rules, judging_of)).start_io()
