"""What a rule answers becomes a finding. Pure functions."""

from __future__ import annotations

import os
from collections.abc import Iterator

from stslint.linter.consequences import OFF, Case, Consequence, consequence_of
from stslint.linter.outcome import reference
from stslint.linter.rule import Rule
from stslint.linter.rule_loader import failed_line
from stslint.linter.settings import Settings
from stslint.model import (
    INTERNAL,
    SEVERITIES,
    Bundle,
    Document,
    Edit,
    Finding,
    Fix,
    Node,
    NotChecked,
    Problem,
    Related,
    RelatedPlace,
    Severity,
)
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import abbreviated

LONGEST_TEXT = 2_000
"""Characters of a text that a finding quotes; a longer one is cut. The longest valid field path has a key of
317 characters, the longest of our own sentences 400."""


class FindingContext(NamedTuple):
    """What a finding is made with: the settings of the run, and the bundles that hold related places.

    What is ``fatal`` ends the process; any other error is a finding on the rule that raised it.
    """

    settings: Settings
    bundle: Bundle
    old: Bundle | None = None
    fatal: tuple[type[BaseException], ...] = (KeyboardInterrupt,)


def to_finding(rule: Rule, document: Document, problem: Problem, context: FindingContext) -> Finding | None:
    """Returns a rule's problem as a finding on its document, or nothing where a context turns it off."""
    own = problem.severity or rule.severity
    consequence = consequence_of(rule.id, rule.layer, own)
    level: Severity | None = own
    if consequence.lowered:
        level = _lowered(own, consequence, rule, Case(problem, document, context.bundle), context.settings)
    if level is None:
        return None
    severity = context.settings.severity_of(rule.id, rule.name, level)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=severity,
        layer=rule.layer,
        message=abbreviated(problem.message, LONGEST_TEXT),
        file=document.source.name,
        span=problem.span,
        document=document.index,
        reference=reference(document),
        field=abbreviated(problem.path, LONGEST_TEXT),
        help=abbreviated(problem.help, LONGEST_TEXT),
        url=rule.source,
        fix=problem.fix,
        related=tuple(_related_places(problem, document, context)) if problem.related else (),
        confidence="likely" if own != rule.severity else consequence.confidence,
        impact=consequence.impact,
    )


def _lowered(
    own: Severity, consequence: Consequence, rule: Rule, case: Case, settings: Settings
) -> Severity | None:
    """Returns the severity in its context, or nothing for off; what the user states is not lowered."""
    if not settings.contexts or settings.states_severity_of(rule.id, rule.name):
        return own
    from stslint.linter.contexts import lowered  # most rules are not lowered by anything

    level = lowered(consequence.lowered, case)
    if level == OFF:
        return None
    return max((own, *(each for each in SEVERITIES if each == level)), key=SEVERITIES.index)


def _related_places(problem: Problem, document: Document, context: FindingContext) -> Iterator[RelatedPlace]:
    for related in problem.related:
        if related.file:
            yield RelatedPlace(related.file, related.node.place, abbreviated(related.message, LONGEST_TEXT))
            continue
        before = context.old.home_of(related.node) if context.old is not None else None
        # A node of a tree as it was read, before it was corrected, is in no bundle: it is the document's own.
        home = context.bundle.home_of(related.node) or before or document
        message = abbreviated(related.message, LONGEST_TEXT)
        yield RelatedPlace(home.source.name, related.node.place, message)


def refuse_invalid_answer(answer: object, document: Document) -> None:
    """Raises TypeError for an answer that no finding on a document can be made of."""
    refuse_unusable_answer(answer)
    if isinstance(answer, Problem) and answer.node.root is not document.root:
        raise TypeError("its Problem is on a node of another document; name that one in `related`")


def refuse_unusable_answer(answer: object) -> None:
    """Raises TypeError for an answer with parts that no report could show."""
    if isinstance(answer, NotChecked):
        if not isinstance(answer.reason, str):
            raise TypeError("its NotChecked needs a text as the reason")
        return
    if not isinstance(answer, Problem):
        raise TypeError(f"it yields `{answer!r:.60}` instead of a Problem or NotChecked")
    if not isinstance(answer.node, Node) or not isinstance(answer.message, str):
        raise TypeError("its Problem needs a Node of the manifest and a text")
    if not (isinstance(answer.help, str) and isinstance(answer.field, str) and isinstance(answer.rule, str)):
        raise TypeError("the `help`, the `field` and the `rule` of its Problem must be texts")
    if answer.severity is not None and answer.severity not in SEVERITIES:
        raise TypeError(
            f"its Problem has the severity `{answer.severity}`, which is not one of {', '.join(SEVERITIES)}"
        )
    if answer.fix is not None:
        _refuse_unusable_fix(answer.fix)
    if not all(_is_usable(each) for each in answer.related):
        raise TypeError("`related` of its Problem must be a tuple of Related, each with a Node and a text")


def _refuse_unusable_fix(fix: object) -> None:
    if not isinstance(fix, Fix) or not isinstance(fix.title, str) or not isinstance(fix.note, str):
        raise TypeError("the `fix` of its Problem must be a Fix with a title")
    if not all(isinstance(each, Edit) and isinstance(each.text, str) for each in fix.edits):
        raise TypeError("the edits of its Fix must be a tuple of Edit, each with a span and a text")


def _is_usable(related: object) -> bool:
    return (
        isinstance(related, Related)
        and isinstance(related.node, Node)
        and isinstance(related.message, str)
        and isinstance(related.file, str)
    )


def rule_failure(rule: Rule, document: Document, error: BaseException) -> Finding:
    """Returns the finding that a rule raised an error on a document, with the line of the rule's own file."""
    root: Node = document.root
    line = failed_line(error, rule.file)
    where = f", on line {line} of {os.path.basename(rule.file)}" if line else ""
    return Finding(
        rule=INTERNAL,
        name="rule-failed",
        severity="error",
        layer="rule",
        message=f"the rule {rule.id} {rule.name} failed here{where}: {_described(error)}",
        file=document.source.name,
        span=root.place,
        document=document.index,
        reference=reference(document),
        help=f"report this with the manifest, or continue with --ignore {rule.id}",
    )


def _described(error: BaseException) -> str:
    """Returns the type of an error and its text, even if the error of a rule cannot describe itself."""
    kind = type(error).__name__
    try:
        return f"{kind}: {error}"
    except Exception:
        return kind
