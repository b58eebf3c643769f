"""Turns a pattern as `.gitignore` and shells have it into a regular expression.

The semantics are those of Git's `wildmatch` with the flag `WM_PATHNAME`: brackets hold ranges, escaped
characters and POSIX classes such as `[[:alpha:]]` (ASCII only), and no wildcard matches a slash.
Source: https://git-scm.com/docs/gitignore#_pattern_format and https://github.com/git/git/blob/master/wildmatch.c
"""

from __future__ import annotations

import re
from itertools import groupby

from stslint.runtime.lazy_regex import pattern

LONGEST = 10_000
"""No path is as long as a longer pattern: systems accept 4,096 bytes or less."""

_NEVER = r"(?!)"
_STAR = "[^/]*"
_FOLDERS = "(?:[^/]+/)*"
_MANY = 3
_LAST_FOLDERS = "[^/].*"
_TEXT_OR_STARS = pattern(r"([^*?\[\\]+)|\*+")
_CLASS = pattern(r"\[:([^\]]*):\]")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r" \t\n\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def glob_regex(glob: str, name: str = "g") -> str:
    """Returns the regular expression for a pattern, without an anchor at its end and without a closing slash.

    With three wildcards or more, what follows one is matched where it comes first, and only what follows the
    last one is tried in all places: else a pattern of 20 stars would be tried in all ways to divide a name by
    them. Python 3.10 has no atomic groups: a lookahead with a group does the same. ``name`` begins the names
    of these groups, which must differ within one expression.

    ``*`` and ``?`` stop at a slash; ``**`` as a whole step matches any number of folders. An invalid pattern
    (an open bracket, an unknown class, a backslash at the end) matches nothing, as in Git, and neither does
    one of more than ``LONGEST`` characters.
    """
    if len(glob) > LONGEST:
        return _NEVER
    steps = glob.removesuffix("/").split("/")
    parts: list[str] = []
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if step == "**" and parts[-1:] == [_FOLDERS]:
            parts[-1] = _LAST_FOLDERS if last else _FOLDERS
        elif step == "**":
            parts.append(_LAST_FOLDERS if last else _FOLDERS)
        else:
            parts.append(_step_regex(step, f"{name}_{index}") + ("" if last else "/"))
    return _divided(parts, _FOLDERS, f"{name}_")


def _step_regex(step: str, name: str) -> str:
    parts, position = [], 0
    while position < len(step):
        part, position = _next_part(step, position)
        parts.append(part)
    return _divided(parts, _STAR, name)


def _divided(parts: list[str], wildcard: str, name: str) -> str:
    """Returns the parts as one expression; each wildcard but the last matches as little as it can."""
    if parts.count(wildcard) < _MANY:
        return "".join(parts)
    pieces = [list(piece) for is_wildcard, piece in groupby(parts, wildcard.__eq__) if not is_wildcard]
    first = [] if parts[0] == wildcard else pieces.pop(0)
    last = [] if parts[-1] == wildcard or not pieces else pieces.pop()
    middle = (
        f"(?=(?P<{name}_{number}>{wildcard}?{''.join(piece)}))(?P={name}_{number})"
        for number, piece in enumerate(pieces)
    )
    return "".join((*first, *middle, wildcard, *last))


def _next_part(step: str, position: int) -> tuple[str, int]:
    """Returns the expression for the next piece of a step, and the position after the piece."""
    text_or_stars = _TEXT_OR_STARS.match(step, position)
    if text_or_stars is not None:
        text = text_or_stars[1]
        return re.escape(text) if text else _STAR, text_or_stars.end()
    if step[position] == "?":
        return "[^/]", position + 1
    if step[position] == "[":
        return _bracket(step, position + 1)
    escaped = step[position + 1 : position + 2]
    return re.escape(escaped) if escaped else _NEVER, position + 2


def _bracket(step: str, position: int) -> tuple[str, int]:
    """Returns the expression for the bracket that is open at a position, and the position after it."""
    negated = step[position : position + 1] in ("!", "^")
    start = position = position + negated
    members: list[str] = []
    low = ""
    # A closing bracket in the first place is a member.
    while step[position : position + 1] != "]" or position == start:
        member, low, position = _member(step, position, low)
        if not member:
            return _NEVER, len(step)
        members.append(member)
    return f"(?!/)[{'^' if negated else ''}{''.join(members)}]", position + 1


def _member(step: str, position: int, low: str) -> tuple[str, str, int]:
    """Returns a bracket's next member, the character that may begin a range, and the position after both.

    The member is empty where the bracket is invalid. ``low`` is the character before the position.
    """
    posix_class = _CLASS.match(step, position)
    if posix_class is not None:
        return _CLASSES.get(posix_class[1], ""), "", posix_class.end()
    if low and step[position : position + 1] == "-" and step[position + 1 : position + 2] not in ("", "]"):
        high, position = _character(step, position + 1)
        # A range that runs backwards holds nothing but its first character, which is a member already.
        return f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low), "", position
    character, position = _character(step, position)
    return re.escape(character), character, position


def _character(step: str, position: int) -> tuple[str, int]:
    """Returns the character at a position, escaped or not, and the position after it."""
    if step[position : position + 1] == "\\":
        position += 1
    return step[position : position + 1], position + 1
