"""What a text says of the run itself, below its findings: what was not read, skipped or not checked."""

from __future__ import annotations

from stslint.model import Report, Skipped
from stslint.text.sanitize import one_line, sanitize
from stslint.text.wording import pluralize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def run_notes(report: Report, *, verbose: bool = False, list_errors: bool = True) -> Iterator[str]:
    """Yields a line for each note; if ``verbose``, one for each skipped file."""
    for error in report.errors if list_errors else ():
        yield f"not read: {sanitize(error.file)}: {one_line(error.reason)}"
    yield from skipped_files(report.skipped, verbose)
    reasons: dict[str, list[str]] = {}
    for rule, reason in report.not_checked:
        reasons.setdefault(reason, []).append(rule)
    for reason, rules in reasons.items():
        yield f"not checked: {pluralize(len(rules), 'rule')} ({', '.join(rules)}): {one_line(reason)}"
    yield from map(one_line, report.notes)


def skipped_files(skipped: Sequence[Skipped], verbose: bool) -> Iterator[str]:
    """Yields a line for each skipped file, or for all of one reason."""
    alike: dict[str, list[str]] = {}
    for number, (file, reason) in enumerate(skipped):
        alike.setdefault(f"{number} {reason}" if verbose else reason, []).append(file)
    for reason, (first, *others) in alike.items():
        shown = one_line(reason.partition(" ")[2] if verbose else reason)
        more = f" and {len(others):,} more" if others else ""
        hint = " (-v lists them)" if others else ""
        yield f"skipped: {sanitize(first)}{more}: {shown}{hint}"
