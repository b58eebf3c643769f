"""What rules have answered about a document: plain data, which another process can send and a cache hold."""

from __future__ import annotations

from stslint.linter.watched_bundle import Lookup
from stslint.model import Finding, Unchecked
from stslint.runtime.namedtuple import NamedTuple


class Answers(NamedTuple):
    """What the rules of some bits have answered about one document, all after the same lookups.

    Rules that look nothing up answer the same as long as the document is the same; others as long as what
    they have looked up is the same, too.
    """

    asked: frozenset[Lookup]
    rules: int
    findings: list[Finding]
    unchecked: list[Unchecked]


def rules_of(answers: list[Answers]) -> int:
    """Returns the bits of the rules that have answered."""
    bits = 0
    for each in answers:
        bits |= each.rules
    return bits
