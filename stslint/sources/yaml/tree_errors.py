"""Recognizes texts in which a tree may have an error that libyaml does not see, such as an unknown alias.

libyaml alone finds its first error in a twentieth of the time of a tree. Where nothing is recognized here,
that is also the first error of the tree.
"""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SIGNS = ("...", "<<", "*", "!", "\n%", ".inf", ".nan")
_NEEDS_TREE = pattern(
    r"(?mi)\.\.\.|^%|<<"  # the end of a document, directives, merges
    r"|(?<![\w./=])\*[\w-]"  # aliases
    r"|![^\s!]*(?:%|int|float|bool|null|binary|timestamp)"  # the tags that not every text fits
    r"|\.(?:inf|nan)"
)
_LARGE_NUMBER = pattern(r"[0-9](?:[eE][+-]?[0-9]{3}|[0-9]{199})")
_FAR_RIGHT = pattern(r"\n[ ?:-]{60}")
_MOST_NESTED = 300
_CLOSED_AT_ONCE = pattern(r"\{[^{}\[\]]*\}|\[[^{}\[\]]*\]")


def may_precede(error: Any, text: str) -> bool:
    """Returns whether a tree of a text may have an error before that of libyaml."""
    mark = getattr(error, "problem_mark", None)
    return is_deeply_nested(text) or may_be_in(text if mark is None else text[: mark.index])


def may_be_in(text: str) -> bool:
    """Returns whether a tree of a text, whose brackets are not deep, may have an error."""
    if not text:
        return False
    lower = text.lower()
    if any(sign in lower for sign in _SIGNS) and _NEEDS_TREE.search(text):
        return True
    return bool(_LARGE_NUMBER.search(text) or _FAR_RIGHT.search("\n" + text))


def is_deeply_nested(text: str) -> bool:
    """Returns whether the brackets of a text may be too deep for a tree, which stops at 500 levels."""
    opened = text.count("[") + text.count("{")
    return opened > _MOST_NESTED and opened - len(_CLOSED_AT_ONCE.findall(text)) > _MOST_NESTED
