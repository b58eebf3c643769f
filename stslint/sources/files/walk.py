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


class _Folder(NamedTuple):
    path: str
    key: str
    patterns: tuple[Patterns, ...]


_OF_KUBECTL_DIFF = pattern(
    r"(?:[a-z0-9.-]+\.)?v\d+(?:(?:alpha|beta)\d+)?\.[A-Z][A-Za-z0-9]*\.[a-z0-9-]*\.[a-z0-9].*\Z"
)
"""How ``kubectl diff`` names its files: ``apps.v1.StatefulSet.default.web``, without an extension."""


def is_walked(name: str) -> bool:
    """Returns whether a file of this name is read when its folder is walked."""
    lower = name.lower()
    if lower.endswith(WALKED_EXTENSIONS) or _OF_KUBECTL_DIFF.match(name) is not None:
        return True
    return lower.endswith(".tpl") and os.path.basename(lower).startswith("_")


def walk(
    folder: str, exclude: Sequence[Patterns] = (), is_wanted: Callable[[str], bool] = is_walked
) -> Iterator[File | Skipped | ReadError]:
    """Yields the files of a folder, and the entries that are skipped or cannot be read.

    ``exclude`` holds the user's patterns, of which the last one decides first; an entry is omitted if either
    these or Git's patterns ignore it. ``is_wanted`` receives a file's name and returns whether it is read.
    """
    root = os.path.realpath(folder)
    shown = "" if folder in (".", "./") else folder.removeprefix("./").rstrip("/" + os.sep) or os.sep
    above = patterns_above(root)
    yield from (skipped for each in (*above, *exclude) for skipped in each.skipped())
    pending: list[File | _Folder] = [_Folder(shown, root, above)]
    while pending:
        entry = pending.pop()
        if isinstance(entry, File):
            yield entry
            continue
        try:
            found = list(_listed(entry, root, exclude, is_wanted))
        except OSError as error:
            yield ReadError(entry.path or ".", reason_of(error))
            continue
        yield from (each for each in found if isinstance(each, Skipped))
        pending.extend(each for each in reversed(found) if not isinstance(each, Skipped))


def _listed(
    folder: _Folder, root: str, exclude: Sequence[Patterns], is_wanted: Callable[[str], bool]
) -> Iterator[File | _Folder | Skipped]:
    """Yields the entries of a folder by name that are not ignored. Raises OSError."""
    with os.scandir(folder.key) as opened:
        entries = sorted(opened, key=lambda each: each.name)
    own = patterns_in(folder.key) if any(each.name == ".gitignore" for each in entries) else None
    yield from own.skipped() if own else ()
    # With the separator at the end, so that a name only has to be added.
    patterns = (*folder.patterns, own) if own else folder.patterns
    parent = _Folder(os.path.join(folder.path, ""), os.path.join(folder.key, ""), patterns)
    for entry in entries:
        if is_wanted(entry.name) or _leads_to_folder(entry):
            found = _found(entry, parent, root, exclude)
            if found is not None:
                yield found


def _found(
    entry: os.DirEntry[str], parent: _Folder, root: str, exclude: Sequence[Patterns]
) -> File | _Folder | Skipped | None:
    """Returns an entry of a folder, whose paths end in a separator, or None for an ignored one."""
    name = entry.name
    folder = entry.is_dir(follow_symlinks=False)
    if folder and name in SKIPPED_FOLDERS:
        return None
    path, key = f"{parent.path}{name}", f"{parent.key}{name}"
    if (parent.patterns and ignored(parent.patterns, key, name, folder)) or (
        exclude and ignored(exclude, key, name, folder)
    ):
        return None
    if folder:
        return _Folder(path, key, parent.patterns)
    return _link_target(entry, path, root) if entry.is_symlink() else _regular_file(entry, path, key)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and _is_folder(entry))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _regular_file(entry: os.DirEntry[str], path: str, key: str) -> File | Skipped:
    if entry.is_file(follow_symlinks=False):
        return File(path, key)
    return Skipped(path, "not a regular file")


def _link_target(entry: os.DirEntry[str], path: str, root: str) -> File | Skipped | None:
    key = os.path.realpath(entry.path)
    if _is_folder(entry):
        if os.path.commonpath((key, root)) in (key, root):  # a loop, or read on its own
            return None
        return Skipped(path, "a link to a folder outside this one; name that folder to read it")
    if os.path.isfile(key):
        return File(path, key)
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
