"""A first look at many files: each process reads and checks its share, and lets go of the trees.

What it finds of clean files is what an earlier run would have cached of them, so the run itself reads only
the others. A tree is made again for the rules. That costs little, and memory does not grow with the files:
the rules may look up any object, but few are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stslint.linter.document_cache import DocumentCache
from stslint.linter.known_answers import KnownAnswers
from stslint.linter.linter import is_clean
from stslint.linter.rule import CHECKS, wanted
from stslint.model import Bundle, Source
from stslint.model.stored_document import take_apart
from stslint.pipeline.loading import documents_of, empty_bundle
from stslint.pipeline.run import Run
from stslint.runtime.worker_processes import in_parts
from stslint.sources.render.helm_output import in_release
from stslint.sources.render.stdin_provenance import is_complete_chart_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.settings import Settings
    from stslint.runtime.disk_cache import Plain

FEWEST = 20_000
"""Files from which the memory of their trees is worth the time to read those with rules twice."""

FEWEST_WITHOUT_RULES = 500
"""Files from which it takes no longer, where nothing is asked but what the API server says of each object."""

_AT_ONCE = 1_000
"""Files whose trees are in memory at the same time."""


def is_wanted(run: Run, files: int) -> bool:
    """Returns whether a run over a number of files begins with a survey.

    What the verdict says of an update or by another version, and what is in a rendering, is not known from a
    look at the files.
    """
    inputs = run.inputs
    if files < FEWEST_WITHOUT_RULES or len(run.settings.versions) > 1:
        return False
    if inputs.against is not None or inputs.render is not None or inputs.policies:
        return False
    rules = wanted(run.rules, run.settings)
    has_rules = any(getattr(rule, name) for rule in rules for name in CHECKS)
    return files >= (FEWEST if has_rules else FEWEST_WITHOUT_RULES)


def survey(sources: Sequence[Source], run: Run, cache: DocumentCache) -> None:
    """Adds to a cache what is known of clean files after a look at them.

    The blocks of a page are numbered together, so they are left to the run.
    """
    paths = run.inputs.paths
    complete = run.settings.complete or is_complete_chart_output(paths, sources)
    settings = run.settings._replace(complete=complete)
    bundle = empty_bundle(paths, settings)
    cache.open(bundle, settings)
    blocks = Counter(source.name for source in sources)
    new = [each for each in sources if blocks[each.name] == 1 and not cache.knows(in_release(each))]

    def looked_at(part: range) -> Plain:
        return _looked_at(new[part.start : part.stop], bundle, settings)

    for found in in_parts(looked_at, len(new), settings.jobs):
        cache.add(found)


def _looked_at(sources: Sequence[Source], bundle: Bundle, settings: Settings) -> Plain:
    found = DocumentCache()
    found.open(bundle, settings)
    for start in range(0, len(sources), _AT_ONCE):
        documents, _ = documents_of(sources[start : start + _AT_ONCE])
        faulty = {id(each.source) for each in documents if not is_clean(each, settings)}
        clean = bundle.of(each for each in documents if id(each.source) not in faulty)
        known = KnownAnswers(found, clean.documents)
        answers = known.answers(clean)
        known.learn(clean, [True] * len(clean.documents), answers)
        if start + _AT_ONCE < len(sources):
            for document in documents:
                take_apart(document.root)
    return found.written
