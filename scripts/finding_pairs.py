"""Lists which rules report the same place: ``python scripts/finding_pairs.py PATH...``.

Two rules should never report one mistake twice. The script checks each path, counts the pairs of findings
that share a place (file, line and column) or a field of one object, and prints the most frequent pairs with
an example of each. Then read them: either the rules report two facts, or one of them should stay quiet, or
`stslint/linter/folding.py` should name the cause.

Options of `stslint check` follow after ``--``, such as ``-- --profile strict``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

Finding = Mapping[str, Any]


class Pair(NamedTuple):
    """Two rules, in the order of their ids. They are equal if one rule reports a place more than once."""

    first: str
    second: str


class Seen(NamedTuple):
    """How often each pair was seen, and the first two findings of each."""

    counts: Counter[Pair]
    examples: dict[Pair, tuple[Finding, Finding]]


def main(words: Sequence[str]) -> int:
    """Prints the pairs, and returns the exit code: 2 without a path, or if a path cannot be checked."""
    paths, options = _split(words)
    if not paths:
        print("usage: python scripts/finding_pairs.py PATH... [-- OPTION...]", file=sys.stderr)
        return 2
    seen = pairs_of(finding for path in paths for finding in findings_of(path, options))
    print("\n".join(lines(seen)))
    return 0


def findings_of(path: str, options: Sequence[str] = ()) -> list[Finding]:
    """Returns all findings of a path. Raises SystemExit with the errors of a check that fails."""
    command = [sys.executable, "-m", "stslint", "check", "--exit-zero", "--format", "json", *options, path]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if not ran.stdout:
        raise SystemExit(ran.stderr)
    findings: list[Finding] = json.loads(ran.stdout)["findings"]
    return findings


def pairs_of(findings: Iterable[Finding]) -> Seen:
    """Returns the pairs among findings; a pair of findings counts once, even if it shares place and field."""
    everything = list(findings)
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, finding in enumerate(everything):
        for place in _places(finding):
            groups.setdefault(place, []).append(number)
    numbers = {pair for group in groups.values() for pair in combinations(group, 2)}
    seen = Seen(Counter(), {})
    for first, second in sorted(numbers):
        one, other = sorted((everything[first], everything[second]), key=lambda each: str(each["rule"]))
        pair = Pair(one["rule"], other["rule"])
        seen.counts[pair] += 1
        seen.examples.setdefault(pair, (one, other))
    return seen


def lines(seen: Seen) -> Iterator[str]:
    """Yields each pair with its count, the most frequent first, and below it an example."""
    for pair, count in sorted(seen.counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:6} {pair.first} {pair.second}"
        for finding in seen.examples[pair]:
            place = ":".join((finding["file"], *(str(finding["start"][at]) for at in ("line", "column"))))
            yield f"       {place}: {finding['rule']} {finding['message']}"


def _places(finding: Finding) -> Iterator[tuple[object, ...]]:
    start = finding["start"]
    yield finding["file"], start["line"], start["column"]
    if finding["field"]:
        yield finding["file"], finding["document"], finding["field"]


def _split(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    if "--" not in words:
        return words, ()
    at = list(words).index("--")
    return words[:at], words[at + 1 :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
