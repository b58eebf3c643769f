"""A rule: what its file says of it, and the questions that can be asked of a list of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stslint.linter.settings import Settings
from stslint.model import Answer, Bundle, Layer, Node, RulePage, Severity, StslintError
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


Check = Callable[[Node, Bundle], Iterable[Answer]]


UpdateCheck = Callable[[Node, Node, Bundle], Iterable[Answer]]


BundlesCheck = Callable[[Bundle, Bundle], Iterable[Answer]]


CHECKS = ("check", "check_update", "check_bundles")


class RuleError(StslintError):
    """A rule file or folder that cannot be used: which one, and why."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = str(path)
        self.reason = reason


class Rule(NamedTuple):
    """One rule. ``page`` is its docstring, ``file`` where it is written."""

    id: str
    name: str
    severity: Severity
    layer: Layer
    source: str
    page: str
    file: str
    check: Check | None
    check_update: UpdateCheck | None
    check_bundles: BundlesCheck | None = None
    kinds: tuple[str, ...] = ("StatefulSet",)
    fields: tuple[str, ...] = ()
    default: bool = True
    fragments: bool = False
    checked_by: str = ""

    @property
    def path(self) -> Path:
        """Returns where the rule is written."""
        from pathlib import Path  # a run that checks has no use for it

        return Path(self.file)

    @property
    def summary(self) -> str:
        """Returns the first line of the page, without its full stop."""
        return self.page.split("\n", 1)[0].removesuffix(".")


def find(rules: Iterable[Rule], word: str) -> Rule | None:
    """Returns the rule of that id (in any case) or name."""
    return next((rule for rule in rules if word.upper() == rule.id or word == rule.name), None)


def answers(rule: Rule, node: Node, bundle: Bundle) -> list[Answer]:
    """Returns what a rule's check says of one object."""
    return list(rule.check(node, bundle)) if rule.check else []


def wanted(rules: Iterable[Rule], settings: Settings) -> list[Rule]:
    """Returns the rules that a run asks, in their order."""
    return [rule for rule in rules if settings.wants(rule.id, rule.name, rule.default, rule.layer)]


def pages(rules: Iterable[Rule], settings: Settings) -> dict[str, RulePage]:
    """Returns by id what a report can say of the rules that run."""
    return {rule.id: _page(rule, settings) for rule in wanted(rules, settings)}


def _page(rule: Rule, settings: Settings) -> RulePage:
    severity = settings.severity_of(rule.id, rule.name, rule.severity)
    return RulePage(rule.id, rule.name, rule.summary, rule.page, rule.source, severity)
