"""The StatefulSets that are taken for patches, though nothing but their content says so."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.linter.outcome import is_fragment
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Unchecked

RULE = "required-field-missing"
"""The rule that does not report what a patch does not have."""

_MOST_NAMED = 3
_WHY = (
    "has neither a selector nor a container with an image, so it is taken for a patch: "
    "use --complete if it is a whole manifest"
)


def taken_for_patches(bundle: Bundle, rules: Iterable[Rule], settings: Settings) -> tuple[Unchecked, ...]:
    """Returns what was not checked because a StatefulSet has neither selector nor containers."""
    rule = next((rule for rule in rules if rule.name == RULE), None)
    if rule is None or not settings.wants(rule.id, rule.name, rule.default, rule.layer):
        return ()
    found = [document for document in bundle.of_kind("StatefulSet") if _is_guessed(document, settings)]
    return tuple(Unchecked(rule.id, _reason(document)) for document in found)


def _is_guessed(document: Document, settings: Settings) -> bool:
    source = document.source
    if source.context or source.partial or source.expected:
        return False
    return is_fragment(document, settings) and "$" not in source.text


def _reason(document: Document) -> str:
    name = f"`{document.name}`" if document.name else "a StatefulSet"
    return f"{document.source.name}:{document.root.place.line}: {name} {_WHY}"


def shortened(not_checked: tuple[Unchecked, ...]) -> tuple[Unchecked, ...]:
    """Returns the reasons with one in the place of many that say the same of different StatefulSets."""
    patches = [each for each in not_checked if each.reason.endswith(_WHY)]
    if len(patches) <= _MOST_NAMED:
        return not_checked
    first = patches[0].reason.removesuffix(_WHY).rstrip()
    reason = f"{first} and {len(patches) - 1} other StatefulSets: each {_WHY}"
    others = tuple(each for each in not_checked if not each.reason.endswith(_WHY))
    return (Unchecked(patches[0].rule, reason), *others)
