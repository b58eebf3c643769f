"""What is known of one document, as plain data that ``marshal`` can write."""

from __future__ import annotations

from stslint.linter.answers import Answers
from stslint.linter.plain_data import plain, restored
from stslint.model import Unchecked
from stslint.runtime.disk_cache import packed, unpacked
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import Any

    from stslint.linter.changes import Found
    from stslint.linter.watched_bundle import Lookup


_NOTHING: frozenset[Lookup] = frozenset()


class KnownDocument(NamedTuple):
    """What a run has found of a document.

    ``head`` and ``entries`` are those of ``changes.Found``, ``text`` is a digest of what the document itself
    is read from, or empty. ``rules`` are the bits of the rules that have answered, ``findings`` and
    ``unchecked`` all that they have answered. ``lookups`` says which of it depends on what: it is packed,
    because few runs ask for it.
    """

    is_clean: bool
    head: tuple[int, str, str, str, str, bool]
    entries: Mapping[str, tuple[Hashable, ...]]
    text: str
    rules: int
    findings: Sequence[Any]
    unchecked: Sequence[Any]
    lookups: bytes


class _Part(NamedTuple):
    """Rules that have made the same lookups, and how many of the findings and reasons are theirs."""

    asked: tuple[Lookup, ...]
    rules: int
    findings: int
    unchecked: int


def known_document(is_clean: bool, found: Found, text: str, answers: Iterable[Answers]) -> KnownDocument:
    """Returns what is known of a document after all ``answers`` about it, but not that a rule has failed."""
    rules = 0
    findings: list[Any] = []
    unchecked: list[Any] = []
    parts = []
    shared: dict[Lookup, Lookup] = {}  # what is one object is packed once
    for each in answers:
        if not each.rules:
            continue
        rules |= each.rules
        findings += map(plain, each.findings)
        unchecked += map(tuple, each.unchecked)
        asked = tuple(shared.setdefault(lookup, lookup) for lookup in each.asked)
        parts.append((asked, each.rules, len(each.findings), len(each.unchecked)))
    lookups = packed(parts) if any(asked for asked, *_ in parts) else b""
    head, entries = found
    return KnownDocument(is_clean, (*head,), entries, text, rules, findings, unchecked, lookups)


def answers_of(known: KnownDocument) -> Answers:
    """Returns all answers about a document, as if they depended on nothing else."""
    if not known.findings and not known.unchecked:
        return Answers(_NOTHING, known.rules, [], [])  # as nearly always
    unchecked = [Unchecked(*each) for each in known.unchecked]
    return Answers(_NOTHING, known.rules, list(map(restored, known.findings)), unchecked)


def answers_by_lookups(known: KnownDocument) -> list[Answers]:
    """Returns the answers about a document by what they depend on."""
    everything = answers_of(known)
    findings, unchecked = iter(everything.findings), iter(everything.unchecked)
    return [
        Answers(
            frozenset(part.asked),
            part.rules,
            [next(findings) for _ in range(part.findings)],
            [next(unchecked) for _ in range(part.unchecked)],
        )
        for part in _parts(known)
    ]


def lookups_of(known: KnownDocument) -> set[Lookup]:
    """Returns all that the rules have looked up for a document."""
    return {lookup for part in _parts(known) for lookup in part.asked}


def _parts(known: KnownDocument) -> list[_Part]:
    if not known.lookups:
        return [_Part((), known.rules, len(known.findings), len(known.unchecked))]
    return [_Part(*each) for each in unpacked(known.lookups)]
