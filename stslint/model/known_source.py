"""Sources whose texts are known by their digests."""

from __future__ import annotations

from stslint.model.document import Source
from stslint.model.errors import StslintError
from stslint.runtime.disk_cache import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


WORDS = ("stslint:", "stslint.dev/ignore", "# Source: ")
"""What is looked for in each text: comments and annotations of stslint, and comments of Helm."""


class OutdatedError(StslintError):
    """A text is no longer what it is known as; the message names it."""


class KnownText:
    """A text that is read when somebody asks for it. It holds none of the words in ``WORDS``."""

    __slots__ = ("_read", "_text", "digest")

    def __init__(self, digest: str, read: Callable[[], str | None], text: str | None = None) -> None:
        """``read`` returns the text, or nothing if there is none any more."""
        self.digest = digest
        self._read = read
        self._text = text

    def text(self, name: str) -> str:
        """Returns the text. Raises OutdatedError if it has another digest by now."""
        if self._text is None:
            text = self._read()
            if text is None or key_of(text) != self.digest:
                raise OutdatedError(f"{name} has changed while it was checked")
            self._text = text
        return self._text


class KnownSource(Source):
    """A source with a ``KnownText`` in the place of its text."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """Returns the text. Raises OutdatedError."""
        return self.known.text(self.name)

    @property
    def known(self) -> KnownText:
        """Returns what is known of the text."""
        known: KnownText = self[1]  # type: ignore[assignment]
        return known

    def holds(self, word: str) -> bool:
        """Returns whether the text holds one of ``WORDS``: it does not."""
        assert word in WORDS
        return False


_PLAIN = Source("", "")[2:]
_DIGEST = len(key_of())


def identity(source: Source) -> str:
    """Returns a text that is equal for equal sources only. It begins with the digest of the source's text."""
    digest = source.known.digest if isinstance(source, KnownSource) else key_of(source.text)
    how_taken = source[2:]
    if how_taken == _PLAIN:
        return f"{digest} {source[0]}"
    return f"{digest}{how_taken}{source[0]}"


def apart_from_text(identity: str) -> str:
    """Returns the identity of a source without its text."""
    return identity[_DIGEST:]
