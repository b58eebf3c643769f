"""Which files the paths of a command line stand for. Nothing is opened here but folders and ignore files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence

from stslint.model import Skipped
from stslint.sources.files.gitignore import NO_FOLDERS, Patterns, patterns_of
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

STDIN = "-"
NAME_OF_STDIN = "<stdin>"
"""How findings name standard input, unless `--stdin-filename` says whose unsaved text it is."""
_NEIGHBOURS = 1000
# A shell's process substitution, `<(helm template chart)`, is a pipe under one of these names.
_PIPES = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
_EMPTY = "no manifest in this folder (`.yaml`, `.yml`, `.json`, `.md`); name other files to have them read"

Found = File | Skipped | ReadError


def find_files(
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    stdin_name: str = "<stdin>",
    exclude_by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS,
) -> Iterator[Found]:
    """Yields each file once, in the order of the paths, and what of them is skipped or can't be read.

    ``exclude`` holds patterns as `.gitignore` has them, relative to the working directory, for what is found
    in folders; a file that is named is read all the same. Those of ``exclude_by_folder`` are relative to the
    absolute, real folder that they are listed under.
    """
    patterns = patterns_of(exclude, exclude_by_folder)
    seen: set[str] = set()
    for path in paths:
        for found in _of_path(path, patterns, stdin_name):
            if isinstance(found, File):
                if found.key in seen:
                    continue
                seen.add(found.key)
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
        # Each Python says in words of its own that no path holds a null byte.
        not_a_path = "not a path: it holds a null byte" if "\0" in path else f"not a path: {error}"
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
    """Yields what a pattern stands for; one that ends in a bare star takes of a folder what a walk takes."""
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
        return "a link that leads to no file"
    near = _near_name(path)
    return f"does not exist; did you mean `{near}`?" if near else "does not exist"


def _near_name(path: str) -> str:
    """Returns the one path that differs from a missing one in a slip of the last step, or an empty string."""
    folder, name = os.path.split(path.rstrip("/"))
    try:
        names = os.listdir(folder or ".")
    except (OSError, ValueError):
        return ""
    near = nearest(name, names)
    return os.path.join(folder, near) if near else ""


def siblings(file: File) -> Iterator[File]:
    """Yields the manifests beside a file as context: the first thousand by name."""
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
    """Yields the files of context paths; what can't be read is skipped, for context never fails a run."""
    for found in find_files(paths):
        if isinstance(found, ReadError):
            yield Skipped(found.file, f"context {found.reason}")
        elif isinstance(found, File):
            yield found._replace(context=True)
