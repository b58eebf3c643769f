"""Finds the files of a folder or a shell pattern, always in the same order.

In a folder these are the files that end in `.yaml`, `.yml`, `.json`, `.md`, `.markdown` or `.mdx`, and a
chart's `_*.tpl`, in the order of their names, without those that Git ignores and without folders of
third-party files. Links to files are followed, links to folders are not: so the walk cannot loop, and it
reads nothing outside the folder.
"""

from __future__ import annotations

import os

from stslint.model import Skipped
from stslint.runtime.lazy_regex import pattern, pattern_of_input
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.gitignore import Patterns, ignored, patterns_above, patterns_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MANIFEST_EXTENSIONS = (".yaml", ".yml", ".json")
PAGE_EXTENSIONS = (".md", ".markdown", ".mdx")
WALKED_EXTENSIONS = (*MANIFEST_EXTENSIONS, *PAGE_EXTENSIONS)
SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".jj",
        "node_modules",
        "vendor",
        "bower_components",
        ".venv",
        "venv",
        "site-packages",
        ".terraform",
        ".terragrunt-cache",
        "__pycache__",
        ".tox",
        ".nox",
        ".eggs",
        ".direnv",
        ".gradle",
        ".cache",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        ".idea",
        ".vscode",
        ".svelte-kit",
        ".next",
    }
)
_MAGIC = pattern(r"[*?\[]")


class File(NamedTuple):
    """A file to read. ``key`` is its real path, so a file with two names has one key.

    ``named`` files are on the command line and are read regardless of their content; ``context`` files are
    read for the rules, and nothing is reported on them.
    """

    path: str
    key: str
    named: bool = False
    context: bool = False
    stdin: bool = False


class ReadError(NamedTuple):
    """A requested file or folder that cannot be read: the run fails."""

    file: str
    reason: str


class _Entry(NamedTuple):
    path: str
    key: str
    folder: bool
    patterns: tuple[Patterns, ...]


_OF_KUBECTL_DIFF = pattern(
    r"(?:[a-z0-9.-]+\.)?v\d+(?:(?:alpha|beta)\d+)?\.[A-Z][A-Za-z0-9]*\.[a-z0-9-]*\.[a-z0-9].*\Z"
)
"""How ``kubectl diff`` names its files: ``apps.v1.StatefulSet.default.web``, without an extension."""


def is_walked(name: str) -> bool:
    """Returns whether a file of this name is read when its folder is walked."""
    lower = os.path.basename(name).lower()
    if lower.endswith(WALKED_EXTENSIONS) or _OF_KUBECTL_DIFF.match(name) is not None:
        return True
    return lower.startswith("_") and lower.endswith(".tpl")


def walk(
    folder: str, exclude: Sequence[Patterns] = (), is_wanted: Callable[[str], bool] = is_walked
) -> Iterator[File | Skipped | ReadError]:
    """Yields the files of a folder, and the entries that are skipped or cannot be read.

    ``exclude`` holds the user's patterns, of which the last one decides first; an entry is omitted if either
    these or Git's patterns ignore it. ``is_wanted`` receives a file's name and returns whether it is read.
    """
    root = os.path.realpath(folder)
    shown = "" if folder in (".", "./") else folder.removeprefix("./").rstrip("/" + os.sep) or os.sep
    pending = [_Entry(shown, root, True, patterns_above(root))]
    while pending:
        entry = pending.pop()
        if not entry.folder:
            yield File(entry.path, entry.key)
            continue
        try:
            found = list(_listed(entry, root, exclude, is_wanted))
        except OSError as error:
            yield ReadError(entry.path or ".", reason_of(error))
            continue
        yield from (each for each in found if isinstance(each, Skipped))
        pending.extend(each for each in reversed(found) if isinstance(each, _Entry))


