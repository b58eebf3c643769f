"""How people select rules: by ids, names, or prefixes of ids."""

from __future__ import annotations

from functools import cached_property

from stslint.linter.rule import Rule
from stslint.linter.settings import matches
from stslint.model import Severity
from stslint.text.suggest import nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class RuleSelectors:
    """Finds the rules that selectors mean: each by itself, however many there are.

    Most runs have no selectors. They do not look at the rules, which an unchanged run does not load.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    @cached_property
    def _by_word(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self._rules:
            for word in dict.fromkeys((rule.name, *(rule.id[:end] for end in range(len(rule.id) + 1)))):
                found.setdefault(word, []).append(rule)
        return found

    def meant_by(self, word: str) -> list[Rule]:
        """Returns the rules that a selector means, as ``settings.matches`` says it."""
        return [each for each in self._likely(word) if matches(word, each.id, each.name)]

    def _likely(self, word: str) -> Sequence[Rule]:
        if word == "ALL" or word.startswith("impact:"):
            return self._rules
        known = [self._by_word[each] for each in {word, word.upper()} if each in self._by_word]
        return self._rules if len(known) > 1 else next(iter(known), ())

    def nearest_of(self, unknown: Collection[str]) -> dict[str, str]:
        """Returns by each of the first words of those that mean no rule the id or name that it resembles."""
        names = (name for rule in self._rules for name in (rule.id, rule.name)) if unknown else ()
        return nearest_of(unknown, names)


def unknown_rules(words: Iterable[str], rules: Sequence[Rule]) -> dict[str, str]:
    """Returns by each selector that matches no rule the sentence that says so."""
    selectors = RuleSelectors(rules)
    unknown = [word for word in words if not selectors.meant_by(word)]
    near = selectors.nearest_of(unknown)
    return {word: _unknown(word, near.get(word, "")) for word in unknown}


def _unknown(word: str, near: str) -> str:
    hint = f", did you mean `{near}`?" if near else "; `stslint rules` lists them"
    return f"no rule matches `{word}`{hint}"


def severities_by_id(levels: Mapping[str, Severity], rules: Iterable[Rule]) -> dict[str, Severity]:
    """Returns the severity of each rule that an id, a name or a prefix selects; the last one counts."""
    book = list(rules)
    return {
        rule.id: level for word, level in levels.items() for rule in book if matches(word, rule.id, rule.name)
    }
