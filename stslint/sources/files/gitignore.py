"""What Git ignores: the patterns of `.gitignore` files, and those that apply from above a folder.

The pattern language is that of https://git-scm.com/docs/gitignore, applied to one directory entry at a time
as Git does: what is inside an ignored folder is never looked at, so a later pattern cannot include it again.
Wildcards match bytes of UTF-8, not characters, as in Git.

Own code, not the package pathspec: compared with `git check-ignore` on random trees, this was wrong for 0 of
7,113 paths and pathspec for 131, and importing pathspec takes 38 ms, a quarter of a run.
`tests/sources/files/test_gitignore.py` repeats the comparison.
"""

from __future__ import annotations

import os
from io import StringIO

from stslint.model import Skipped
from stslint.runtime.bounded_reading import read_regular
from stslint.runtime.lazy_regex import pattern_of_input
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import pluralize

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stslint.sources.files.pattern_index import PatternIndex


_FEW = 200
"""Patterns of a file that one expression tries together as fast as an index finds those to try."""


class _Matcher(NamedTuple):
    """The patterns of a name, or those of a path: an index of many, and expressions of runs of the others."""

    by_text: PatternIndex | None
    runs: list[tuple[int, re.Pattern[str]]]

    def last_run(self, text: str) -> int:
        """Returns the last run of which a pattern matches, -1 if none does."""
        indexed = self.by_text.last_run(text) if self.by_text else -1
        for run, expression in self.runs:
            if run <= indexed:
                break
            if expression.match(text):
                return run
        return indexed


class Patterns:
    """The patterns of one ignore file, for the entries below the folder ``base`` (absolute, real).

    Consecutive patterns that all ignore, or all include again, are a run.
    """

    __slots__ = ("_base", "_ignores", "_names", "_paths")

    def __init__(self, base: str, lines: Iterable[str]) -> None:
        self._base = base.rstrip(os.sep) + os.sep
        self._ignores, last = _runs(lines)
        self._names = _matcher({each: run for each, run in last.items() if not _is_path(each)})
        self._paths = _matcher({each: run for each, run in last.items() if _is_path(each)})

    def __bool__(self) -> bool:
        return bool(self._ignores)

    def skipped(self) -> Iterator[Skipped]:
        """Yields the folder if patterns for it are not tried, as there are too many."""
        indexes = [each.by_text for each in (self._names, self._paths) if each]
        untried = sum(each.untried for each in indexes if each)
        if untried:
            known = "no text distinguishes them from others"
            yield Skipped(
                os.path.relpath(self._base), f"{pluralize(untried, 'ignore pattern')} not tried: {known}"
            )

    def verdict(self, path: str, name: str, folder: bool) -> bool | None:
        """Returns True for ignored, False for included again by a ``!`` pattern, None for no match."""
        if not path.startswith(self._base):
            return None
        end = "/" if folder else ""
        run = self._names.last_run(_as_bytes(name) + end) if self._names else -1
        if self._paths:
            relative = path[len(self._base) :].replace(os.sep, "/")
            run = max(run, self._paths.last_run(_as_bytes(relative) + end))
        return self._ignores[run] if run >= 0 else None


def ignored(stack: Sequence[Patterns], path: str, name: str, folder: bool) -> bool:
    """Returns whether a stack of patterns ignores an entry; the last ones are nearest and decide first."""
    for patterns in reversed(stack):
        verdict = patterns.verdict(path, name, folder)
        if verdict is not None:
            return verdict
    return False


def within(patterns: Patterns, path: str) -> bool:
    """Returns whether a pattern matches a file's absolute path, or a folder that the file is in."""
    if patterns.verdict(path, os.path.basename(path), False):
        return True
    folder = os.path.dirname(path)
    while folder != os.path.dirname(folder):
        if patterns.verdict(folder, os.path.basename(folder), True):
            return True
        folder = os.path.dirname(folder)
    return False


def patterns_in(folder: str, file: str = ".gitignore") -> Patterns | None:
    """Returns the patterns of a folder's ignore file, or None: an unreadable file ignores nothing."""
    try:
        text = read_regular(os.path.join(folder, file)).decode("utf-8-sig", "surrogateescape")
        return Patterns(folder, StringIO(text, newline=None)) or None
    except OSError:
        return None


