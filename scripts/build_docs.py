"""Writes the pages of the rules to a folder: ``python scripts/build_docs.py OUT``.

``OUT/rules.md`` lists the rules by group, ``OUT/rules/NAME.md`` is the page of one. They are made of the rule
files alone, so they are not committed: `stslint explain` says the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from stslint.linter.rule import Rule
from stslint.linter.rule_set import rule_set

GROUPS = {
    "STS0": "What the API server refuses, or warns of",
    "STS1": "Identity and network",
    "STS2": "Storage",
    "STS3": "Rollout and update",
    "STS4": "Availability",
    "STS5": "Lifecycle and versions",
    "STS6": "Security",
    "STS7": "The old manifest against the new one",
    "STS8": "Admission policies",
}
"""The title of each group; the ids of its rules begin with the group's."""


def main(words: Sequence[str]) -> int:
    """Writes the pages, and returns the exit code: 2 for words that can't be meant."""
    if len(words) != 1:
        print("usage: python scripts/build_docs.py OUT", file=sys.stderr)
        return 2
    written = write_pages(Path(words[0]), rule_set())
    print(f"{written} pages in {words[0]}")
    return 0


def write_pages(out: Path, rules: Sequence[Rule]) -> int:
    """Writes the list and the page of each rule, and returns how many pages that is."""
    (out / "rules").mkdir(parents=True, exist_ok=True)
    (out / "rules.md").write_text(listing(rules), encoding="utf-8")
    for rule in rules:
        (out / place(rule)).write_text(page(rule), encoding="utf-8")
    return 1 + len(rules)


def place(rule: Rule) -> str:
    """Returns where the page of a rule stands, relative to the list."""
    return f"rules/{rule.name}.md"


def listing(rules: Sequence[Rule]) -> str:
    """Returns the list of the rules, a table for each group. Raises KeyError for a rule of no group."""
    return "\n".join(["# Rules", *_tables(rules)]) + "\n"


def _tables(rules: Sequence[Rule]) -> Iterator[str]:
    for group, members in groupby(rules, key=lambda rule: rule.id[:4]):
        yield f"\n## {GROUPS[group]}\n"
        yield "| Rule | Name | Severity | What it says |"
        yield "| --- | --- | --- | --- |"
        yield from map(_row, members)


def _row(rule: Rule) -> str:
    summary = rule.summary.replace("|", r"\|")
    return f"| [{rule.id}]({place(rule)}) | `{rule.name}` | {_severity(rule)} | {summary} |"


def _severity(rule: Rule) -> str:
    return rule.severity if rule.default else f"{rule.severity}, off by default"


def page(rule: Rule) -> str:
    """Returns the page of a rule as Markdown."""
    who = "the API server" if rule.layer == "api" else "a rule about what the API server accepts"
    return (
        f"# {rule.id} {rule.name}\n\n"
        f"Severity: {_severity(rule)}. Says so: {who}.\n\n"
        f"{rule.page.strip()}\n\n"
        f"Source: <{rule.source}>\n\n"
        f"[All rules](../rules.md)\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
