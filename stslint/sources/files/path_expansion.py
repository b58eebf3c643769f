"""Expands the paths of a command line into files. Only folders and ignore files are opened here."""

from __future__ import annotations

import os
import stat

from stslint.model import Skipped
from stslint.sources.files.gitignore import Patterns
from stslint.sources.files.path_filter import EXCLUDE_NOTHING, PathFilter
from stslint.sources.files.walk import (
    MANIFEST_EXTENSIONS,
    File,
    ReadError,
    expanded,
    is_pattern,
    is_walked,
    reason_of,
    walk,
)
from stslint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
NAME_OF_STDIN = "<stdin>"
"""The name of standard input in findings, unless `--stdin-filename` gives one."""
_NEIGHBOURS = 1000
# A shell's process substitution, `<(helm template chart)`, is a pipe under one of these names.
_PIPES = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
_EMPTY = (
    "no manifest in this folder (`.yaml`, `.yml`, `.json`, `.md`); other files are read when you name them"
)

Found = File | Skipped | ReadError


def find_files(
    paths: Sequence[str], path_filter: PathFilter = EXCLUDE_NOTHING, stdin_name: str = NAME_OF_STDIN
) -> Iterator[Found]:
    """Yields each file once, in the order of the paths, and the paths that are skipped or cannot be read."""
    patterns = path_filter.patterns()
    known: set[str] = set()
    for path in paths:
        for found in _of_path(path, patterns, stdin_name):
            if isinstance(found, File):
                if found.key in known:
                    continue
                known.add(found.key)
            yield found


def _of_path(path: str, exclude: Sequence[Patterns], stdin_name: str) -> Iterator[Found]:
    if path == STDIN:
        yield File(stdin_name, os.path.realpath(stdin_name), named=True, stdin=True)
        return
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield from _of_pattern(path, exclude) if is_pattern(path) else [ReadError(path, _missing(path))]
    except (OSError, ValueError) as error:
        # The wording of Python's error differs from version to version.
        not_a_path = "not a path: it contains a null byte" if "\0" in path else f"not a path: {error}"
        yield ReadError(path, reason_of(error) if isinstance(error, OSError) else not_a_path)
    else:
        yield from _existing(path, mode, exclude)


def _existing(path: str, mode: int, exclude: Sequence[Patterns]) -> Iterator[Found]:
    if stat.S_ISDIR(mode):
        yield from _of_folder(path, exclude)
    elif stat.S_ISREG(mode) or path.startswith(_PIPES):
        yield File(path.removeprefix("./"), os.path.realpath(path), named=True)
    else:
        yield Skipped(path, "not a regular file")


def _of_folder(folder: str, exclude: Sequence[Patterns]) -> Iterator[Found]:
    empty = True
    for found in walk(folder, exclude):
        empty = False
        yield found
    if empty:
        yield Skipped(folder, _EMPTY)


def _of_pattern(pattern: str, exclude: Sequence[Patterns]) -> Iterator[Found]:
    """Yields the files that match a pattern; where it ends in a bare star, only those that a walk reads."""
    paths = expanded(pattern)
    if not paths:
        yield ReadError(pattern, "no file matches this pattern")
    bare = pattern.endswith("*") and pattern.rpartition("/")[2] in ("*", "**")
    for path in paths:
        if os.path.isdir(path):
            yield from _of_folder(path, exclude)
        elif not bare:
            yield from _of_path(path, exclude, "")
        elif is_walked(path) and os.path.isfile(path):
            yield File(path, os.path.realpath(path))


def _missing(path: str) -> str:
    if os.path.islink(path):
        return "a broken link"
    near = _near_name(path)
    return f"does not exist; did you mean `{near}`?" if near else "does not exist"


def _near_name(path: str) -> str:
    """Returns the only path whose last step resembles that of a missing one, or an empty string."""
    folder, name = os.path.split(path.rstrip("/"))
    try:
        names = os.listdir(folder or ".")
    except (OSError, ValueError):
        return ""
    near = nearest(name, names)
    return os.path.join(folder, near) if near else ""


def siblings(file: File) -> Iterator[File]:
    """Yields the manifests in a file's folder as context: the first thousand by name."""
    folder = os.path.dirname(file.path)
    try:
        names = sorted(
            name for name in os.listdir(folder or ".") if name.lower().endswith(MANIFEST_EXTENSIONS)
        )
    except (OSError, ValueError):
        return
    for name in names[:_NEIGHBOURS]:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            yield File(path, os.path.realpath(path), context=True)


def context_files(paths: Sequence[str]) -> Iterator[File | Skipped]:
    """Yields the files of context paths. What cannot be read is skipped: context never fails a run."""
    for found in find_files(paths):
        if isinstance(found, ReadError):
            yield Skipped(found.file, f"context {found.reason}")
        elif isinstance(found, File):
            yield found._replace(context=True)
