"""The values of a configuration file and the lines they are on."""

from __future__ import annotations

import os
from types import MappingProxyType

from stslint.model import StslintError
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

KeyPath = tuple[str | int, ...]
"""The keys and indexes that lead to a value, such as ``("severities", "STS302")``."""


class Fault(NamedTuple):
    """One mistake in a configuration. ``line`` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ConfigurationError(StslintError):
    """A configuration that cannot be used, with all its mistakes and their lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class Configuration(NamedTuple):
    """The settings of a file by key, as the file has them; ``lines`` has the line of each value.

    ``file`` is empty where there is no configuration.
    """

    file: str = ""
    values: Mapping[str, Any] = MappingProxyType({})
    lines: Mapping[KeyPath, int] = MappingProxyType({})

    @property
    def folder(self) -> str:
        """Returns the absolute, real folder that patterns and paths are relative to; empty without a file."""
        return os.path.dirname(os.path.realpath(self.file)) if self.file else ""

    def fault(self, path: KeyPath, message: str) -> Fault:
        """Returns a mistake in the value at a path, on its line or on that of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Fault(self.file, self.lines.get(path, 1), message)


NOTHING = Configuration()
