"""Regular expressions that are compiled at their first use: a run needs few of them."""

from __future__ import annotations

from stslint.runtime.pattern_programs import programs

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr

_METHODS = ("match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer", "pattern", "flags")


class _Pattern:
    """Behaves as a compiled pattern; after the first use it has the methods of that pattern."""

    def __init__(self, text: Any, flags: int, is_kept: bool) -> None:
        self._text, self._flags, self._is_kept = text, flags, is_kept

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        make = programs().compiled if self._is_kept else _compiled
        compiled = make(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Returns a pattern like ``re.compile(text, flags)``; an invalid one raises ``re.error`` when used.

    What Python makes of it is kept for later runs, so ``text`` must not come from a user.
    """
    return _Pattern(text, flags, True)  # type: ignore[return-value]


def pattern_of_input(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Returns a pattern whose text comes from a user, and is not kept."""
    return _Pattern(text, flags, False)  # type: ignore[return-value]


def _compiled(text: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    import re  # loading it takes half as long as starting Python

    return re.compile(text, flags)
