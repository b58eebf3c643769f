"""Which files a folder or a pattern stands for, in an order that never changes.

In a folder that is what ends in `.yaml`, `.yml`, `.json`, `.md` or `.markdown`, entry by entry in the order
of the names, without what git ignores and the folders that hold other people's files. Links to files are
followed, links to folders are not: no loop can be walked, and nothing outside of the folder is read unasked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence

from stslint.model import Skipped
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.gitignore import Patterns, ignored, patterns_above, patterns_in, regex

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
    """A file to look at. ``key`` is its real path: the same file by two names has one key.

    ``named`` files were asked for by name and are read whatever they hold; ``context`` files are seen, not
    judged.
    """

    path: str
    key: str
    named: bool = False
    context: bool = False
    stdin: bool = False


class ReadError(NamedTuple):
    """What was asked for and can't be read: the run fails."""

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
    """Returns whether a folder's file of this name is looked at."""
    return name.lower().endswith(WALKED_EXTENSIONS) or _OF_KUBECTL_DIFF.match(name) is not None


def walk(
    folder: str, exclude: Sequence[Patterns] = (), takes: Callable[[str], bool] = is_walked
) -> Iterator[File | Skipped | ReadError]:
    """Yields the files of a folder and what of it is skipped or can't be read.

    ``exclude`` are patterns of the user's own, which stand above those of git, the last one nearest;
    ``takes`` says of a file's name whether it is looked at.
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
            with os.scandir(entry.key) as opened:
                entries = sorted(opened, key=lambda each: each.name)
        except OSError as error:
            yield ReadError(entry.path or ".", reason_of(error))
            continue
        own = patterns_in(entry.key) if any(each.name == ".gitignore" for each in entries) else None
        inside = entry._replace(patterns=(*entry.patterns, own)) if own else entry
        found = [
            _taken(each, inside, root, exclude)
            for each in entries
            if takes(each.name) or _leads_to_folder(each)
        ]
        yield from (each for each in found if isinstance(each, Skipped))
        pending.extend(each for each in reversed(found) if isinstance(each, _Entry))


def _taken(
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
    return _linked(entry, path, root) if entry.is_symlink() else _plain(entry, path, key)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and _is_folder(entry))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _plain(entry: os.DirEntry[str], path: str, key: str) -> _Entry | Skipped:
    if entry.is_file(follow_symlinks=False):
        return _Entry(path, key, False, ())
    return Skipped(path, "not a regular file")


def _linked(entry: os.DirEntry[str], path: str, root: str) -> _Entry | Skipped | None:
    key = os.path.realpath(entry.path)
    if _is_folder(entry):
        if os.path.commonpath((key, root)) in (key, root):  # a loop, or read on its own
            return None
        return Skipped(path, "a link to a folder elsewhere; name it to have it read")
    if os.path.isfile(key):
        return _Entry(path, key, False, ())
    return Skipped(path, "a link that leads to no file")


def is_pattern(path: str) -> bool:
    """Returns whether a path holds a wildcard of the shell's."""
    return _MAGIC.search(path) is not None


def expanded(pattern: str) -> list[str]:
    """Returns the files and folders that a shell pattern stands for, sorted; `**` is any number of folders.

    A pattern that ends in `**` stands for the folder itself.
    """
    steps = [step for step in pattern.replace(os.sep, "/").split("/") if step not in ("", ".")]
    found: set[str] = set()
    pending = [("/" if pattern.startswith("/") else "", 0)]
    seen = set(pending)
    while pending:
        folder, index = pending.pop()
        if index == len(steps) or steps[index:] == ["**"]:
            found.add(folder or ".")
            continue
        following = set(_step(folder, index, steps)) - seen
        seen |= following
        pending.extend(following)
    return sorted(found)


def _step(folder: str, index: int, steps: list[str]) -> Iterator[tuple[str, int]]:
    step, last = steps[index], index == len(steps) - 1
    if step == "**":
        yield folder, index + 1
        yield from ((os.path.join(folder, name), index) for name in _names(folder, real_folders=True))
    elif not is_pattern(step):
        path = os.path.join(folder, step)
        if os.path.exists(path):
            yield path, index + 1
    else:
        matches = re.compile(f"(?s:{regex(step)})\\Z").match
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
    """Returns an operating system's complaint in words of ours."""
    return f"can't be read: {(error.strerror or str(error)).lower()}"
