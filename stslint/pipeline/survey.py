"""A first look at many files: each process reads and checks its share of them.

What it finds of clean files is what an earlier run would have cached of them, so the run itself reads only
the others. A process holds the trees of its share for the rules, which it asks about the same files, as far
as memory shall not grow with the files; others are made again where a rule looks up their object.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stslint.linter.rule import CHECKS, wanted
from stslint.pipeline.loading import empty_bundle
from stslint.pipeline.run import Run
from stslint.runtime.worker_processes import Workers
from stslint.sources.render.helm_output import in_release
from stslint.sources.render.stdin_provenance import is_complete_chart_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.document_cache import DocumentCache
    from stslint.model import Source

FEWEST = 20_000
"""Files from which one process begins with it: fewer trees in memory are worth reading many files twice."""

FEWEST_WITHOUT_RULES = 500
"""Files from which it takes no longer, where nothing is asked but what the API server says of each object."""

_MOST_HELD = 3_000
"""Documents whose trees a process holds for the rules."""


def survey(
    sources: Sequence[Source], run: Run, cache: DocumentCache | None, workers: Workers
) -> DocumentCache | None:
    """Returns a cache with what is known of clean files after a look at them, if they are worth one.

    The blocks of a page are numbered together, so they are left to the run.
    """
    has_rules = any(getattr(rule, name) for rule in wanted(run.rules, run.settings) for name in CHECKS)
    fewest = FEWEST if has_rules else FEWEST_WITHOUT_RULES
    if not _is_possible(run) or not _is_worth_it(len(sources), fewest, workers):
        return cache
    from stslint.linter.document_cache import DocumentCache  # few runs read so much
    from stslint.pipeline.survey_look import Look

    surveyed = cache or DocumentCache(is_kept=False)
    complete = run.settings.complete or is_complete_chart_output(run.inputs.paths, sources)
    settings = run.settings._replace(complete=complete)
    bundle = empty_bundle(run.inputs.paths, settings)
    surveyed.open(bundle, settings)
    blocks = Counter(source.name for source in sources)
    new = [each for each in sources if blocks[each.name] == 1 and not surveyed.knows(in_release(each))]
    if not _is_worth_it(len(new), fewest, workers):
        return cache
    look = Look(bundle, settings, surveyed, _MOST_HELD if has_rules else 0)
    looks = workers.exchanged(lambda part: look.at(new[part.start : part.stop]), len(new))
    if 2 * looks.count(None) > len(looks):
        workers.end_others()
    for found in looks:
        if found is not None:
            surveyed.add(found)
    return surveyed


def _is_possible(run: Run) -> bool:
    """Returns whether all that a run says of clean files is known from a look at them.

    What the verdict says of an update or by another version, and what is in a rendering, is not.
    """
    inputs = run.inputs
    compares = inputs.against is not None or len(run.settings.versions) > 1
    return not compares and inputs.render is None and not inputs.policies


def _is_worth_it(files: int, fewest: int, workers: Workers) -> bool:
    return files >= fewest or workers.number_for(files) > 1
