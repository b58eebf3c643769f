"""``stslint check --write-baseline``: all findings of today are written down, to be hidden from now on."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from stslint.cli.commands.check import CLEAN, FAILED, Words, exit_code, tell
from stslint.linter.baseline import freeze
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.linter.version_matrix import judged
from stslint.pipeline.check_run import report_of, told
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.loading import load
from stslint.text.wording import pluralize


def run(words: Words, inputs: Inputs, rules: Sequence[Rule], settings: Settings) -> int:
    """Writes all findings of today to the baseline, and returns the exit code."""
    gathered = load(inputs, settings)
    outcome = judged(gathered.bundle, gathered.book(rules), settings, gathered.before)
    left = told(outcome, gathered.bundle, rules, settings)
    report = report_of(gathered, left, settings, rules)
    if exit_code(words, report) == FAILED or words.write_baseline is None:
        return tell(words, report)
    number = freeze(left.outcome, gathered.bundle, words.write_baseline)
    sys.stdout.write(f"{pluralize(number, 'finding')} written to {words.write_baseline}\n")
    return CLEAN
