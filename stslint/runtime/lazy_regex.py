"""Regular expressions that are compiled when they are first asked: a run needs few of all that exist."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer", "pattern", "flags")


class _Pattern:
    """Stands for a compiled pattern; after the first question it has that one's own methods."""

    def __init__(self, text: object, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled: re.Pattern[Any] = re.compile(cast(Any, self._text), self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Returns what behaves as ``re.compile(text, flags)`` does; a wrong one is refused at its first use."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
