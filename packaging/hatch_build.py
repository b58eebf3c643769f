"""Puts the index of the rules into a wheel: an installed stslint knows its rules without running them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RuleIndexHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the index next to the rules of a wheel. It has the same bytes for all versions of Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes the index; an editable installation has none, because its rules may change."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from stslint.linter.rule_cache import SHIPPED, shipped_index

        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / SHIPPED
        file.write_bytes(shipped_index(str(Path(self.root) / "rules")))
        build_data["force_include"][str(file)] = f"stslint/rules/{SHIPPED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what was written."""
        if version != "editable":
            self._folder.cleanup()