def patterns_above(folder: str) -> tuple[Patterns, ...]:
    """Returns the patterns that a repository has above an absolute, real folder inside it, farthest first.

    These are `.git/info/exclude` and the ignore files of the folders above; there are none outside a
    repository.
    """
    above = _folders_up_to_root(folder)
    if not above:
        return ()
    ignore_files = [_excludes(above[-1])]
    ignore_files.extend(patterns_in(each) for each in reversed(above) if each != folder)
    return tuple(patterns for patterns in ignore_files if patterns)


def _folders_up_to_root(folder: str) -> list[str]:
    above = []
    while True:
        above.append(folder)
        if os.path.exists(os.path.join(folder, ".git")):
            return above
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        folder = parent


def _excludes(root: str) -> Patterns | None:
    try:
        file = os.path.join(_git_folder(root), "info", "exclude")
        text = read_regular(file).decode("utf-8", "surrogateescape")
        return Patterns(root, StringIO(text, newline=None)) or None
    except OSError:
        return None


def _git_folder(root: str) -> str:
    """Returns the folder of `info/exclude`; in a worktree or submodule `.git` is a file that names it.

    Source: https://git-scm.com/docs/gitrepository-layout (gitdir, commondir).
    """
    git = os.path.join(root, ".git")
    if os.path.isdir(git):
        return git
    named = os.path.join(root, _first_line(git).removeprefix("gitdir:").strip())
    common = _first_line(os.path.join(named, "commondir")).strip()
    return os.path.join(named, common) if common else named


def _first_line(path: str) -> str:
    try:
        return read_regular(path).decode("utf-8", "replace").partition("\n")[0]
    except OSError:
        return ""


def _runs(lines: Iterable[str]) -> tuple[list[bool], dict[str, int]]:
    """Returns whether each run ignores, and in which run each pattern is last: the last match decides."""
    ignores: list[bool] = []
    last: dict[str, int] = {}
    for glob in filter(None, map(_glob, lines)):
        is_ignored = not glob.startswith("!")
        if ignores[-1:] != [is_ignored]:
            ignores.append(is_ignored)
        last[glob.removeprefix("!")] = len(ignores) - 1
    return ignores, last


def _glob(line: str) -> str:
    """Returns the line without its end and its unescaped trailing spaces; empty for a comment."""
    line = _as_bytes(line.rstrip("\r\n"))
    if line.startswith("#"):
        return ""
    kept = line.rstrip(" ")
    escaped = (len(kept) - len(kept.rstrip("\\"))) % 2 and len(kept) < len(line)
    return f"{kept} " if escaped else kept


def _as_bytes(text: str) -> str:
    """Returns the bytes of a text in UTF-8, each as one character."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass").decode("latin-1")


def _matcher(last: Mapping[str, int]) -> _Matcher | None:
    """Returns what finds the last run of patterns in which one matches; None without patterns."""
    if not last:
        return None
    from stslint.sources.files.glob_regex import glob_regex  # most runs meet no pattern

    written = {
        each: glob_regex(each.removeprefix("/") if _is_path(each) else each, f"g{number}") + _end(each)
        for number, each in enumerate(last)
    }
    if len(last) <= _FEW:
        return _Matcher(None, _alternatives(last, last, written))
    from stslint.sources.files.pattern_index import PatternIndex

    index = PatternIndex(last, written)
    return _Matcher(index, _alternatives(index.others, last, written))


def _alternatives(
    globs: Iterable[str], last: Mapping[str, int], written: Mapping[str, str]
) -> list[tuple[int, re.Pattern[str]]]:
    """Returns the patterns of each run as one expression, the last run first."""
    runs: dict[int, list[str]] = {}
    for glob in globs:
        runs.setdefault(last[glob], []).append(written[glob])
    return [
        (run, pattern_of_input(f"(?s:(?:{'|'.join(runs[run])})\\Z)")) for run in sorted(runs, reverse=True)
    ]


def _is_path(glob: str) -> bool:
    return "/" in glob.removesuffix("/")


def _end(glob: str) -> str:
    return "/" if glob.endswith("/") else "/?"
