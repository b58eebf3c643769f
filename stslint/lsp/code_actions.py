"""The code actions at a range: the fix of each finding, an ignore comment, and all safe fixes at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types as lsp

from stslint.fixer.text_edits import Change, EditError, changes_of, choose
from stslint.lsp.diagnostics import diagnostic_of
from stslint.lsp.document_checker import CheckedBuffer
from stslint.lsp.ignore_comments import can_ignore, ignore_fix
from stslint.lsp.positions import PositionMapper, overlaps
from stslint.model import Finding, Fix
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lines import LineIndex
from stslint.text.sanitize import one_line

QUICK_FIX = lsp.CodeActionKind.QuickFix.value
FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.stslint"


class ActionRequest(NamedTuple):
    """What an editor requests. ``versioned`` is true if it accepts edits of one version of a document."""

    range: lsp.Range
    only: Sequence[str] | None = None
    versioned: bool = False

    def includes(self, kind: str) -> bool:
        """Returns whether a kind, or one that it is a part of, is requested."""
        return self.only is None or any(kind == each or kind.startswith(each + ".") for each in self.only)


def code_actions(
    checked: CheckedBuffer, request: ActionRequest, mapper: PositionMapper
) -> list[lsp.CodeAction]:
    """Returns the code actions for a buffer that a request includes."""
    actions: list[lsp.CodeAction] = []
    if request.includes(QUICK_FIX):
        for finding in _findings_in(request.range, checked, mapper):
            actions += _quick_fixes(finding, checked, request, mapper)
        # Editors list the actions in this order: fixes come before ignore comments.
        actions.sort(key=lambda action: action.is_preferred is None)
    if request.includes(FIX_ALL):
        actions += _fix_all(checked, request, mapper)
    return actions


def _findings_in(requested: lsp.Range, checked: CheckedBuffer, mapper: PositionMapper) -> list[Finding]:
    start, end = mapper.place_of(requested.start), mapper.place_of(requested.end)
    return [finding for finding in checked.findings if overlaps(finding.span, start, end)]


def _quick_fixes(
    finding: Finding, checked: CheckedBuffer, request: ActionRequest, mapper: PositionMapper
) -> Iterator[lsp.CodeAction]:
    diagnostics, text = [diagnostic_of(finding, checked, mapper)], checked.buffer.text
    fix = finding.fix
    if fix is not None and (changes := _changes(fix, text)):
        edit = _workspace_edit(changes, checked, request, mapper)
        yield lsp.CodeAction(_title(fix), QUICK_FIX, diagnostics, fix.safe, edit=edit)
    if can_ignore(finding, checked.documents):
        ignore = ignore_fix(finding, mapper)
        edit = _workspace_edit(_changes(ignore, text), checked, request, mapper)
        yield lsp.CodeAction(ignore.title, QUICK_FIX, diagnostics, edit=edit)


def _fix_all(
    checked: CheckedBuffer, request: ActionRequest, mapper: PositionMapper
) -> Iterator[lsp.CodeAction]:
    changes = choose(checked.buffer.text, checked.findings).changes
    if changes:
        edit = _workspace_edit(changes, checked, request, mapper)
        yield lsp.CodeAction("Apply all safe stslint fixes", FIX_ALL, edit=edit)


def _title(fix: Fix) -> str:
    title = one_line(fix.title[:1].upper() + fix.title[1:])
    if fix.safe:
        return title
    return f"{title} (unsafe: {fix.note or 'it may change what the manifest means'})"


def _changes(fix: Fix, text: str) -> tuple[Change, ...]:
    try:
        return changes_of(fix, text, LineIndex(text))
    except EditError:
        return ()


def _workspace_edit(
    changes: Iterable[Change], checked: CheckedBuffer, request: ActionRequest, mapper: PositionMapper
) -> lsp.WorkspaceEdit:
    uri, version = checked.buffer.uri, checked.buffer.version
    edits = [lsp.TextEdit(mapper.range_at(start, end), new) for start, end, new in changes]
    if not request.versioned:
        return lsp.WorkspaceEdit(changes={uri: edits})
    document = lsp.OptionalVersionedTextDocumentIdentifier(uri, version)
    return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(document, edits)])
