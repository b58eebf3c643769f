"""Mends a file in memory as ``check --fix`` does, for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stslint.cli.commands import fix
from stslint.linter.linter import lint
from stslint.linter.rule import Rule
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.loading import load
from stslint.runtime import package_data


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(load_rules(package_data.folder("rules")))


def mend_file(path: Path, *, unsafe: bool = False) -> fix.Done:
    """Returns what a file becomes; nothing is written."""
    settings = Settings()
    gathered = load(Inputs([str(path)], use_context=False), settings)
    task = fix.Task(gathered, rules(), settings, unsafe=unsafe)
    return fix.mended(task, lambda bundle: lint(bundle, rules(), fix.all_rules(settings)))


def mended_bytes(path: Path, *, unsafe: bool = False) -> bytes:
    """Returns a file's bytes after all its fixes."""
    pages = mend_file(path, unsafe=unsafe).mended.pages
    return pages[0].data if pages else path.read_bytes()
