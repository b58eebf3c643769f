"""What rules have answered about a document: plain data, which another process can send and a cache hold."""

from __future__ import annotations

from stslint.linter.plain_data import plain, restored
from stslint.linter.watched_bundle import Lookup
from stslint.model import Finding, Unchecked
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from stslint.runtime.disk_cache import Plain


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


def plain_answers(about: Sequence[Sequence[Answers]]) -> Plain:
    """Returns the answers about several documents as plain data."""
    return [[_plain(each) for each in answers] for answers in about]


def _plain(answers: Answers) -> Plain:
    asked, rules, findings, unchecked = answers
    return asked, rules, list(map(plain, findings)), list(map(tuple, unchecked))


def restored_answers(data: Plain) -> list[list[Answers]]:
    """Returns the answers that ``plain_answers`` was given."""
    return [[_restored(*each) for each in answers] for answers in data]


def _restored(asked: frozenset[Lookup], rules: int, findings: Plain, unchecked: Plain) -> Answers:
    return Answers(asked, rules, list(map(restored, findings)), [Unchecked(*each) for each in unchecked])
