"""Thousands of ignore patterns, of which only those are tried on a path whose own text is in it."""

from __future__ import annotations

from collections import Counter

from stslint.runtime.lazy_regex import pattern, pattern_of_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping

_MOST_ALIKE = 20
"""Patterns with one text. Each is an expression of its own, so more are faster as one with alternatives."""

MOST_WITHOUT_TEXT = 300
"""Patterns that no text of their own tells from others, of which so many are tried on each path."""

_LENGTHS = (16, 8, 4, 2, 1)
"""Of a longer text, so many of its first characters are looked up; all of it is compared then."""

_WILDCARD = pattern(r"[*?\[\\]")
_BETWEEN = pattern(r"(?s)\\.?|[*?/]+")


class PatternIndex:
    """Patterns by a text that a path must contain. ``runs`` has the number of each pattern."""

    __slots__ = ("_expressions", "_keyed", "_lengths", "_runs", "_written", "others", "untried")

    def __init__(self, runs: Mapping[str, int], expressions: Mapping[str, str]) -> None:
        self._runs, self._expressions = runs, expressions
        self._keyed: dict[str, list[_Pattern]] = {}
        self._written = {each.removeprefix("/"): runs[each] for each in runs if not _WILDCARD.search(each)}
        texts = {each: literal_texts(each) for each in runs if _WILDCARD.search(each)}
        counts = Counter(text for found in texts.values() for text in found)
        others = [each for each, found in texts.items() if not self._add(each, found, counts)]
        others.sort(key=runs.__getitem__)
        self.others = others[-MOST_WITHOUT_TEXT:]
        """The last patterns without a text, or with texts that many have: they are tried on each path."""
        self.untried = len(others) - len(self.others)
        self._lengths = sorted({len(key) for key in self._keyed})

    def _add(self, glob: str, texts: Iterable[str], counts: Mapping[str, int]) -> bool:
        rarest = min(texts, key=lambda text: (counts[text], -len(text)), default="")
        if not rarest or counts[rarest] > _MOST_ALIKE:
            return False
        found = _Pattern(self._runs[glob], texts, self._expressions[glob])
        self._keyed.setdefault(_key(rarest), []).append(found)
        return True

    def last_run(self, path: str) -> int:
        """Returns the highest number of the patterns that match a path, -1 if none does."""
        written = max(self._written.get(path, -1), self._written.get(path.removesuffix("/"), -1))
        found = {id(each): each for each in self._near(path) if each.run > written}
        for each in sorted(found.values(), key=lambda each: -each.run):
            if each.matches(path):
                return each.run
        return written

    def _near(self, path: str) -> Iterator[_Pattern]:
        for length in self._lengths:
            for start in range(len(path) - length + 1):
                yield from self._keyed.get(path[start : start + length], ())


class _Pattern:
    """A pattern, the texts that a path must contain, and the expression, compiled once they are there."""

    __slots__ = ("_expression", "_texts", "run")

    def __init__(self, run: int, texts: Iterable[str], expression: str) -> None:
        self.run, self._texts = run, texts
        self._expression: re.Pattern[str] = pattern_of_input(f"(?s:{expression}\\Z)")

    def matches(self, path: str) -> bool:
        return all(text in path for text in self._texts) and self._expression.match(path) is not None


def literal_texts(glob: str) -> list[str]:
    """Returns texts that each path contains which a pattern matches.

    What is between the first bracket that opens and the last one that closes can be a set of characters.
    """
    before, bracket, _ = glob.partition("[")
    after = glob.rpartition("]")[2] if bracket and "]" in glob else ""
    return list(dict.fromkeys(text for part in (before, after) for text in _BETWEEN.split(part) if text))


def _key(text: str) -> str:
    return text[: next(length for length in _LENGTHS if length <= len(text))]
