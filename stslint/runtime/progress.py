"""How a long step says how far it is."""

from __future__ import annotations

from collections.abc import Callable

ProgressCallback = Callable[[str, int, int], None]
"""Is given the step, how many of its items are done, and how many there are."""
