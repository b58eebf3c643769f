"""Fixes a file in memory as ``check --fix`` does, for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stslint.fixer.fix_run import FixOutcome, FixRequest, fix
from stslint.linter.rule import Rule
from stslint.linter.rule_set import rule_set
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(rule_set())


def mend_file(path: Path, *, unsafe: bool = False) -> FixOutcome:
    """Returns what a file becomes; nothing is written."""
    run = Run(Inputs([str(path)], use_context=False), rules())
    return fix(FixRequest(run, unsafe, dry_run=True))


def mended_bytes(path: Path, *, unsafe: bool = False) -> bytes:
    """Returns a file's bytes after all its fixes."""
    pages = mend_file(path, unsafe=unsafe).changed
    return pages[0].data if pages else path.read_bytes()
