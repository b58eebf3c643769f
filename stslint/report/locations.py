"""Where a finding is, as other programs name it: paths of a project, URIs, lines."""

from __future__ import annotations

import os
import posixpath
from functools import lru_cache

from stslint.model import Report
from stslint.runtime.lazy_regex import pattern

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_RECENT = 64
"""So many files are remembered: the findings on a file follow each other."""
_DRIVE = pattern(r"[A-Za-z]:/")


@lru_cache(maxsize=_RECENT)
def in_project(file: str, root: str) -> str:
    """Returns a path with slashes, without ``./``, relative to ``root`` when it is below it."""
    path = posixpath.normpath(_slashed(file))
    folder = _slashed(root).rstrip("/")
    return path[len(folder) + 1 :] if folder and path.startswith(f"{folder}/") else path


@lru_cache(maxsize=_RECENT)
def uri(path: str) -> str:
    """Returns the URI reference of a path: relative for a relative one, else of scheme ``file``.

    All but RFC 3986's unreserved characters are percent-encoded, so that no colon makes a scheme of a name.
    """
    encoded = "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in _bytes(path))
    if path.startswith("/"):
        return f"file://{encoded}"
    return f"file:///{encoded}" if is_absolute(path) else encoded


def is_absolute(path: str) -> bool:
    """Returns whether a path with slashes does not depend on the working directory."""
    return path.startswith("/") or (os.sep == "\\" and _DRIVE.match(path) is not None)


def line_of(report: Report, file: str, number: int) -> str | None:
    """Returns a line of a file without its end, if the report holds it."""
    return report.texts.get(file, {}).get(number)


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")


def _bytes(path: str) -> bytes:
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
