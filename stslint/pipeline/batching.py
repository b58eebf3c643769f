"""A run of the API server's verdict alone, some files at a time: its memory does not grow with the files.

The rules may ask for any other object of a run. The verdict on an object asks for none, and where nobody
wants a rule, the trees of a batch are let go before the next one is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stslint.linter.rule import CHECKS, wanted
from stslint.model import Bundle, Report, Source
from stslint.pipeline.run import Run

SIZE = 2_000
"""Files of a batch; with fewer, memory is not much less, and more time goes into cleaning up."""


def can_batch(run: Run) -> bool:
    """Returns whether a run asks nothing but what the API server says of each object by itself."""
    inputs = run.inputs
    if inputs.against is not None or inputs.render is not None or inputs.policies or run.baseline is not None:
        return False
    return not any(getattr(rule, name) for rule in wanted(run.rules, run.settings) for name in CHECKS)


def batches(sources: Sequence[Source]) -> Iterator[tuple[Source, ...]]:
    """Yields the sources in their order, at least one batch of them; the blocks of a page stay together."""
    start = 0
    while start < len(sources) or not start:
        end = start + SIZE
        while end < len(sources) and sources[end].name == sources[end - 1].name:
            end += 1
        yield tuple(sources[start:end])
        start = end


def release_trees(bundle: Bundle) -> None:
    """Takes the trees of a bundle apart: a node and its parent hold one another, and nobody looks for it."""
    for document in bundle.documents:
        if not document.has_tree:
            continue
        for node in document.root.walk():
            node.parent = None


def merge_reports(reports: Iterable[Report]) -> Report:
    """Returns the report of a run from those of its batches, of which there is at least one."""
    whole, *others = reports
    for report in others:
        texts: Mapping[str, Mapping[int, str]] = {**whole.texts, **report.texts}
        whole = whole._replace(
            findings=whole.findings + report.findings,
            not_checked=tuple(dict.fromkeys(whole.not_checked + report.not_checked)),
            skipped=whole.skipped + report.skipped,
            errors=whole.errors + report.errors,
            files=whole.files + report.files,
            documents=whole.documents + report.documents,
            stateful_sets=whole.stateful_sets + report.stateful_sets,
            texts=texts,
            checked=whole.checked + report.checked,
        )
    return whole
