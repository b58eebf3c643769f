"""Puts into a wheel what can be read faster than the sources: the index of the rules, and its JSON data.

An installed stslint then knows its rules without running them, and its schemas without parsing them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = {
    "schemas": "stslint/schemas",
    "stslint/applications": "stslint/applications",
    "stslint/applications/data": "stslint/applications/data",
}
"""The folders of JSON data, and where they are in a wheel."""


class DerivedDataHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds files next to their sources in a wheel. They have the same bytes for all versions of Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes the files; an editable installation has none, because its sources may change."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        self._folder = tempfile.TemporaryDirectory()
        for number, (path, content) in enumerate(_derived(Path(self.root))):
            file = Path(self._folder.name) / str(number)
            file.write_bytes(content)
            build_data["force_include"][str(file)] = path

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what was written."""
        if version != "editable":
            self._folder.cleanup()


def _derived(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yields the path in the wheel and the content of each file."""
    from stslint.linter import rule_cache
    from stslint.runtime import json_data

    yield f"stslint/rules/{rule_cache.SHIPPED}", rule_cache.shipped_index(str(root / "rules"))
    for folder, place in DATA.items():
        for file in sorted((root / folder).glob("*.json")):
            yield f"{place}/{file.name}{json_data.SHIPPED}", json_data.shipped(str(file))
