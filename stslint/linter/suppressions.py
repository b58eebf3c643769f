"""Applies the ignores of manifests to findings, and reports those that are wrong or unused (``ignores``)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cache

from stslint.linter.finding_document import document_of
from stslint.linter.ignores import ANNOTATION, Ignore, ignores_of
from stslint.linter.outcome import Outcome, in_order, reference
from stslint.linter.rule import Rule, wanted
from stslint.linter.rule_selectors import RuleSelectors
from stslint.linter.settings import Settings, matches
from stslint.model import INTERNAL, Bundle, Finding, Source
from stslint.sources.render.helm_output import is_whole_render, template_of_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

UNUSED, UNKNOWN = "unused-ignore", "unknown-ignore"
CHECKED_BY = "ignores"
"""The value of ``CHECKED_BY`` in the rules that this module answers."""


def applied(outcome: Outcome, bundle: Bundle, rules: Sequence[Rule], settings: Settings) -> Outcome:
    """Returns an outcome without what is ignored, and with what is wrong with the ignores themselves."""
    ignores = ignores_of(bundle)
    if not ignores:
        return outcome
    silencer = _Silencer(ignores, bundle)
    kept = [finding for finding in outcome.findings if not silencer.silences(finding)]
    unchecked = {each.rule for each in outcome.not_checked}
    own = list(_own_findings(ignores, silencer, unchecked, rules, settings))
    kept += [finding for finding in own if not silencer.silences(finding)]
    return outcome._replace(findings=in_order(kept, bundle))


_Where: TypeAlias = Hashable
"""What an ignore applies to: a line of a file, an object, or a file or what comes from a template in it."""


class _Silencer:
    """Which findings some ignores silence, and which of the ignores have silenced one.

    Both can be thousands, so those of one word that apply to the same are one.
    """

    def __init__(self, ignores: Sequence[Ignore], bundle: Bundle) -> None:
        self._bundle = bundle
        self._words: dict[_Where, set[str]] = {}
        self._renders: dict[str, dict[int, Source]] = {}
        self._used: set[tuple[_Where, str]] = set()
        for each in ignores:
            self._words.setdefault(self._where(each), set()).add(each.word)
        known = {word for words in self._words.values() for word in words if word}
        self._matching = cache(lambda rule, name: {word for word in known if matches(word, rule, name)})

    def silences(self, finding: Finding) -> bool:
        """Returns whether a finding is ignored, and remembers by what."""
        if finding.rule == INTERNAL:
            return False
        meant = self._matching(finding.rule, finding.name)
        found = [
            (where, word) for where in self._around(finding) for word in self._words.get(where, set()) & meant
        ]
        self._used.update(found)
        return bool(found)

    def has_used(self, ignore: Ignore) -> bool:
        """Returns whether an ignore has silenced a finding."""
        return (self._where(ignore), ignore.word) in self._used

    def _where(self, ignore: Ignore) -> _Where:
        source = ignore.home.source
        if ignore.scope == "object":
            return ignore.home
        if ignore.scope == "line":
            return source.name, ignore.line
        if not is_whole_render(source.text):
            return source.name, 0, ""
        self._renders.setdefault(source.name, {})[id(source)] = source
        return source.name, id(source), ignore.template

    def _around(self, finding: Finding) -> Iterator[_Where]:
        """Yields all that a finding is in."""
        yield finding.file, finding.span.line
        yield document_of(finding, self._bundle)
        yield finding.file, 0, ""
        for identity, source in self._renders.get(finding.file, {}).items():
            line = finding.span.line - source.first_line + 1
            yield finding.file, identity, template_of_line(source.text, line)


def _own_findings(
    ignores: Sequence[Ignore],
    silencer: _Silencer,
    unchecked: set[str],
    rules: Sequence[Rule],
    settings: Settings,
) -> Iterator[Finding]:
    by_name = {rule.name: rule for rule in wanted(rules, settings)}
    unused, unknown = by_name.get(UNUSED), by_name.get(UNKNOWN)
    words = dict.fromkeys(ignore.word for ignore in ignores if ignore.word)
    selectors = RuleSelectors(rules)
    by_word = {word: selectors.meant_by(word) for word in words}
    near = selectors.nearest_of([word for word, meant in by_word.items() if not meant])
    for ignore in ignores:
        meant = by_word.get(ignore.word)
        if not meant:
            if unknown is not None:
                yield _unknown(ignore, unknown, near.get(ignore.word, ""), settings)
        elif unused is not None and not silencer.has_used(ignore) and _was_asked(meant, unchecked, settings):
            message = f"unused ignore: `{ignore.word}` reports nothing here"
            yield _finding(ignore, unused, message, "remove it", settings)


def _unknown(ignore: Ignore, rule: Rule, near: str, settings: Settings) -> Finding:
    if ignore.fault:
        help_text = (
            f"use the ids of rules, such as `{ANNOTATION}: STS201`"
            if ignore.scope == "object"
            else "use `# stslint: ignore=RULE reason` or `# stslint: ignore-file=RULE reason`"
        )
        return _finding(ignore, rule, ignore.fault, help_text, settings)
    help_text = f"did you mean `{near}`?" if near else "`stslint rules` lists the rules"
    return _finding(ignore, rule, f"unknown rule `{ignore.word}`", help_text, settings)


def _was_asked(meant: Sequence[Rule], unchecked: set[str], settings: Settings) -> bool:
    """Returns whether all rules that a word means have run, so that an unused ignore is really unused."""
    others = [rule for rule in meant if rule.name not in (UNUSED, UNKNOWN)]
    asked = wanted(others, settings)
    silent = any(rule.default for rule in others if rule not in asked)
    return bool(asked) and not silent and not any(_is_open(rule, unchecked) for rule in asked)


def _is_open(rule: Rule, unchecked: set[str]) -> bool:
    """Returns whether a rule had no answer, or has one only with an old manifest."""
    return rule.id in unchecked or (rule.check is None and rule.check_update is not None)


def _finding(ignore: Ignore, rule: Rule, message: str, help_text: str, settings: Settings) -> Finding:
    home = ignore.home
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=settings.severity_of(rule.id, rule.name, rule.severity),
        layer=rule.layer,
        message=message,
        file=home.source.name,
        span=ignore.span,
        document=home.index,
        reference=reference(home),
        help=help_text,
        url=rule.source,
    )
