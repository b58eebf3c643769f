"""Applies the changes that an editor reports to the text of a buffer."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from stslint.lsp.positions import PositionMapper


def apply_changes(
    text: str, changes: Iterable[lsp.TextDocumentContentChangeEvent], codec: PositionCodec
) -> str:
    """Returns the text after all changes. The range of each is in the text after the previous one."""
    for change in changes:
        text = _applied(text, change, codec)
    return text


def _applied(text: str, change: lsp.TextDocumentContentChangeEvent, codec: PositionCodec) -> str:
    if not isinstance(change, lsp.TextDocumentContentChangePartial):
        return change.text
    # pygls' own TextDocument also breaks lines at U+2028 and form feeds, where no editor does.
    mapper = PositionMapper(text, codec)
    start, end = mapper.offset_of(change.range.start), mapper.offset_of(change.range.end)
    return text[:start] + change.text + text[end:]
