"""The text of a document as the editor has it, and the file path that its URI names."""

from __future__ import annotations

import os

from pygls import uris

from stslint.runtime.namedtuple import NamedTuple

_EXTENSIONS = {"markdown": ".md", "json": ".json", "shellscript": ".sh"}


class Buffer(NamedTuple):
    """A document that is open in the editor. ``version`` is the editor's count of its changes."""

    uri: str
    text: str
    version: int | None = None
    language: str = ""

    @property
    def path(self) -> str | None:
        """Returns the path of the file, or None for a document that is not a file."""
        return path_of(self.uri)

    @property
    def name(self) -> str:
        """Returns the path, or for another document a name with the extension of its language."""
        path = self.path
        if path is not None:
            return path
        name = _path_part(self.uri) or self.uri
        extension = _EXTENSIONS.get(self.language, ".yaml")
        return name if name.lower().endswith(extension) else name + extension


def path_of(uri: str) -> str | None:
    """Returns the path that a `file:` URI names, or None for another URI, such as `untitled:Untitled-1`."""
    try:
        path: str | None = uris.to_fs_path(uri)
    except ValueError:  # `file://[`: the host looks like an IPv6 address, but is not a valid one
        return None
    # No system accepts NUL in a path: Python raises ValueError for it.
    return os.path.normpath(path) if path and "\0" not in path else None


def uri_of(path: str) -> str:
    """Returns the `file:` URI of an absolute path."""
    # A URI is UTF-8. Other bytes are replaced: pygls cannot encode them, and does not decode them either.
    uri: str = uris.from_fs_path(os.fsencode(path).decode("utf-8", "replace"))
    return uri


def _path_part(uri: str) -> str:
    try:
        path: str = uris.urlparse(uri)[2]
    except ValueError:
        return ""
    return path
