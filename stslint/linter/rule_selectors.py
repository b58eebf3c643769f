"""How people select rules: by ids, names, or prefixes of ids."""

from __future__ import annotations

from stslint.linter.rule import Rule
from stslint.linter.settings import matches
from stslint.model import Severity
from stslint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def unknown_rule(word: str, rules: Iterable[Rule]) -> str:
    """Returns why a selector matches no rule, or an empty string if it matches one."""
    book = list(rules)
    if any(matches(word, rule.id, rule.name) for rule in book):
        return ""
    near = nearest(word, [name for rule in book for name in (rule.id, rule.name)])
    hint = f", did you mean `{near}`?" if near else "; `stslint rules` lists them"
    return f"no rule matches `{word}`{hint}"


def severities_by_id(levels: Mapping[str, Severity], rules: Iterable[Rule]) -> dict[str, Severity]:
    """Returns the severity of each rule that an id, a name or a prefix selects; the last one counts."""
    book = list(rules)
    return {
        rule.id: level for word, level in levels.items() for rule in book if matches(word, rule.id, rule.name)
    }
