"""``stslint check --watch``: checks again whenever a file changes, until Ctrl-C."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Mapping

from stslint.cli import console
from stslint.cli.check_arguments import CheckArguments
from stslint.cli.errors import UsageError, exit_code_of
from stslint.cli.exit_codes import ExitCode
from stslint.config.discovery import NAMES
from stslint.runtime.remembered_results import forget_results
from stslint.sources.files.path_expansion import STDIN, find_files
from stslint.sources.files.path_filter import PathFilter
from stslint.sources.files.walk import File
from stslint.text.wording import pluralize

INTERVAL = 0.5
"""Seconds between two looks at the files. Looking at 5,000 files takes some 50 ms."""

_CLEAR = "\x1b[2J\x1b[3J\x1b[H"

State = Mapping[str, tuple[int, int]]


def run(arguments: CheckArguments, check: Callable[[CheckArguments], int]) -> int:
    """Checks until it is interrupted, and returns that exit code. Raises UsageError."""
    _refuse_others(arguments)
    gc.enable()  # a single check does without
    once = arguments._replace(watch=False)
    while True:
        before = state_of(arguments)
        if sys.stdout.isatty():
            sys.stdout.write(_CLEAR)
        if exit_code_of(lambda: check(once)) == ExitCode.INTERRUPTED:
            return ExitCode.INTERRUPTED
        forget_results()
        gc.collect()
        console.note(f"watching {pluralize(len(before), 'file')}; Ctrl-C ends it")
        while state_of(arguments) == before:
            time.sleep(INTERVAL)


def _refuse_others(arguments: CheckArguments) -> None:
    if STDIN in arguments.paths:
        raise UsageError("--watch looks at files: standard input cannot be read again")
    for option, given in (("--fix", arguments.fix), ("--write-baseline", arguments.write_baseline)):
        if given:
            raise UsageError(f"--watch only reads: remove {option}")


def state_of(arguments: CheckArguments) -> State:
    """Returns the size and time of each file that a check would read, its configuration included."""
    paths = arguments.paths or (".",)
    folders = {os.path.dirname(path) or "." for path in paths if os.path.isfile(path)}
    watched = (*paths, *sorted(folders), *arguments.context)
    files = [
        each.path for each in find_files(watched, PathFilter(arguments.exclude)) if isinstance(each, File)
    ]
    files += [os.path.join(folder, name) for folder in (".", *folders) for name in NAMES]
    return {file: state for file in files if (state := _stat(file)) is not None}


def _stat(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
