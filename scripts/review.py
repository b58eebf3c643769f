"""Reviews what stslint says of a folder of renderings: how much of it is worth reading.

    python scripts/review.py RENDERINGS VERDICTS            # judge what is new or changed, one by one
    python scripts/review.py RENDERINGS VERDICTS --table    # the table by rule
    python scripts/review.py RENDERINGS VERDICTS --list     # what is new, gone and changed since the last run

RENDERINGS is a folder of files, each with what one chart renders. VERDICTS is a JSON file that this
script writes: for each finding a verdict, known by a fingerprint that survives edits elsewhere in the
chart. The script shows the manifest of each finding and takes a key: `u` useful, `n` noise (true, but
nobody would act on it), `f` false, `s` to skip, `q` to stop. Manifests stay where they are; only verdicts
are kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

KEYS = {"u": "useful", "n": "noise", "f": "false"}
LEVELS = ("error", "warning")
AROUND = 12
"""Lines of the manifest that are shown above and below a finding."""


class Reviewed(NamedTuple):
    """One finding of one rendering."""

    mark: str
    chart: str
    rule: str
    severity: str
    message: str
    line: int


class Changes(NamedTuple):
    """What differs from the last run: findings that are new, gone, or of another severity."""

    new: list[Reviewed]
    gone: list[dict[str, Any]]
    changed: list[Reviewed]


def findings_of(chart: str, report: Mapping[str, Any]) -> Iterator[Reviewed]:
    """Yields the errors and warnings of a report, each with its fingerprint."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in report["findings"]:
        reference = finding["object"] or {}
        known = (
            chart,
            finding["rule"],
            str(reference.get("kind")),
            str(reference.get("name")),
            finding["field"],
        )
        number, seen[known] = seen[known], seen[known] + 1
        if finding["severity"] in LEVELS:
            mark = hashlib.sha256("\0".join((*known, str(number))).encode()).hexdigest()[:16]
            line = finding["start"]["line"]
            yield Reviewed(mark, chart, finding["rule"], finding["severity"], finding["message"], line)


def checked(folder: Path, words: Iterable[str] = ()) -> Iterator[Reviewed]:
    """Yields what stslint finds in each rendering of a folder, piped to it."""
    command = [sys.executable, "-m", "stslint", "check", "-", "--format", "json", "--exit-zero", *words]
    for file in sorted(folder.rglob("*.yaml")):
        with open(file, "rb") as text:
            ran = subprocess.run(command, stdin=text, capture_output=True, check=False)
        yield from findings_of(file.relative_to(folder).as_posix(), json.loads(ran.stdout))


def changes(found: Iterable[Reviewed], known: Mapping[str, dict[str, Any]]) -> Changes:
    """Returns what differs between what is found and what the last run had."""
    now = {each.mark: each for each in found}
    new = [each for mark, each in now.items() if not known.get(mark, {}).get("verdict")]
    gone = [entry for mark, entry in known.items() if mark not in now and not entry.get("gone")]
    changed = [
        each
        for mark, each in now.items()
        if known.get(mark, {}).get("severity", each.severity) != each.severity
    ]
    return Changes(new, gone, changed)


def entry_of(finding: Reviewed, verdict: str) -> dict[str, Any]:
    """Returns what is kept of a finding: enough to know it again, nothing of the manifest."""
    return {"chart": finding.chart, "rule": finding.rule, "severity": finding.severity, "verdict": verdict}


def table(entries: Iterable[Mapping[str, Any]]) -> str:
    """Returns the table by rule of what is found today: useful, noise, false, and open."""
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        if not entry.get("gone"):
            counts.setdefault(entry["rule"], Counter())[entry["verdict"] or "open"] += 1
    columns = ("useful", "noise", "false", "open")
    rows = [(rule, *(str(counts[rule][column]) for column in columns)) for rule in sorted(counts)]
    total = ("all", *(str(sum(each[column] for each in counts.values())) for column in columns))
    lines = [("rule", *columns), ("---",) * (len(columns) + 1), *rows, total]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def shown(finding: Reviewed, folder: Path) -> str:
    """Returns a finding and the lines around it."""
    lines = (folder / finding.chart).read_text(encoding="utf-8", errors="replace").split("\n")
    first = max(finding.line - AROUND, 1)
    body = (
        f"{'>' if number == finding.line else ' '} {number:5} {lines[number - 1]}\n"
        for number in range(first, min(finding.line + AROUND, len(lines)) + 1)
    )
    return f"\n{''.join(body)}\n{finding.chart}: {finding.severity} {finding.rule}\n{finding.message}\n"


def judge(
    open_findings: Iterable[Reviewed],
    folder: Path,
    ask: Callable[[str], str],
    known: dict[str, dict[str, Any]],
) -> None:
    """Shows findings one by one and keeps the verdicts, until `q`."""
    for finding in open_findings:
        print(shown(finding, folder))
        key = ""
        while key not in (*KEYS, "s", "q"):
            key = ask("[u]seful [n]oise [f]alse [s]kip [q]uit: ").strip().lower()
        if key == "q":
            return
        if key in KEYS:
            known[finding.mark] = entry_of(finding, KEYS[key])


def updated(found: Iterable[Reviewed], known: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Returns the verdicts with the severities of today; what is no longer found is kept, and marked so."""
    now = {each.mark: each for each in found}
    kept = {mark: {**entry, "gone": mark not in now} for mark, entry in known.items()}
    for mark, each in now.items():
        kept[mark] = {**entry_of(each, kept.get(mark, {}).get("verdict", "")), "gone": False}
    return kept


def main(words: list[str], ask: Callable[[str], str] = input) -> None:
    """Runs the review that the arguments ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("renderings", type=Path)
    parser.add_argument("verdicts", type=Path)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--option", action="append", default=[], help="an option for stslint check")
    chosen = parser.parse_args(words)
    known = json.loads(chosen.verdicts.read_text(encoding="utf-8")) if chosen.verdicts.exists() else {}
    found = list(checked(chosen.renderings, chosen.option))
    difference = changes(found, known)
    if chosen.list:
        _print_changes(difference)
    elif not chosen.table:
        judge(difference.new, chosen.renderings, ask, known)
    known = updated(found, known)
    if not chosen.list:
        text = json.dumps(known, indent=1, sort_keys=True)
        chosen.verdicts.write_text(text + "\n", encoding="utf-8")
    print(table(known.values()), end="")


def _print_changes(difference: Changes) -> None:
    for word, findings in (("new", difference.new), ("changed", difference.changed)):
        for each in findings:
            print(f"{word}: {each.chart}:{each.line}: {each.severity} {each.rule} {each.message}")
    for entry in difference.gone:
        print(f"gone: {entry['chart']}: {entry['severity']} {entry['rule']} ({entry['verdict'] or 'open'})")


if __name__ == "__main__":
    main(sys.argv[1:])
