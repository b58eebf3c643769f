"""What a container or a probe runs, as text.

Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
"""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.objects import NEAR
from stslint.model import Node

_WITH_WORDS = ("command", "args", "env")


def as_text(asked: Node) -> str:
    """Returns a command (its words joined by spaces) or a path as one text."""
    if asked.string():
        return asked.string()
    return " ".join(word.string() for word in asked.elements())


@lru_cache(maxsize=NEAR)
def words_of(container: Node) -> tuple[str, ...]:
    """Returns the texts of a container's command, arguments and environment."""
    if container.entries().keys().isdisjoint(_WITH_WORDS):
        return ()
    arguments = [*container.get("command").elements(), *container.get("args").elements()]
    values = (entry.text for entry in env_entries(container))
    return tuple(text for text in (*(node.string() for node in arguments), *values) if text)
