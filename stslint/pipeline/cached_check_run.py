"""What earlier runs have found: what a run prints, cached under all that the run saw, and parts of others.

A report depends on the texts that were read and how they were taken, on the settings and the rules, and on
stslint itself; nothing else is looked at below discovery. It is cached as it is printed, so that an unchanged
run does not import what renders it. Where only some texts have changed, the answers that the change does not
concern are known from the last run over the same paths (``document_cache``).
"""

from __future__ import annotations

import os
import sys

import stslint
from stslint.model import INTERNAL, Report
from stslint.model.known_source import OutdatedError, identity
from stslint.pipeline.inputs import discovery_of
from stslint.pipeline.run import Run
from stslint.runtime import package_data
from stslint.runtime.disk_cache import Store, is_worth_writing, key_of, key_of_plain
from stslint.runtime.progress import ProgressCallback
from stslint.sources.loading.discovery import Discovery
from stslint.sources.loading.file_states import FileStates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stslint.runtime.disk_cache import Plain

FEWEST_FILES = 3
"""Files whose documents are worth an entry: of a file that has changed, nothing is taken from it."""

FEWEST_STATES = 50
"""Files whose states are worth an entry: to read fewer takes no longer than to write it."""

MOST_FINDINGS = 10_000
"""A report of more findings is not cached: to read it back takes as long as to find them."""


def check(
    run: Run,
    form: str,
    render: Callable[[Report], tuple[Plain, ...]],
    progress: ProgressCallback | None = None,
) -> tuple[Plain, ...]:
    """Returns what ``render`` makes of all that a run has to say about its inputs.

    It comes from the run's store, by ``form``, or is worked out and cached there. Only a run that depends on
    nothing but its manifests and its settings is cached. Raises RevisionError, BeforeError and EngineError.
    """
    store = run.store
    if store is None or not _is_cacheable(run):
        return render(_check(run, progress))
    asked = _asked(run)
    found = _discovered(run, store, asked)
    key = _key(found, (*asked, form))
    cached = store.read(key)
    if isinstance(cached, tuple) and cached[:1] == (form,):
        return cached[1:]
    try:
        report = _check_with_documents(run, progress, found, store, key_of("documents", *asked))
    except OutdatedError:
        return render(_check(run, progress))
    if any(each.rule == INTERNAL for each in report.findings):
        # It may have failed because a file has changed meanwhile.
        return render(_check(run, progress))
    rendered = render(report)
    if len(report.findings) <= MOST_FINDINGS:
        store.write(key, (form, *rendered))
    return rendered


def _discovered(run: Run, store: Store, asked: tuple[str, ...]) -> Discovery:
    """Returns what a run reads; what is in files that have not changed since an earlier run is known."""
    key = key_of("files", *asked)
    states = FileStates(store.read(key))
    found = discovery_of(run.inputs, states)
    if len(states.written) >= FEWEST_STATES and is_worth_writing(states.changed, len(states.written)):
        store.write(key, states.written)
    return found


def _is_cacheable(run: Run) -> bool:
    inputs = run.inputs
    if inputs.against is not None or inputs.render is not None or inputs.policies or inputs.unusable:
        return False
    # The patterns of settings by path ask where a link leads.
    return run.baseline is None and not run.settings.per_path


def _check(run: Run, progress: ProgressCallback | None) -> Report:
    from stslint.pipeline.check_run import check  # half of a start, and a cached report needs nothing of it

    return check(run, progress)


def _check_with_documents(
    run: Run, progress: ProgressCallback | None, found: Discovery, store: Store, key: str
) -> Report:
    """Returns the report, for which only what has changed since the last run is checked by itself."""
    from stslint.linter.document_cache import DocumentCache
    from stslint.pipeline.check_run import check

    if len(found.sources) < FEWEST_FILES:
        return check(run, progress, found)
    cache = DocumentCache(store.read(key))
    report = check(run, progress, found, cache)
    if cache.changed:
        store.write(key, cache.written)
    return report


def _asked(run: Run) -> tuple[str, ...]:
    """Returns all that a run depends on, apart from its texts."""
    places = [(path, os.path.isdir(path)) for path in run.inputs.paths]
    asked = repr((places, run.settings._replace(jobs=1), os.path.abspath(".")))
    return stslint.__version__, sys.version, asked, repr(sorted(_states()))


def _key(found: Discovery, asked: tuple[str, ...]) -> str:
    sources = [identity(source) for source in found.sources]
    return key_of_plain("report", asked, repr(found._replace(sources=())), sources)


def _states() -> Iterator[tuple[str, int, int]]:
    """Yields the state of what decides what stslint itself finds.

    An installed package is replaced as a whole, so one file speaks for it. In a checkout any file may have
    been edited. Runs with custom rules are not cached.
    """
    package = package_data.package_folder()
    if not package_data.is_checkout():
        state = os.stat(os.path.join(package, "__init__.py"))
        yield package, state.st_size, state.st_mtime_ns
        return
    yield from _states_of_files({package, package_data.location("schemas"), package_data.location("rules")})


def _states_of_files(pending: set[str]) -> Iterator[tuple[str, int, int]]:
    """Yields the state of each file of code and data below some folders."""
    seen: set[str] = set()
    while pending:
        folder = pending.pop()
        seen.add(folder)
        with os.scandir(folder) as opened:
            for entry in opened:
                if entry.name.endswith((".py", ".json", ".tsv")):
                    state = entry.stat()
                    yield entry.path, state.st_size, state.st_mtime_ns
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    pending |= {entry.path} - seen
