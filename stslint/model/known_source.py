"""Sources whose texts are known by their digests."""

from __future__ import annotations

from stslint.model.document import Source
from stslint.model.errors import StslintError
from stslint.runtime.disk_cache import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


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
    def known(self) -> KnownText:
        """Returns what is known of the text."""
        known = self[1]
        assert isinstance(known, KnownText)
        return known

    @property
    def text(self) -> str:
        """Returns the text. Raises OutdatedError."""
        return self.known.text(self.name)

    def holds(self, word: str) -> bool:
        """Returns whether the text holds one of ``WORDS``: it does not."""
        assert word in WORDS
        return False


def digest_of(source: Source) -> str:
    """Returns the digest of a source's text."""
    return source.known.digest if isinstance(source, KnownSource) else key_of(source.text)


def identity(source: Source) -> tuple[Hashable, ...]:
    """Returns plain data that is equal for equal sources only."""
    return digest_of(source), source.name, *source[2:]
