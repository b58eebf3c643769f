"""Searches the repair after which most of a text parses. No tree is made of the texts that are tried."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.probe import first_error
from stslint.sources.yaml.repairs import Repair, removals, repairs
from stslint.sources.yaml.syntax_error import YamlError

_LOOK_AHEAD = 12
_LARGE = 30_000
"""Number of characters above which a text is too long to be parsed a hundred times."""


_END = float("inf")


class Attempt(NamedTuple):
    """A repaired text, and the next error in it; without one it parses."""

    chunk: Chunk
    repair: Repair
    error: YamlError | None


class RepairSearch:
    """The search in one document, whose lines and columns count from 1.

    The same two repairs are often tried in both orders, so it remembers. Nothing is reported on a document
    for context: it is read without its broken lines, in a tenth of the time.
    """

    def __init__(self, is_context: bool) -> None:
        self._proposed = removals if is_context else repairs
        self._look_ahead = 0 if is_context else _LOOK_AHEAD
        self._errors: dict[str, YamlError | None] = {}

    def best(self, chunk: Chunk, error: YamlError) -> Attempt | None:
        """Returns the first repair after which the text parses, else the one after which most of it does.

        Two mistakes next to each other can make the wrong repair look better, so each is rated by how far the
        parser gets with one more repair.
        """
        attempts: list[Attempt] = []
        for attempt in self._attempts(chunk, error):
            if attempt.error is None:
                return attempt
            attempts.append(attempt)
        reached = error.span.line
        useful = [attempt for attempt in attempts if _line(attempt) >= reached]
        best: Attempt | None = None
        furthest = float(reached)
        for attempt in useful[: self._look_ahead] if len(chunk.text) < _LARGE else ():
            further = self._reach(attempt)
            if further == _END:
                return attempt
            if further > furthest:
                best, furthest = attempt, further
        return best or max((each for each in useful if _line(each) > reached), key=_line, default=None)

    def _attempts(self, chunk: Chunk, error: YamlError) -> Iterator[Attempt]:
        context = error.context or error.span
        for repair in self._proposed(chunk.text, error.span.line - 1, context.line - 1):
            repaired = Chunk(repair.text, *chunk[1:])
            yield Attempt(repaired, repair, self._error(repaired))

    def _error(self, chunk: Chunk) -> YamlError | None:
        if chunk.text not in self._errors:
            self._errors[chunk.text] = first_error(chunk, 1, 1)
        return self._errors[chunk.text]

    def _reach(self, attempt: Attempt) -> float:
        """Returns the last line that the parser reaches after one more repair."""
        furthest = float(_line(attempt))
        if attempt.error is not None:
            for further in self._attempts(attempt.chunk, attempt.error):
                if further.error is None:
                    return _END
                furthest = max(furthest, _line(further))
        return furthest


def _line(attempt: Attempt) -> int:
    return attempt.error.span.line if attempt.error else 0
