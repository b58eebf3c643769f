"""Paths of fields, in the API server's own notation."""

from __future__ import annotations

from functools import lru_cache

from stslint.runtime.lazy_regex import pattern

_PLAIN_KEY = pattern(r"[A-Za-z_$][\w$-]*\Z")
_STEP = pattern(r"\[(\d+)\]|\[([^\]]+)\]|([^.\[]+)")


def notation(key: str | int | None) -> str:
    """Returns one step of a path: ``.name`` for a plain key, else the key or the index in brackets."""
    return _notation(key) if isinstance(key, str) else f"[{key}]"


@lru_cache(maxsize=4096)
def _notation(key: str) -> str:
    return f".{key}" if _PLAIN_KEY.match(key) else f"[{key}]"


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str | int, ...]:
    """Returns the keys and indices of a path such as ``spec.containers[0].name``."""
    return tuple(int(index) if index else (quoted or name) for index, quoted, name in _STEP.findall(path))
