"""The results of a run: a file that grows with each mutant, and the report on it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

from scripts.mutation.judging import Result
from scripts.mutation.mutant import Mutant


def read_results(path: Path) -> Mapping[Mutant, Result]:
    """Returns the last result of each mutant. A line that was not written to its end is left out."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    results = (_result(*json.loads(line)) for line in lines)
    return {result.mutant: result for result in results}


def without_killers(path: Path, killers: Set[str]) -> None:
    """Removes the results that rest on tests that cannot be relied on."""
    kept = [result for result in read_results(path).values() if result.killer not in killers]
    path.write_text("".join(json.dumps(result) + "\n" for result in kept), encoding="utf-8")


def append_result(path: Path, result: Result) -> None:
    """Adds a result to a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result) + "\n")


def report(area: str, results: Iterable[Result]) -> Iterator[str]:
    """Yields a line for each survivor, in the order of the code, and last the counts of an area."""
    results = sorted(results)
    for each in results:
        if each.outcome in ("survived", "unclear"):
            yield survivor(each)
    counts = Counter(each.outcome for each in results)
    noticed = counts["killed"] + counts["timed out"]
    share = 100 * noticed / (len(results) or 1)
    yield (
        f"{area}: {len(results)} mutants, {counts['killed']} killed, {counts['timed out']} timed out, "
        f"{counts['survived']} survived, {counts['unclear']} unclear: {share:.1f} % noticed"
    )


def survivor(result: Result) -> str:
    """Returns a line that shows a mutant, and what was not tried on it."""
    mutant = result.mutant
    left = "" if result.tried >= result.possible else f" ({result.tried} of {result.possible} tests tried)"
    place = f"{mutant.path}:{mutant.line}:{mutant.column}"
    unclear = "unclear: " if result.outcome == "unclear" else ""
    return f"{unclear}{place} {mutant.operator}: {result.old} -> {result.new or '(removed)'}{left}"


def _result(mutant: list[object], *rest: object) -> Result:
    return Result(Mutant(*mutant), *rest)  # type: ignore[arg-type]
