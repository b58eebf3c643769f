"""The Kubernetes versions that stslint knows, and how a version is written."""

from __future__ import annotations

import os
from functools import lru_cache

from stslint.model import StslintError
from stslint.runtime import package_data
from stslint.runtime.lazy_regex import pattern


def _with_a_schema() -> tuple[str, ...]:
    """Returns the versions that have a schema, so that a newer one is known as soon as it is generated."""
    names = os.listdir(package_data.location("schemas"))
    minors = (name[2:-5] for name in names if name.startswith("1.") and name.endswith(".json"))
    return tuple(f"1.{minor}" for minor in sorted(map(int, minors)))


SUPPORTED = _with_a_schema()
"""Every version with a schema, oldest first."""

NEWEST = SUPPORTED[-1]

_VERSION = pattern(r"v?1\.([0-9]{1,3})(?:\.[0-9]+)?(?:[-+][0-9A-Za-z.+-]*)?\Z")


class VersionError(StslintError):
    """A text that is not a version that stslint knows; its message says which ones it knows."""


def parse_version(text: str) -> str:
    """Returns the version without its patch: ``1.34`` for ``1.34``, ``v1.34.2`` and ``v1.34.2-gke.100``.

    Raises VersionError.
    """
    found = _VERSION.match(text.strip())
    minor = f"1.{int(found.group(1))}" if found else ""
    if minor not in SUPPORTED:
        known = f"stslint knows {SUPPORTED[0]} to {NEWEST}"
        problem = "is not supported" if found else "is not a Kubernetes version"
        raise VersionError(f"`{text}` {problem}: {known}, for example `{NEWEST}`")
    return minor


@lru_cache(maxsize=64)
def number(version: str) -> int:
    """Returns the minor as a number, 34 for ``1.34``, so that versions can be compared."""
    return int(version.partition(".")[2])


def newer_than(version: str) -> tuple[str, ...]:
    """Returns the supported versions after this one, oldest first."""
    return tuple(minor for minor in SUPPORTED if number(minor) > number(version))
