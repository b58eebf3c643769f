"""The open buffers of an editor, and the answers about them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from stslint.config import ConfigurationError, Fault
from stslint.linter.rule import Rule
from stslint.lsp.buffers import Buffer, path_of, uri_of
from stslint.lsp.code_actions import ActionRequest, code_actions
from stslint.lsp.diagnostics import configuration_diagnostic, diagnostics_of
from stslint.lsp.document_checker import CheckedBuffer, DocumentChecker
from stslint.lsp.hover import hover
from stslint.lsp.positions import PositionMapper
from stslint.lsp.text_changes import apply_changes
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run

RunFor = Callable[[str], Run]
"""Returns how the file at a path is checked. Raises ConfigurationError and OSError."""


class EditorSession:
    """Holds the open buffers of one editor and what is known of them."""

    def __init__(self, rules: Sequence[Rule], run_for: RunFor, codec: PositionCodec | None = None) -> None:
        self.codec = codec or PositionCodec()
        self._rules = rules
        self._run_for = run_for
        self._checker = DocumentChecker()
        self._buffers: dict[str, Buffer] = {}
        self._checked: dict[str, CheckedBuffer] = {}
        self._invalid_configurations: dict[str, str] = {}

    @property
    def uris(self) -> list[str]:
        """Returns the URIs of all open buffers."""
        return list(self._buffers)

    def open(self, document: lsp.TextDocumentItem) -> None:
        """Adds a buffer."""
        self._buffers[document.uri] = Buffer(
            document.uri, document.text, document.version, document.language_id
        )

    def change(
        self,
        document: lsp.VersionedTextDocumentIdentifier,
        changes: Iterable[lsp.TextDocumentContentChangeEvent],
    ) -> None:
        """Changes the text of a buffer. A buffer that is not open stays closed."""
        buffer = self._buffers.get(document.uri)
        if buffer is not None:
            text = apply_changes(buffer.text, changes, self.codec)
            self._buffers[document.uri] = buffer._replace(text=text, version=document.version)

    def close(self, uri: str) -> list[lsp.PublishDiagnosticsParams]:
        """Removes a buffer, and returns what clears its diagnostics."""
        self._buffers.pop(uri, None)
        self._checked.pop(uri, None)
        return [lsp.PublishDiagnosticsParams(uri, []), *self._configuration_diagnostics(uri, ())]

    def diagnostics(self, uri: str) -> list[lsp.PublishDiagnosticsParams]:
        """Returns the diagnostics of a buffer, and those of a configuration file that is not valid."""
        buffer = self._buffers.get(uri)
        if buffer is None:
            return []
        options, faults = self._run_of(buffer)
        checked = self._checked[uri] = self._checker.check(buffer, options, self._open_texts())
        found = diagnostics_of(checked, self._mapper(checked))
        own = lsp.PublishDiagnosticsParams(uri, found, buffer.version)
        return [own, *self._configuration_diagnostics(uri, faults)]

    def code_actions(self, uri: str, request: ActionRequest) -> list[lsp.CodeAction]:
        """Returns the code actions for a range of a buffer."""
        checked = self._current(uri)
        return [] if checked is None else code_actions(checked, request, self._mapper(checked))

    def hover(self, uri: str, position: lsp.Position) -> lsp.Hover | None:
        """Returns the hover text at a position, or None."""
        checked = self._current(uri)
        return None if checked is None else hover(checked, position, self._rules, self._mapper(checked))

    def _mapper(self, checked: CheckedBuffer) -> PositionMapper:
        return PositionMapper(checked.buffer.text, self.codec)

    def _current(self, uri: str) -> CheckedBuffer | None:
        """Returns a buffer checked with its newest text: a request can come before the check of a change."""
        checked, buffer = self._checked.get(uri), self._buffers.get(uri)
        if checked is None or checked.buffer is not buffer:
            self.diagnostics(uri)
        return self._checked.get(uri)

    def _run_of(self, buffer: Buffer) -> tuple[Run, tuple[Fault, ...]]:
        path = buffer.path or "."
        try:
            return self._run_for(path), ()
        except ConfigurationError as error:
            return Run(Inputs([path]), self._rules), error.faults
        except OSError as error:
            message = f"cannot read the file: {error.strerror or error}"
            return Run(Inputs([path]), self._rules), (Fault(str(error.filename or path), 1, message),)

    def _open_texts(self) -> dict[str, str]:
        texts = ((path_of(uri), buffer.text) for uri, buffer in self._buffers.items())
        return {path: text for path, text in texts if path is not None}

    def _configuration_diagnostics(
        self, uri: str, faults: Sequence[Fault]
    ) -> list[lsp.PublishDiagnosticsParams]:
        """Returns the faults of a buffer's configuration, and clears a file that is valid for all buffers."""
        previous = self._invalid_configurations.pop(uri, None)
        published = []
        if faults:
            file = self._invalid_configurations[uri] = uri_of(os.path.abspath(faults[0].file))
            found = [configuration_diagnostic(fault) for fault in faults]
            published.append(lsp.PublishDiagnosticsParams(file, found))
        if previous is not None and previous not in self._invalid_configurations.values():
            published.append(lsp.PublishDiagnosticsParams(previous, []))
        return published
