"""Regular expressions that are compiled at their first use: a run needs few of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr

_METHODS = ("match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer", "pattern", "flags")


class _Pattern:
    """Behaves as a compiled pattern; after the first use it has the methods of that pattern."""

    def __init__(self, text: Any, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        import re  # loading it takes half as long as starting Python

        compiled: re.Pattern[Any] = re.compile(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Returns a pattern like ``re.compile(text, flags)``; an invalid one raises ``re.error`` when used."""
    return _Pattern(text, flags)  # type: ignore[return-value]
