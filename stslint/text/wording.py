"""Phrases that many messages are built from: counts, lists, suggestions."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def pluralize(number: int, noun: str) -> str:
    """Returns a number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def join_and(words: Sequence[str]) -> str:
    """Returns words as a list in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    return _joined(words, "and")


def join_or(words: Sequence[str]) -> str:
    """Returns words as a choice in a sentence: ``a``, ``a or b``, ``a, b or c``."""
    return _joined(words, "or")


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def some(names: Sequence[str], most: int = 5) -> str:
    """Returns names as a list in a sentence: all of them, or the first and how many more there are."""
    if len(names) <= most:
        return join_and(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def did_you_mean(near: str) -> str:
    """Returns the question that suggests a name, or an empty string where there is none to suggest."""
    return f"did you mean `{near}`?" if near else ""


def abbreviated(text: str, most: int) -> str:
    """Returns a text of at most so many characters; what is cut from a longer one shows as three dots."""
    return text if len(text) <= most else f"{text[: most - 3]}..."
