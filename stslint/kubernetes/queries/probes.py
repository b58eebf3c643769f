"""What a probe asks, as text.

Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
"""

from __future__ import annotations

from stslint.model import Node


def probe_text(asked: Node) -> str:
    """Returns a command (its words joined by spaces) or a path as one text."""
    if asked.string():
        return asked.string()
    return " ".join(word.string() for word in asked.elements())
