"""The main job: paths become a report.

``paths -> bundle -> findings -> ignores -> baseline -> report``; each step is a module of its own, and this
one only puts them in a row.
"""

from __future__ import annotations

from stslint.linter.outcome import Outcome
from stslint.linter.rule import wanted
from stslint.linter.version_matrix import lint_versions
from stslint.model import Bundle, Report
from stslint.pipeline.inputs import discovery_of
from stslint.pipeline.loading import LoadedRun, bundle_of, load
from stslint.pipeline.patches import shortened, taken_for_patches
from stslint.pipeline.predecessors import without_predecessor
from stslint.pipeline.reporting import report_of, visible_findings
from stslint.pipeline.run import Run
from stslint.pipeline.survey import survey
from stslint.runtime.progress import ProgressCallback
from stslint.runtime.worker_processes import Workers
from stslint.sources.loading.discovery import Discovery
from stslint.sources.render.stdin_provenance import with_templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.document_cache import DocumentCache
    from stslint.sources.render.renderings import Rendering


def check(
    run: Run,
    progress: ProgressCallback | None = None,
    found: Discovery | None = None,
    cache: DocumentCache | None = None,
) -> Report:
    """Returns all that a run has to say about its inputs, ``found`` being what they hold, if that is known.

    ``cache`` is what an earlier run knows of documents.
    Raises RevisionError, BeforeError and EngineError.
    """
    found = found or discovery_of(run.inputs)
    with Workers(run.settings.jobs) as workers:
        cache = survey(found.sources, run, cache, workers)
        loaded = load(run.inputs, run.settings, progress if workers.leads else None, found, cache)
        loaded, outcome = lint_loaded(loaded, run, cache, workers)
    report = report_of(loaded, visible_findings(outcome, loaded.bundle, run), run, cache)
    return report._replace(not_checked=shortened(report.not_checked))


def lint_loaded(
    loaded: LoadedRun, run: Run, cache: DocumentCache | None, workers: Workers
) -> tuple[LoadedRun, Outcome]:
    """Returns what is found, and all that was read with the renderings among it."""
    found, bundle, before, renderings, _ = loaded
    run = run._replace(rules=loaded.with_policies(run.rules))
    settings = run.settings._replace(complete=bundle.complete)
    outcome = lint_versions(bundle, run.rules, settings, before, cache=cache, workers=workers)
    parts = [(bundle, outcome._replace(findings=with_templates(outcome.findings, found.sources)))]
    parts += [_lint_rendering(rendering, run, before, workers) for rendering in renderings]
    sources = (*found.sources, *(each for rendering in renderings for each in rendering.sources))
    bundle, outcome = _joined(parts)
    unevaluated = loaded.unevaluated(wanted(run.rules, run.settings))
    patches = taken_for_patches(bundle, run.rules, run.settings._replace(complete=bundle.complete))
    new = without_predecessor(bundle, before, run.inputs.against, run.rules, run.settings)
    outcome = outcome._replace(not_checked=(*unevaluated, *patches, *new, *outcome.not_checked))
    return LoadedRun(found._replace(sources=sources), bundle, before), outcome


def _lint_rendering(
    rendering: Rendering, run: Run, before: Bundle | None, workers: Workers
) -> tuple[Bundle, Outcome]:
    """Returns a rendering and what is found in it. A chart's is complete, and nothing of another is in it.

    A fix is for the text of a file, which a rendering is not.
    """
    settings = run.settings._replace(complete=run.settings.complete or rendering.complete)
    bundle, _ = bundle_of((*rendering.sources, *rendering.context), (rendering.folder,), settings)
    outcome = lint_versions(bundle, run.rules, settings, before, workers=workers)
    return bundle, outcome._replace(findings=tuple(each._replace(fix=None) for each in outcome.findings))


def _joined(parts: list[tuple[Bundle, Outcome]]) -> tuple[Bundle, Outcome]:
    """Returns the documents and the findings of several bundles, to be counted and reported together."""
    first, _ = parts[0]
    return first.of(document for bundle, _ in parts for document in bundle.documents), Outcome(
        tuple(finding for _, outcome in parts for finding in outcome.findings),
        tuple(dict.fromkeys(reason for _, outcome in parts for reason in outcome.not_checked)),
    )
