"""The page of a rule is its test: its examples run, and each must do what it says.

Under ``## Bad`` each example marks the lines that must be reported with ``# error``, with a colon and some
words of the message if they matter; nothing else may be reported. Under ``## Good`` nothing may be
reported, and under ``## Not checked`` the rule must answer that it cannot know. An example can name the
Kubernetes version and say that nothing else is deployed: a fence of ``yaml kubernetes=1.30 complete``.
A fence with ``old`` holds the manifest before the change, and the next one the manifest after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.schema.versions import NEWEST
from stslint.linter import suppressions
from stslint.linter.linter import lint
from stslint.linter.outcome import Outcome
from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle, Finding, Source
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.recovery import read

_SECTION = pattern(r"^## (.+?)\s*$")
_FENCE = pattern(r"^```(\w*)(.*)$")
_MARK = pattern(r"#\s*error(?::\s*(.*?))?\s*$")
SECTIONS = ("Bad", "Good", "Not checked")


class Example(NamedTuple):
    """One fenced manifest of a page. ``line`` counts from 1 in the rule's file."""

    section: str
    text: str
    line: int
    kubernetes_version: str = NEWEST
    complete: bool = False
    old: str = ""


def examples_of(rule: Rule) -> list[Example]:
    """Returns the examples of a rule's page, in order."""
    return list(_examples(rule))


def failed_examples(rule: Rule) -> list[str]:
    """Returns which examples of a rule's page fail, each with the line in the rule's file."""
    examples = examples_of(rule)
    broken = [
        f"{rule.path}: the page has no `## {section}` example"
        for section in ("Bad", "Good")
        if not any(example.section == section for example in examples)
    ]
    for example in examples:
        broken += [f"{rule.path}:{line}: {fault}" for line, fault in _faults(rule, example)]
    return broken


def _examples(rule: Rule) -> Iterator[Example]:
    section, old = "", ""
    lines = iter(enumerate(rule.page.split("\n"), _first_line(rule)))
    for number, line in lines:
        if heading := _SECTION.match(line):
            section = heading.group(1)
        fence = _FENCE.match(line)
        if fence and section in SECTIONS and fence.group(1) in ("yaml", "json"):
            text = "".join(f"{inner}\n" for inner in _fenced(lines))
            words = fence.group(2).split()
            if "old" in words:
                old = text
                continue
            yield _example(section, text, number + 1, words, old)
            old = ""


def _fenced(lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    for _, line in lines:
        if line.startswith("```"):
            return
        yield line


def _example(section: str, text: str, line: int, words: list[str], old: str) -> Example:
    versions = [word.partition("=")[2] for word in words if word.startswith("kubernetes=")]
    return Example(section, text, line, versions[0] if versions else NEWEST, "complete" in words, old)


def _first_line(rule: Rule) -> int:
    """Returns the line of the rule's file on which its docstring begins."""
    text = rule.path.read_text(encoding="utf-8")
    return text[: text.find('"""')].count("\n") + 1


def run(rule: Rule, example: Example) -> Outcome:
    """Returns what the rule alone reports on an example."""
    if rule.checked_by == suppressions.CHECKED_BY:
        return _of_ignores(rule, example)
    settings = Settings(example.kubernetes_version, select=(rule.id,), complete=example.complete)
    old = _bundle(example, example.old) if example.old else None
    bundle = _bundle(example, example.text)
    return lint(bundle, _with_policies([rule], bundle, old), settings, old)


def _with_policies(rules: list[Rule], bundle: Bundle, old: Bundle | None) -> list[Rule]:
    """Returns the rules, with the policies that an example holds."""
    if not any(bundle.of_kind("ValidatingAdmissionPolicy")):
        return rules
    from stslint.policies.check import valid_policies
    from stslint.policies.loader import shelf_of

    return valid_policies(shelf_of(bundle.documents)).rules(rules, old)


def _of_ignores(rule: Rule, example: Example) -> Outcome:
    """Returns what a rule about ignores reports when all rules of its folder run."""
    rules = load_rules(rule.path.parent)
    settings = Settings(example.kubernetes_version, complete=example.complete)
    bundle = _bundle(example, example.text)
    outcome = suppressions.applied(lint(bundle, rules, settings), bundle, rules, settings)
    return Outcome(tuple(finding for finding in outcome.findings if finding.rule == rule.id))


def _bundle(example: Example, text: str) -> Bundle:
    documents = tuple(read(Source("example", text)))
    return Bundle(documents, example.kubernetes_version, example.complete, ("the example",))


def _faults(rule: Rule, example: Example) -> Iterator[tuple[int, str]]:
    if rule.name != "yaml-syntax":
        for document in _bundle(example, example.text).documents:
            for problem in document.syntax_problems:
                yield example.line + problem.span.line - 1, f"the example does not parse: {problem.message}"
    outcome = run(rule, example)
    marks = dict(_marks(example.text))
    if example.section == "Bad" and not marks:
        yield example.line, "a bad example marks no line with `# error`"
    yield from _unmet(example, outcome.findings, marks)
    if example.section == "Not checked" and not outcome.not_checked:
        yield example.line, "the rule answers, but the page says that it cannot know"
    if example.section != "Not checked" and outcome.not_checked:
        yield example.line, f"the rule does not answer: {outcome.not_checked[0].reason}"


def _unmet(
    example: Example, findings: tuple[Finding, ...], marks: dict[int, str]
) -> Iterator[tuple[int, str]]:
    found = {finding.span.line for finding in findings}
    for finding in findings:
        words = marks.get(finding.span.line)
        if words is None:
            yield example.line + finding.span.line - 1, f"reported, but not marked: {finding.message}"
    for line, words in marks.items():
        here = [finding.message for finding in findings if finding.span.line == line]
        if line not in found:
            yield example.line + line - 1, "marked, but not reported"
        elif words and not any(words in message for message in here):
            yield example.line + line - 1, f"no message says `{words}`: {'; '.join(here)}"


def _marks(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if mark := _MARK.search(line):
            yield number, mark.group(1) or ""