def _listed(
    folder: _Entry, root: str, exclude: Sequence[Patterns], is_wanted: Callable[[str], bool]
) -> Iterator[_Entry | Skipped | None]:
    """Yields the entries of a folder by name, and None for an ignored one. Raises OSError."""
    with os.scandir(folder.key) as opened:
        entries = sorted(opened, key=lambda each: each.name)
    own = patterns_in(folder.key) if any(each.name == ".gitignore" for each in entries) else None
    parent = folder._replace(patterns=(*folder.patterns, own)) if own else folder
    for entry in entries:
        if is_wanted(entry.name) or _leads_to_folder(entry):
            yield _kept_entry(entry, parent, root, exclude)


def _kept_entry(
    entry: os.DirEntry[str], parent: _Entry, root: str, exclude: Sequence[Patterns]
) -> _Entry | Skipped | None:
    name = entry.name
    folder = entry.is_dir(follow_symlinks=False)
    if folder and name in SKIPPED_FOLDERS:
        return None
    path, key = os.path.join(parent.path, name), os.path.join(parent.key, name)
    if ignored(parent.patterns, key, name, folder) or ignored(exclude, key, name, folder):
        return None
    if folder:
        return _Entry(path, key, True, parent.patterns)
    return _link_target(entry, path, root) if entry.is_symlink() else _regular_file(entry, path, key)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and _is_folder(entry))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _regular_file(entry: os.DirEntry[str], path: str, key: str) -> _Entry | Skipped:
    if entry.is_file(follow_symlinks=False):
        return _Entry(path, key, False, ())
    return Skipped(path, "not a regular file")


def _link_target(entry: os.DirEntry[str], path: str, root: str) -> _Entry | Skipped | None:
    key = os.path.realpath(entry.path)
    if _is_folder(entry):
        if os.path.commonpath((key, root)) in (key, root):  # a loop, or read on its own
            return None
        return Skipped(path, "a link to a folder outside this one; name that folder to read it")
    if os.path.isfile(key):
        return _Entry(path, key, False, ())
    return Skipped(path, "a broken link")


def is_pattern(path: str) -> bool:
    """Returns whether a path contains a shell wildcard."""
    return _MAGIC.search(path) is not None


def expanded(pattern: str) -> list[str]:
    """Returns the files and folders that match a shell pattern, sorted; `**` matches any number of folders.

    A pattern that ends in `**` matches the folder itself.
    """
    steps = [step for step in pattern.replace(os.sep, "/").split("/") if step not in ("", ".")]
    matches: set[str] = set()
    pending = [("/" if pattern.startswith("/") else "", 0)]
    visited = set(pending)
    while pending:
        folder, index = pending.pop()
        if index == len(steps) or steps[index:] == ["**"]:
            matches.add(folder or ".")
            continue
        following = set(_step(folder, index, steps)) - visited
        visited |= following
        pending.extend(following)
    return sorted(matches)


def _step(folder: str, index: int, steps: list[str]) -> Iterator[tuple[str, int]]:
    from stslint.sources.files.glob_regex import glob_regex  # few runs are given a shell pattern

    step, last = steps[index], index == len(steps) - 1
    if step == "**":
        yield folder, index + 1
        yield from ((os.path.join(folder, name), index) for name in _names(folder, real_folders=True))
    elif not is_pattern(step):
        path = os.path.join(folder, step)
        if os.path.exists(path):
            yield path, index + 1
    else:
        matches = pattern_of_input(f"(?s:{glob_regex(step)})\\Z").match
        for name in _names(folder, hidden=step.startswith(".")):
            path = os.path.join(folder, name)
            if matches(name) and (last or os.path.isdir(path)):
                yield path, index + 1


def _names(folder: str, real_folders: bool = False, hidden: bool = False) -> list[str]:
    try:
        with os.scandir(folder or ".") as opened:
            entries = list(opened)
    except OSError:
        return []
    return [
        each.name
        for each in entries
        if (hidden or not each.name.startswith("."))
        and each.name not in SKIPPED_FOLDERS
        and (not real_folders or each.is_dir(follow_symlinks=False))
    ]


def reason_of(error: OSError) -> str:
    """Returns an operating system's error as the reason why a file cannot be read."""
    return f"cannot be read: {(error.strerror or str(error)).lower()}"
