"""Snapshots as people post them in public threads, rebuilt, and the answers of the threads."""

from __future__ import annotations

from tests.forecast.posted.case import Posted
from tests.forecast.posted.creation import CREATION
from tests.forecast.posted.held import HELD
from tests.forecast.posted.nodes import NODES
from tests.forecast.posted.templates import TEMPLATES
from tests.forecast.posted.volumes import VOLUMES

__all__ = ["POSTED", "Posted"]

POSTED: tuple[Posted, ...] = (*TEMPLATES, *NODES, *VOLUMES, *CREATION, *HELD)
