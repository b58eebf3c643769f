"""``url()`` and its parts.

Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library
"""

from __future__ import annotations

import re
from typing import Any

from stslint.policies.library.overload import Overload, function, holds, method

KIND = "url"
"""The key of the map for one: scheme, host with its port, path, query."""

_FORM = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://(?:[^/?#@]*@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?\Z",
    re.DOTALL,
)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.%]+\]|[^:\[\]<>\"\\^`{|}\s]*)(?::(\d*))?\Z")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/%\[\]]")

Value = dict[str, Any]


def url(text: str) -> Value:
    """Returns the parts of an absolute URL or path. Raises ValueError."""
    scheme, host, path, query = _FORM.match(text).groups()  # type: ignore[union-attr]
    sound = (scheme and (host is not None or path)) or (not scheme and text.startswith("/"))
    if (
        not sound
        or not _HOST.match(host or "")
        or _BAD_ESCAPE.search(path)
        or re.search(r"[\x00-\x1f\x7f]", text)
    ):
        raise ValueError(f"`{text}` is not an absolute URL")
    return {KIND: [(scheme or "").lower(), host or "", path, query or ""]}


def _part(index: int) -> Any:
    return lambda value: value[KIND][index]


def hostname(value: Value) -> str:
    """Returns the host without its port and without the brackets of an address."""
    return _host(value)[0].strip("[]")


def port(value: Value) -> str:
    """Returns the port, or an empty text."""
    return _host(value)[1]


def _host(value: Value) -> tuple[str, str]:
    host, port = _HOST.match(value[KIND][1]).groups()  # type: ignore[union-attr]
    return host, port or ""


def escaped_path(value: Value) -> str:
    """Returns the path with the characters escaped that are not allowed in one."""
    return _UNSAFE.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), value[KIND][2]
    )


def query(value: Value) -> dict[str, list[str]]:
    """Returns the values of each key of the query, unescaped."""
    found: dict[str, list[str]] = {}
    for pair in filter(None, value[KIND][3].split("&")):
        key, _, text = pair.partition("=")
        found.setdefault(_unescaped(key), []).append(_unescaped(text))
    return found


def _unescaped(text: str) -> str:
    data = _ESCAPE.sub(
        lambda found: chr(int(found.group(1), 16)), "".join(map(_latin, text.replace("+", " ")))
    )
    return data.encode("latin-1").decode("utf-8", "replace")


def _latin(character: str) -> str:
    return character.encode().decode("latin-1")


FUNCTIONS: tuple[Overload, ...] = (
    function("url", "string", "map", url),
    function("isURL", "string", "bool", holds(url)),
    method("getScheme", "map", "string", _part(0)),
    method("getHost", "map", "string", _part(1)),
    method("getHostname", "map", "string", hostname),
    method("getPort", "map", "string", port),
    method("getEscapedPath", "map", "string", escaped_path),
    method("getQuery", "map", "map", query),
)
