"""What an editor offers at a finding: its fix, all safe fixes at once, and to ignore it here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stslint.lsp.analysis import Judged
from stslint.lsp.diagnostics import diagnostic
from stslint.lsp.positions import Encoding, Lines, overlaps
from stslint.model import INTERNAL, Document, Edit, Finding, Fix, Span

Action = dict[str, Any]

QUICK_FIX, FIX_ALL = "quickfix", "source.fixAll.stslint"

_MARGIN = re.compile(r"[ \t>]*")
_IGNORE = re.compile(r"[ \t>]*#[ \t]*stslint:[ \t]*ignore[ \t]*=[ \t]*[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*")


def actions(
    judged: Judged,
    asked: dict[str, Any],
    only: Sequence[str] | None,
    encoding: Encoding,
    *,
    versioned: bool,
) -> list[Action]:
    """Returns the actions for a range of a buffer, of the kinds in ``only`` if there are any.

    ``versioned`` tells that the editor takes edits of one version of a document.
    """
    lines = Lines(judged.buffer.text, encoding)
    start, end = lines.place_of(asked["start"]), lines.place_of(asked["end"])
    found: list[Action] = []
    if _wanted(QUICK_FIX, only):
        here = [each for each in judged.findings if overlaps(each.span, start, end)]
        for finding in here:
            told = diagnostic(finding, judged, lines, encoding)
            found += [{**each, "diagnostics": [told]} for each in _of(finding, judged, lines)]
        # Editors list them in this order: what mends before what hides.
        found.sort(key=lambda each: "isPreferred" not in each)
    if _wanted(FIX_ALL, only):
        found += _fix_all(judged.findings)
    return [_finished(each, judged, lines, versioned=versioned) for each in found]


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Returns whether a kind, or one that it is a part of, is asked for."""
    return only is None or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _of(finding: Finding, judged: Judged, lines: Lines) -> Iterator[Action]:
    fix = finding.fix
    if fix is not None and fix.edits:
        yield {"title": _title(fix), "kind": QUICK_FIX, "isPreferred": fix.safe, "edit": fix.edits}
    line = finding.span.line
    if finding.rule != INTERNAL and not _is_json(judged, line) and not _in_text(judged.documents, line):
        title = f"Ignore {finding.rule} {finding.name} here"
        yield {"title": title, "kind": QUICK_FIX, "edit": (_ignoring(finding, lines),)}


def _title(fix: Fix) -> str:
    title = fix.title[:1].upper() + fix.title[1:]
    if fix.safe:
        return title
    return f"{title} (unsafe: {fix.note or 'it may change what the manifest means'})"


def _ignoring(finding: Finding, lines: Lines) -> Edit:
    """Returns the edit that writes a comment above a finding, or adds to the one that stands there."""
    line = finding.span.line
    above = _IGNORE.match(lines.line(line - 1))
    if above is not None:
        column = above.end() + 1
        return Edit(Span(line - 1, column, line - 1, column), f",{finding.rule}")
    margin = _MARGIN.match(lines.line(line))
    text = f"{margin[0] if margin else ''}# stslint: ignore={finding.rule}{lines.line_end}"
    return Edit(Span(line, 1, line, 1), text)


def _is_json(judged: Judged, line: int) -> bool:
    """Returns whether a line is JSON's, which has no comments."""
    sources = [each.source for each in judged.documents if each.source.first_line <= line]
    return bool(sources) and sources[-1].text.lstrip()[:1] == "{"


def _in_text(documents: Iterable[Document], line: int) -> bool:
    """Returns whether a line is inside of a text of several lines, where `#` begins no comment."""
    return any(
        node.span.line < line <= node.span.end_line - (node.span.end_column == 1)
        for document in documents
        for node in document.root.walk()
        if node.kind == "string"
    )


def _fix_all(findings: Iterable[Finding]) -> list[Action]:
    edits = _together(each.fix for each in findings if each.fix is not None and each.fix.safe)
    if not edits:
        return []
    return [{"title": "Apply all safe fixes of stslint", "kind": FIX_ALL, "edit": tuple(edits)}]


def _together(fixes: Iterable[Fix]) -> list[Edit]:
    """Returns the edits of the fixes that can be made at once; of two that meet, the first one's."""
    taken: list[Edit] = []
    for fix in fixes:
        new = [edit for edit in fix.edits if edit not in taken]
        if not any(_meet(edit.span, other.span) for edit in new for other in taken):
            taken += new
    return sorted(taken, key=lambda edit: edit.span)


def _meet(one: Span, other: Span) -> bool:
    if one == other:
        return True
    return one[:2] < other[2:] and other[:2] < one[2:]


def _finished(action: Action, judged: Judged, lines: Lines, *, versioned: bool) -> Action:
    edits = [{"range": lines.range_of(span), "newText": text} for span, text in action["edit"]]
    uri, version = judged.buffer.uri, judged.buffer.version
    if not versioned:
        return {**action, "edit": {"changes": {uri: edits}}}
    document = {"uri": uri, "version": version}
    return {**action, "edit": {"documentChanges": [{"textDocument": document, "edits": edits}]}}
