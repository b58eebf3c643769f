"""File paths and the URIs that editors name them by.

Source: https://www.rfc-editor.org/rfc/rfc8089
"""

from __future__ import annotations

import os
import re

WINDOWS = os.name == "nt"

_FILE = re.compile(r"file://([^/?#]*)([^?#]*)", re.IGNORECASE)
_DRIVE = re.compile(r"/?([A-Za-z]):(?=[/\\]|\Z)")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def path_of(uri: str, *, windows: bool = WINDOWS) -> str | None:
    """Returns the path that a `file:` URI names, or nothing for another (`untitled:Untitled-1`)."""
    found = _FILE.match(uri)
    if found is None:
        return None
    host, path = _unescaped(found[1]), _unescaped(found[2])
    if not windows:
        return os.path.normpath(path) if path else None
    drive = _DRIVE.match(path)
    if drive is not None:
        path = f"{drive[1].lower()}:{path[drive.end() :] or '/'}"
    elif host and host.lower() != "localhost":
        path = f"//{host}{path}"
    return path.replace("/", "\\")


def uri_of(path: str, *, windows: bool = WINDOWS) -> str:
    """Returns the `file:` URI of an absolute path."""
    if windows:
        path = path.replace("\\", "/")
        if path.startswith("//"):
            return f"file:{_escaped(path)}"
    drive = _DRIVE.match(path) if windows else None
    if drive is not None:
        return f"file:///{drive[1].lower()}%3A{_escaped(path[drive.end() :])}"
    return f"file://{_escaped(path)}"


def name_of(uri: str, language: str) -> str:
    """Returns the path of a document, or for one that was never saved a name by which its form is known."""
    path = path_of(uri)
    if path is not None:
        return path
    extension = {"markdown": ".md", "json": ".json", "shellscript": ".sh"}.get(language, ".yaml")
    name = _unescaped(uri.partition(":")[2]) or uri
    return name if name.lower().endswith(extension) else name + extension


def _unescaped(text: str) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data).decode("utf-8", "surrogateescape")


def _escaped(path: str) -> str:
    data = path.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in data)
