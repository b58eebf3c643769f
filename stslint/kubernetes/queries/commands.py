"""What a container or a probe runs, as text.

Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
"""

from __future__ import annotations

from stslint.model import Node


def as_text(asked: Node) -> str:
    """Returns a command (its words joined by spaces) or a path as one text."""
    if asked.string():
        return asked.string()
    return " ".join(word.string() for word in asked.elements())


def words_of(container: Node) -> list[str]:
    """Returns the texts of a container's command, arguments and environment."""
    arguments = [*container.get("command").elements(), *container.get("args").elements()]
    values = (variable.get("value") for variable in container.get("env").elements())
    return [node.string() for node in (*arguments, *values) if node.string()]
