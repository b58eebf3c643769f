"""What the text of an expression shows: which names it mentions, and which field it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from stslint.kubernetes.values.digits import number_of
from stslint.runtime.namedtuple import NamedTuple

_LITERAL = re.compile(
    r"""[rRbB]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|//[^\n]*""",
    re.DOTALL,
)
_VARIABLE = re.compile(r"(?<![\w.])variables\s*\.\s*([A-Za-z_]\w*)")
_STEP = re.compile(
    r"""\s*(?:\.\s*\??\s*([A-Za-z_]\w*)(?!\w)(?!\s*\()|\[\s*\??\s*(?:(\d+)|"([^"\\]*)"|'([^'\\]*)')\s*\])"""
)
_ALL = re.compile(r"\s*([A-Za-z_][\w.\s]*?)\s*\.\s*all\s*\(\s*([A-Za-z_]\w*)\s*,")

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
    plain = code(text)
    starts = re.finditer(rf"(?<![\w.]){re.escape(root)}(?!\w)", plain)
    return tuple(dict.fromkeys(tuple(_steps(text, found.end())) for found in starts))


def _steps(text: str, position: int) -> Iterator[str | int]:
    while found := _STEP.match(text, position):
        name, index, *quoted = found.groups()
        yield number_of(index) if index else (name or next(filter(None, quoted), ""))
        position = found.end()


def whole_path(root: str, text: str) -> Path:
    """Returns the path if the expression is only a path, else an empty one."""
    plain = code(text)
    start = re.match(rf"\s*{re.escape(root)}(?!\w)", plain)
    position = start.end() if start else len(text)
    path: list[str | int] = []
    while found := _STEP.match(text, position):
        path.extend(_steps(found.group(), 0))
        position = found.end()
    return () if text[position:].strip() else tuple(path)


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
    head = _ALL.match(plain)
    if head is None:
        return None
    end = _closing(plain, head.end())
    if end < 0 or plain[end + 1 :].strip():
        return None
    return ForAll(head.group(1), head.group(2), text[head.end() : end])


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
    if not variables:
        return []
    _need(text, variables, needed.setdefault, set())
    return list(needed)


def _need(text: str, variables: Mapping[str, str], take: Callable[[str], None], open_: set[str]) -> None:
    for name in variables_in(text):
        if name in variables and name not in open_:
            _need(variables[name], variables, take, open_ | {name})
            take(name)
