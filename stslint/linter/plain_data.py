"""Findings as plain data that ``marshal`` can write, and back.

Written out field by field: a run after one change restores all findings of the others.
"""

from __future__ import annotations

from stslint.model import Edit, Finding, Fix, Reference, RelatedPlace, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def plain(finding: Finding) -> tuple[Any, ...]:
    """Returns a finding as plain data."""
    reference, fix, related = finding.reference, finding.fix, finding.related
    return (
        *finding[:6],
        tuple(finding.span),
        finding.document,
        None if reference is None else tuple(reference),
        *finding[9:12],
        None if fix is None else (fix.title, tuple(map(_plain_edit, fix.edits)), *fix[2:]),
        tuple((each.file, tuple(each.span), each.message) for each in related),
        *finding[14:],
    )


def _plain_edit(edit: Edit) -> tuple[Any, ...]:
    return tuple(edit.span), edit.text


def restored(data: tuple[Any, ...]) -> Finding:
    """Returns the finding that ``plain`` was given. Raises TypeError and ValueError for other data."""
    span, document, reference, field, help_text, url, fix, related, confidence, impact = data[6:]
    rule, name, severity, layer, message, file = data[:6]
    return Finding(
        rule,
        name,
        severity,
        layer,
        message,
        file,
        Span(*span),
        document,
        None if reference is None else Reference(*reference),
        field,
        help_text,
        url,
        None if fix is None else Fix(fix[0], tuple(map(_restored_edit, fix[1])), *fix[2:]),
        tuple(RelatedPlace(file, Span(*place), message) for file, place, message in related),
        confidence,
        impact,
    )


def _restored_edit(data: tuple[Any, ...]) -> Edit:
    span, text = data
    return Edit(Span(*span), text)
