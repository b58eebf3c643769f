"""What earlier runs have found: the report of a run, kept under all that the run saw.

A report depends on the texts that were read and how they were taken, on the settings and the rules, and on
stslint itself; nothing else is looked at below discovery. Every format makes the same bytes of a kept report.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import stslint
from stslint import model
from stslint.linter.rule import Rule, pages
from stslint.linter.settings import Settings
from stslint.model import INTERNAL, Report
from stslint.pipeline.inputs import Inputs, discovery_of
from stslint.runtime import package_data
from stslint.runtime.disk_cache import Store, key_of
from stslint.sources.loading.discovery import Discovery

if TYPE_CHECKING:
    from stslint.linter.baseline import Baseline
    from stslint.runtime.progress import ProgressCallback

MOST_FINDINGS = 10_000
"""A report of more findings is not kept: to read it back takes as long as to find them."""


def check(
    inputs: Inputs,
    rules: Sequence[Rule],
    settings: Settings,
    progress: ProgressCallback | None = None,
    baseline: Baseline | None = None,
    store: Store | None = None,
) -> Report:
    """Returns all that a run has to say about its inputs: from the store, or else worked out and kept there.

    Only a run that depends on nothing but its manifests and its settings is kept. Raises RevisionError,
    BeforeError and EngineError.
    """
    if store is None or baseline is not None or not _can_be_kept(inputs, settings):
        return _worked_out(inputs, rules, settings, progress, baseline)
    found = discovery_of(inputs)
    key = _key(found, inputs, rules, settings)
    kept = _read(store, key)
    if kept is not None:
        return kept._replace(rules=pages(rules, settings))
    report = _worked_out(inputs, rules, settings, progress, None, found)
    if len(report.findings) <= MOST_FINDINGS and not any(each.rule == INTERNAL for each in report.findings):
        store.write(key, _plain(report._replace(rules={})))
    return report


def _can_be_kept(inputs: Inputs, settings: Settings) -> bool:
    if inputs.against is not None or inputs.render is not None or inputs.policies or inputs.unusable:
        return False
    return not settings.per_path  # its patterns ask where a link leads


def _worked_out(
    inputs: Inputs,
    rules: Sequence[Rule],
    settings: Settings,
    progress: ProgressCallback | None,
    baseline: Baseline | None,
    found: Discovery | None = None,
) -> Report:
    from stslint.pipeline.check_run import check  # half of a start, and a kept report needs nothing of it

    return check(inputs, rules, settings, progress, baseline, found)


def _key(found: Discovery, inputs: Inputs, rules: Iterable[Rule], settings: Settings) -> str:
    places = [(path, os.path.isdir(path)) for path in inputs.paths]
    told = repr((found._replace(sources=()), places, settings._replace(jobs=1), os.path.abspath(".")))
    folders = {os.path.dirname(rule.file) for rule in rules}
    parts = ["report", stslint.__version__, sys.version, told, repr(sorted(_states(folders)))]
    for source in found.sources:
        parts += (repr(source._replace(text="")), source.text)
    return key_of(*parts)


def _states(rule_folders: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Yields the state of each file that says how stslint itself judges."""
    package = package_data.package_folder()
    pending = {package, package_data.location("schemas"), *rule_folders}
    seen: set[str] = set()
    while pending:
        folder = pending.pop()
        seen.add(folder)
        with os.scandir(folder) as opened:
            for entry in opened:
                if entry.name.endswith((".py", ".json")):
                    state = entry.stat()
                    yield entry.path, state.st_size, state.st_mtime_ns
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    pending |= {entry.path} - seen


def _read(store: Store, key: str) -> Report | None:
    try:
        report = _made(store.read(key))
    except (AttributeError, TypeError, IndexError):
        return None
    return report if isinstance(report, Report) else None


def _plain(value: Any) -> Any:
    """Returns plain data: a list stands for one of the core types, and begins with its name."""
    if isinstance(value, tuple):
        plain = [_plain(each) for each in value]
        return [type(value).__name__, *plain] if type(value) is not tuple else tuple(plain)
    if isinstance(value, Mapping):
        return {_plain(name): _plain(each) for name, each in value.items()}
    return value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return getattr(model, value[0])(*map(_made, value[1:]))
    if isinstance(value, tuple):
        return tuple(map(_made, value))
    if isinstance(value, dict):
        return {_made(name): _made(each) for name, each in value.items()}
    return value
