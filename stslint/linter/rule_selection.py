"""Which rules are asked about a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.linter.outcome import is_fragment
from stslint.linter.rule import Check, Rule
from stslint.linter.rule_cache import direct
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Node
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

_Form: TypeAlias = "tuple[object, ...]"
"""What decides which rules apply to a document, apart from its fields."""

_MOST_SELECTIONS = 1_000
"""How many are remembered. Objects with the same fields share one, and few trees have a hundred."""


class Selected(NamedTuple):
    """The checks that are asked about a document, each with a bit of its rule.

    ``spared`` are the bits of those rules that find nothing in it, because it has none of their fields.
    ``is_direct`` says that the checks are called directly, since the files of their rules have run.
    """

    checks: list[tuple[int, Check, Rule]]
    spared: int
    is_direct: bool = False


class RuleSelector:
    """Selects rules by what they say of themselves: kinds, fields, and whether they can read a fragment."""

    def __init__(self, rules: Mapping[str, Rule], settings: Settings) -> None:
        self._rules = rules
        self._settings = settings
        self._fields = frozenset(field for rule in rules.values() for field in rule.fields)
        self._by_form: dict[_Form, list[tuple[int, Check, Rule]]] = {}
        self._bits: dict[_Form, int] = {}
        self._selected: dict[tuple[_Form, frozenset[str]], Selected] = {}

    def bits_for(self, document: Document) -> int:
        """Returns the bits of the rules that apply to a document, whose tree is not needed for it."""
        form = self._form(document)
        if form not in self._bits:
            self._bits[form] = sum(bit for bit, _, _ in self._applying(document))
        return self._bits[form]

    def selected(self, document: Document) -> Selected:
        """Returns the checks of single objects that are asked about a document.

        Most documents share theirs.
        """
        form, fields = self._form(document), self._fields & names_of_fields(document.root)
        found = self._selected.get((form, fields))
        if found is None:
            if len(self._selected) == _MOST_SELECTIONS:
                self._selected.clear()
            found = self._selected[form, fields] = self._having(fields, document)
        elif not found.is_direct:  # asked for again: the files have run
            checks = [(bit, direct(check), rule) for bit, check, rule in found.checks]
            found = self._selected[form, fields] = Selected(checks, found.spared, is_direct=True)
        return found

    def _having(self, fields: frozenset[str], document: Document) -> Selected:
        checks, spared = [], 0
        for bit, check, rule in self._applying(document):
            if not rule.fields or not fields.isdisjoint(rule.fields):
                checks.append((bit, check, rule))
            else:
                spared |= bit
        return Selected(checks, spared)

    def _applying(self, document: Document) -> list[tuple[int, Check, Rule]]:
        form = self._form(document)
        if form not in self._by_form:
            self._by_form[form] = [
                (1 << place, rule.check, rule)
                for place, rule in enumerate(self._rules.values())
                if rule.check is not None and self._applies(rule, document)
            ]
        return self._by_form[form]

    def _form(self, document: Document) -> _Form:
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


def names_of_fields(root: Node) -> set[str]:
    """Returns the keys of all mappings of a tree, among them those of free maps such as labels."""
    found: set[str] = set()
    pending = [root.value]
    while pending:
        value = pending.pop()
        if type(value) is dict:
            found.update(value)
            pending += [child.value for child in value.values() if type(child.value) is not str]
        elif type(value) is list:
            pending += [child.value for child in value]
    return found
