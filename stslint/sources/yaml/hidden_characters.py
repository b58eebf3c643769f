"""Characters that libyaml reads in another way than Kubernetes, hidden from it without moving any other."""

from __future__ import annotations

from collections.abc import Mapping

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

HIDDEN_COLON = "\uf8ff"
_FLOW_COLON = pattern(r"(?<=[^\s,\[\]{}\"'?]):(?=\S)")
"""libyaml up to 0.1 refuses the colons of ``{image: nginx:1.27}``, which Kubernetes' reader accepts. Each is
replaced by a private-use character before parsing, so that no position changes."""

_MARK = "\uf8fe"
_MARK_IN_LINE = pattern("(?<=[\n\r\x85\u2028\u2029])\ufeff")
"""libyaml skips a byte order mark at the beginning of any line, Kubernetes' reader only at that of the text.
So the others are hidden in the same way."""


class HiddenText(NamedTuple):
    """A text for libyaml, and what its private-use characters stand for."""

    text: str
    shown: Mapping[str, str]

    def restored(self, text: str) -> str:
        """Returns a part of the text as the file has it."""
        for hidden, shown in self.shown.items():
            text = text.replace(hidden, shown)
        return text


def hidden(text: str, hide_colons: bool) -> HiddenText:
    """Returns a text as libyaml is to see it."""
    shown = {HIDDEN_COLON: ":"} if hide_colons else {}
    result = _FLOW_COLON.sub(HIDDEN_COLON, text) if hide_colons else text
    if "\ufeff" in text[1:] and _MARK not in text:
        shown[_MARK] = "\ufeff"
        result = _MARK_IN_LINE.sub(_MARK, result)
    return HiddenText(result, shown)
