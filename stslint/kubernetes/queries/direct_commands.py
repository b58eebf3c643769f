"""Commands that the kubelet runs directly: those of containers, probes and lifecycle hooks.

Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from stslint.kubernetes.queries.objects import NEAR
from stslint.model import Node

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
HOOKS = ("postStart", "preStop")

_NO_COMMANDS: Mapping[str, Node] = MappingProxyType({})


@lru_cache(maxsize=NEAR)
def probe_commands(container: Node) -> Mapping[str, Node]:
    """Returns the commands of a container's probes by the names of the fields."""
    return _commands(container, PROBES)


@lru_cache(maxsize=NEAR)
def hook_commands(container: Node) -> Mapping[str, Node]:
    """Returns the commands of a container's lifecycle hooks by the names of the fields."""
    return _commands(container.get("lifecycle"), HOOKS)


def _commands(parent: Node, fields: tuple[str, ...]) -> Mapping[str, Node]:
    entries = parent.entries()
    if entries.keys().isdisjoint(fields):
        return _NO_COMMANDS
    found = {field: entries[field].get("exec").get("command") for field in fields if field in entries}
    return {field: command for field, command in found.items() if command.elements()}
