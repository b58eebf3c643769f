"""The code actions at a range: the fix of each finding, an ignore comment, and all safe fixes at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lsprotocol import types as lsp

from stslint.fixer.text_edits import Change, EditError, changes_of, choose
from stslint.lsp.diagnostics import MOST_PUBLISHED, diagnostic_of
from stslint.lsp.document_checker import CheckedBuffer
from stslint.lsp.ignore_comments import IgnorableLines, ignore_fix
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


class _Context(NamedTuple):
    """What all actions of an answer are made with."""

    checked: CheckedBuffer
    request: ActionRequest
    mapper: PositionMapper
    lines: LineIndex


def code_actions(
    checked: CheckedBuffer, request: ActionRequest, mapper: PositionMapper
) -> list[lsp.CodeAction]:
    """Returns the code actions for a buffer that a request includes."""
    actions: list[lsp.CodeAction] = []
    context = _Context(checked, request, mapper, LineIndex(checked.buffer.text))
    if request.includes(QUICK_FIX):
        actions += _quick_fixes(context)
        # Editors list the actions in this order: fixes come before ignore comments.
        actions.sort(key=lambda action: action.is_preferred is None)
    if request.includes(FIX_ALL):
        actions += _fix_all(context)
    return actions


def _quick_fixes(context: _Context) -> Iterator[lsp.CodeAction]:
    found = _findings_in(context)
    ignorable = IgnorableLines(context.checked.documents if found else ())
    for finding in found:
        diagnostics = [diagnostic_of(finding, context.checked, context.mapper)]
        fix = finding.fix
        if fix is not None and (changes := _changes(fix, context)):
            edit = _workspace_edit(changes, context)
            yield lsp.CodeAction(_title(fix), QUICK_FIX, diagnostics, fix.safe, edit=edit)
        if ignorable.can_ignore(finding):
            ignore = ignore_fix(finding, context.mapper)
            edit = _workspace_edit(_changes(ignore, context), context)
            yield lsp.CodeAction(ignore.title, QUICK_FIX, diagnostics, edit=edit)


def _findings_in(context: _Context) -> list[Finding]:
    requested, mapper = context.request.range, context.mapper
    start, end = mapper.place_of(requested.start), mapper.place_of(requested.end)
    found = (finding for finding in context.checked.findings if overlaps(finding.span, start, end))
    return list(islice(found, MOST_PUBLISHED))  # nobody chooses from more


def _fix_all(context: _Context) -> Iterator[lsp.CodeAction]:
    changes = choose(context.checked.buffer.text, context.checked.findings).changes
    if changes:
        edit = _workspace_edit(changes, context)
        yield lsp.CodeAction("Apply all safe stslint fixes", FIX_ALL, edit=edit)


def _title(fix: Fix) -> str:
    title = one_line(fix.title[:1].upper() + fix.title[1:])
    if fix.safe:
        return title
    return f"{title} (unsafe: {fix.note or 'it may change what the manifest means'})"


def _changes(fix: Fix, context: _Context) -> tuple[Change, ...]:
    try:
        return changes_of(fix, context.checked.buffer.text, context.lines)
    except EditError:
        return ()


def _workspace_edit(changes: Iterable[Change], context: _Context) -> lsp.WorkspaceEdit:
    buffer = context.checked.buffer
    edits = [lsp.TextEdit(context.mapper.range_at(start, end), new) for start, end, new in changes]
    if not context.request.versioned:
        return lsp.WorkspaceEdit(changes={buffer.uri: edits})
    document = lsp.OptionalVersionedTextDocumentIdentifier(buffer.uri, buffer.version)
    return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(document, edits)])
