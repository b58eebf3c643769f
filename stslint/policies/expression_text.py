"""What the text of an expression shows: which names it mentions, and which field it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from stslint.kubernetes.values.digits import number_of
from stslint.runtime.namedtuple import NamedTuple

# A string without an end goes up to the end of its line or of the text: a search that began again at each of
# its quotes would take time by the square of its length.
_LITERAL = re.compile(
    r"""[bB]?[rR](?:\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)|"[^"\n]*"?|'[^'\n]*'?)"""
    r"""|[bB]?(?:\"\"\"(?:\\?.)*?(?:\"\"\"|\Z)|'''(?:\\?.)*?(?:'''|\Z))"""
    r"""|[bB]?(?:"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)"""
    r"""|//[^\n]*""",
    re.DOTALL,
)
_VARIABLE = re.compile(r"(?<![\w.])variables\s*\.\s*([A-Za-z_]\w*)")
_STEP = re.compile(
    r"""\s*(?:\.\s*(?:\?\s*)?([A-Za-z_]\w*)(?!\w)(?!\s*\()"""
    r"""|\[\s*(?:\?\s*)?(?:(\d{1,18})|"([^"\\]*)"|'([^'\\]*)')\s*\])"""
)
_CALL = re.compile(r"\s*([A-Za-z_][\w.\s]*)\(\s*([A-Za-z_]\w*)\s*,")

Path = tuple[str | int, ...]


@lru_cache(maxsize=4096)
def code(text: str) -> str:
    """Returns an expression with spaces in place of strings and comments; all positions stay."""
    return _LITERAL.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


@lru_cache(maxsize=4096)
def variables_in(text: str) -> Sequence[str]:
    """Returns the names under ``variables`` that an expression mentions, in order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(code(text))))


@lru_cache(maxsize=4096)
def paths_from(root: str, text: str) -> Sequence[Path]:
    """Returns the paths of fields that an expression selects from a name such as ``object``."""
    paths: dict[Path, None] = {}
    end = 0
    for found in re.finditer(rf"(?<![\w.]){re.escape(root)}(?!\w)", code(text)):
        if found.start() >= end:  # not a field of that name in the last path
            path, end = _steps(text, found.end())
            paths[path] = None
    return tuple(paths)


def _steps(text: str, position: int) -> tuple[Path, int]:
    """Returns the path that begins at a position, and where it ends."""
    path: list[str | int] = []
    while found := _STEP.match(text, position):
        name, index, *quoted = found.groups()
        path.append(number_of(index) if index else (name or next(filter(None, quoted), "")))
        position = found.end()
    return tuple(path), position


def whole_path(root: str, text: str) -> Path:
    """Returns the path if the expression is only a path, else an empty one."""
    plain = code(text)
    start = re.match(rf"\s*{re.escape(root)}(?!\w)", plain)
    path, end = _steps(text, start.end() if start else len(text))
    return () if text[end:].strip() else path


def only_path(paths: Sequence[Path]) -> Path | None:
    """Returns the one field that all paths lead to or pass on their way, or nothing if there is none."""
    longest = max(paths, key=len, default=())
    return longest if longest and all(longest[: len(path)] == path for path in paths) else None


class ForAll(NamedTuple):
    """An expression about every element: ``LIST.all(VARIABLE, BODY)``."""

    elements: str
    variable: str
    body: str


@lru_cache(maxsize=4096)
def for_all(text: str) -> ForAll | None:
    """Returns the parts of an expression that is only one ``all``, or nothing."""
    plain = code(text)
    head = _CALL.match(plain)
    elements = _list_of_all(head.group(1)) if head else ""
    if not head or not elements:
        return None
    end = _closing(plain, head.end())
    if end < 0 or plain[end + 1 :].strip():
        return None
    return ForAll(elements, head.group(2), text[head.end() : end])


def _list_of_all(function: str) -> str:
    """Returns ``LIST`` of ``LIST.all``, or an empty string for another function."""
    elements, _, name = function.rpartition(".")
    return elements.rstrip() if name.strip() == "all" else ""


def _closing(plain: str, position: int) -> int:
    depth = 0
    for place in range(position, len(plain)):
        if plain[place] in "([{":
            depth += 1
        elif plain[place] in ")]}":
            if depth == 0:
                return place
            depth -= 1
    return -1


def brackets(plain: str) -> dict[int, int]:
    """Returns where each bracket of an expression without strings closes, by where it opens."""
    open_: list[int] = []
    pairs: dict[int, int] = {}
    for found in re.finditer(r"[()\[\]{}]", plain):
        if found.group() in "([{":
            open_.append(found.start())
        elif open_:
            pairs[open_.pop()] = found.start()
    return pairs


def closure(text: str, variables: Mapping[str, str]) -> list[str]:
    """Returns the names of the variables that an expression needs, each after those that it needs."""
    needed: dict[str, None] = {}
    seen: set[str] = set()
    # Of each text that is being read: the variable that it is of, and the names in it that are left.
    reading = [("", iter(variables_in(text)))] if variables else []
    while reading:
        name = next((each for each in reading[-1][1] if each in variables and each not in seen), "")
        if name:
            seen.add(name)
            reading.append((name, iter(variables_in(variables[name]))))
        else:
            needed[reading.pop()[0]] = None
    needed.pop("", None)
    return list(needed)
