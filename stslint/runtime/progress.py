"""The type of the callback that shows how far a run is."""

from __future__ import annotations

from collections.abc import Callable

ProgressCallback = Callable[[str, int, int], None]
"""Receives the name of the step, how many of its items are done, and how many it has."""
