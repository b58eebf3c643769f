"""Which rules are asked about a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.linter.outcome import is_fragment
from stslint.linter.rule import Check, Rule
from stslint.linter.rule_cache import direct
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document


class RuleSelector:
    """Selects rules by what they say of themselves: their kinds, and whether they can read a fragment."""

    def __init__(self, rules: Mapping[str, Rule], settings: Settings) -> None:
        self._rules = rules
        self._settings = settings
        self._checks: dict[tuple[object, ...], list[tuple[int, Check, Rule]]] = {}
        self._bits: dict[tuple[object, ...], int] = {}
        self._asked: set[tuple[object, ...]] = set()

    def bits_for(self, document: Document) -> int:
        """Returns the bits of the rules of ``checks_for``."""
        form = self._form(document)
        if form not in self._bits:
            self._bits[form] = sum(bit for bit, _, _ in self.checks_for(document))
        return self._bits[form]

    def checks_for(self, document: Document) -> list[tuple[int, Check, Rule]]:
        """Returns the checks of single objects that apply to a document, each with a bit of its rule.

        Most documents share their list.
        """
        form = self._form(document)
        if form not in self._checks:
            self._checks[form] = [
                (1 << place, rule.check, rule)
                for place, rule in enumerate(self._rules.values())
                if rule.check is not None and self._applies(rule, document)
            ]
        return self._checks[form]

    def note_asked(self, document: Document) -> None:
        """Lets the checks that a document was asked about be called directly: now their files have run."""
        form = self._form(document)
        if form not in self._asked:
            self._asked.add(form)
            self._checks[form] = [(bit, direct(check), rule) for bit, check, rule in self._checks[form]]

    def _form(self, document: Document) -> tuple[object, ...]:
        """Returns what decides which checks apply to a document."""
        source = document.source
        return document.kind, document.api_version, source.context, document.fragment, source.expected

    def documents_for(self, rule: Rule, bundle: Bundle) -> Iterator[Document]:
        """Yields the documents of a bundle that a rule is asked about."""
        return (document for document in bundle.of_kind(*rule.kinds) if self._applies(rule, document))

    def _applies(self, rule: Rule, document: Document) -> bool:
        if document.context or document.kind not in rule.kinds or not self._can_read(rule, document):
            return False
        return document.kind != "StatefulSet" or document.api_version.startswith("apps/")

    def _can_read(self, rule: Rule, document: Document) -> bool:
        """Returns whether a rule may be asked about a document, which may be a fragment of a manifest."""
        if not is_fragment(document, self._settings):
            return True
        return rule.fragments and not document.source.expected
