"""The objects of a run that `--against` has nothing to compare with."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.kubernetes.verdict import CHECKED_KINDS
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Unchecked
from stslint.model.object_matching import predecessors
from stslint.text.wording import join_and

RULE = "immutable-field-changed"
"""The rule that reports what the API server refuses of an update."""

_MOST_NAMED = 3


def without_predecessor(
    bundle: Bundle, before: Bundle | None, against: str | None, rules: Iterable[Rule], settings: Settings
) -> tuple[Unchecked, ...]:
    """Returns which objects were checked as new ones, because there was none to compare them with."""
    rule = next((rule for rule in rules if rule.name == RULE), None)
    if before is None or rule is None or not settings.wants(rule.id, rule.name, rule.default, rule.layer):
        return ()
    matches = predecessors(bundle, before)
    new = [each for each in bundle.documents if _is_compared(each) and each not in matches]
    return (Unchecked(rule.id, _reason(new, against or "")),) if new else ()


def _is_compared(document: Document) -> bool:
    return document.kind in CHECKED_KINDS and not document.context and not document.fragment


def _reason(documents: list[Document], against: str) -> str:
    named = [f"{document.kind} `{document.name}`" for document in documents[:_MOST_NAMED]]
    more = len(documents) - len(named)
    if more:
        named.append(f"{more} other{'s' if more > 1 else ''}")
    verb, each = ("is", "it is") if len(documents) == 1 else ("are", "they are")
    return f"{join_and(named)} {verb} not in {against}, so {each} checked as new"
