"""What git would leave out: the patterns of `.gitignore` files, and the ones that stand above a folder.

The pattern language is the one of https://git-scm.com/docs/gitignore, read a directory entry at a time as git
does it: what is inside an ignored folder is never looked at, so it can't be taken back by a later pattern.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_PIECE = pattern(r"\\(.)|(\[[!^]?\]?(?:\\.|[^\]\\])*\])|(\*+)|(\?)", re.DOTALL)
_NEVER = r"(?!)"


class _Run(NamedTuple):
    """Consecutive patterns of one polarity: those that ask for a name, and those that ask for a path."""

    ignores: bool
    names: re.Pattern[str] | None
    paths: re.Pattern[str] | None


class Patterns:
    """The patterns of one file, asked about entries below the folder ``base`` (absolute, real)."""

    __slots__ = ("_base", "_runs")

    def __init__(self, base: str, lines: Iterable[str]) -> None:
        self._base = base.rstrip(os.sep) + os.sep
        self._runs = _runs(lines)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def verdict(self, path: str, name: str, folder: bool) -> bool | None:
        """Returns True for ignored, False for taken back by a ``!`` pattern, None where no pattern speaks."""
        if not path.startswith(self._base):
            return None
        relative = path[len(self._base) :].replace(os.sep, "/")
        if folder:
            name, relative = name + "/", relative + "/"
        for run in self._runs:
            if (run.names and run.names.match(name)) or (run.paths and run.paths.match(relative)):
                return run.ignores
        return None


def ignored(stack: Sequence[Patterns], path: str, name: str, folder: bool) -> bool:
    """Returns whether an entry is left out by a stack of patterns, of which the last one stands nearest."""
    for patterns in reversed(stack):
        verdict = patterns.verdict(path, name, folder)
        if verdict is not None:
            return verdict
    return False


NO_FOLDERS: Mapping[str, Sequence[str]] = MappingProxyType({})


def patterns_of(
    exclude: Sequence[str], by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS
) -> list[Patterns]:
    """Returns what a user excludes: patterns by their folder, and those of the current one."""
    patterns = [Patterns(folder, lines) for folder, lines in by_folder.items()]
    return [*patterns, Patterns(os.path.realpath("."), exclude)] if exclude else patterns


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
    """Returns the patterns of a folder's ignore file, or nothing: an unreadable one ignores nothing."""
    try:
        with open(os.path.join(folder, file), encoding="utf-8-sig", errors="replace") as opened:
            return Patterns(folder, opened) or None
    except OSError:
        return None


def patterns_above(folder: str) -> tuple[Patterns, ...]:
    """Returns what a repository's root says of an absolute, real folder inside it, farthest first.

    That is `.git/info/exclude` and the ignore files of the folders above; outside of a repository, nothing.
    """
    above = _folders_up_to_root(folder)
    if not above:
        return ()
    root = above[-1]
    found = [_excludes(root)]
    found.extend(patterns_in(each) for each in reversed(above) if each != folder)
    return tuple(patterns for patterns in found if patterns)


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
        with open(
            os.path.join(_git_folder(root), "info", "exclude"), encoding="utf-8", errors="replace"
        ) as opened:
            return Patterns(root, opened) or None
    except OSError:
        return None


def _git_folder(root: str) -> str:
    """Returns the folder that holds `info/exclude`; a worktree's or submodule's `.git` is a file naming it.

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
        with open(path, encoding="utf-8", errors="replace") as opened:
            return opened.readline()
    except OSError:
        return ""


def _runs(lines: Iterable[str]) -> tuple[_Run, ...]:
    """Returns the runs, the last one first: the last pattern that matches decides."""
    grouped: list[tuple[bool, list[str]]] = []
    for line in lines:
        pattern = _pattern(line)
        if not pattern:
            continue
        ignores = not pattern.startswith("!")
        if not grouped or grouped[-1][0] != ignores:
            grouped.append((ignores, []))
        grouped[-1][1].append(pattern.removeprefix("!"))
    return tuple(_run(ignores, patterns) for ignores, patterns in reversed(grouped))


def _pattern(line: str) -> str:
    """Returns the line without its end and its unescaped trailing spaces; empty for a comment."""
    line = line.rstrip("\r\n")
    if line.startswith("#"):
        return ""
    return re.sub(r"(?<!\\)((?:\\\\)*) +$", r"\1", line)


def _run(ignores: bool, patterns: list[str]) -> _Run:
    names = [_name_regex(each) for each in patterns if not _has_place(each)]
    paths = [regex(each.removeprefix("/")) + _end(each) for each in patterns if _has_place(each)]
    return _Run(ignores, _any_of(names), _any_of(paths))


def _has_place(pattern: str) -> bool:
    return "/" in pattern.rstrip("/")


def _name_regex(pattern: str) -> str:
    return regex(pattern) + _end(pattern)


def _end(pattern: str) -> str:
    return "/" if pattern.endswith("/") else "/?"


def _any_of(alternatives: list[str]) -> re.Pattern[str] | None:
    return re.compile(f"(?s:(?:{'|'.join(alternatives)})\\Z)") if alternatives else None


def regex(pattern: str) -> str:
    """Returns the regular expression for one pattern's path, without its end and without a closing slash.

    ``*`` and ``?`` stop at a slash, ``**`` as a whole step stands for any number of folders.
    """
    steps = pattern.rstrip("/").split("/")
    parts = []
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if step == "**":
            parts.append("[^/].*" if last else "(?:[^/]+/)*")
        else:
            parts.append(_step_regex(step) + ("" if last else "/"))
    return "".join(parts)


def _step_regex(step: str) -> str:
    parts, end = [], 0
    for piece in _PIECE.finditer(step):
        parts.append(re.escape(step[end : piece.start()]))
        parts.append(_piece_regex(piece))
        end = piece.end()
    return "".join(parts) + re.escape(step[end:])


def _piece_regex(piece: re.Match[str]) -> str:
    escaped, bracket, stars, _ = piece.groups()
    if escaped is not None:
        return re.escape(escaped)
    if stars is not None:
        return "[^/]*"
    return _bracket_regex(bracket) if bracket is not None else "[^/]"


def _bracket_regex(bracket: str) -> str:
    inside = bracket[1:-1]
    negated = inside[:1] in ("!", "^")
    body = inside[1:] if negated else inside
    body = body.replace("[", "\\[").replace("&&", "&\\&").replace("||", "|\\|").replace("~~", "~\\~")
    if body.startswith("]"):
        body = "\\" + body
    expression = f"(?!/)[{'^' if negated else ''}{body}]"
    try:
        re.compile(expression)
    except re.error:
        return _NEVER
    return expression
