"""A check of what was read once, asked several times: before fixes, between them and after them."""

from __future__ import annotations

from stslint.linter.outcome import Outcome
from stslint.linter.rule import wanted
from stslint.linter.version_matrix import lint_versions
from stslint.model import Bundle, Report
from stslint.pipeline.loading import LoadedRun, load
from stslint.pipeline.reporting import CheckResult, report_of, visible_findings
from stslint.pipeline.run import Run
from stslint.runtime.worker_processes import Workers


class CheckSession:
    """Holds a run and what it has read.

    Raises RevisionError, BeforeError and EngineError when it is made.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.loaded: LoadedRun = load(run.inputs, run.settings)
        self._rules = self.loaded.with_policies(run.rules)

    @property
    def bundle(self) -> Bundle:
        """Returns the documents as they were read."""
        return self.loaded.bundle

    def lint(self, bundle: Bundle, *, all_rules: bool = False) -> Outcome:
        """Returns the findings on a bundle; with ``all_rules`` also those of rules that are not selected."""
        settings = self.run.settings
        if all_rules:
            settings = settings._replace(
                select=(), ignore=(), extend_select=(*settings.select, *settings.extend_select)
            )
        with Workers(settings.jobs) as workers:
            return lint_versions(bundle, self._rules, settings, self.loaded.before, workers=workers)

    def visible(self, outcome: Outcome, bundle: Bundle) -> CheckResult:
        """Returns what this run reports of an outcome in which every rule may have answered."""
        run = self.run
        selected = wanted(run.rules, run.settings)
        ids, known = ({rule.id for rule in rules} for rules in (selected, run.rules))
        chosen = Outcome(
            tuple(each for each in outcome.findings if each.rule in ids or each.rule not in known),
            (
                *self.loaded.unevaluated(selected),
                *(each for each in outcome.not_checked if each.rule in ids),
            ),
        )
        return visible_findings(chosen, bundle, run)

    def report(self, result: CheckResult, loaded: LoadedRun | None = None) -> Report:
        """Returns the report of a result; ``loaded`` is what the files have become, where they changed."""
        return report_of(loaded or self.loaded, result, self.run)
