"""Commands that the kubelet runs directly: those of containers, probes and lifecycle hooks.

Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.model import Node

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
HOOKS = ("postStart", "preStop")


def probe_commands(container: Node) -> Iterator[Node]:
    """Yields the commands of a container's probes."""
    for key in PROBES:
        command = container.get(key).at("exec.command")
        if command.elements():
            yield command


def hook_commands(container: Node) -> Iterator[Node]:
    """Yields the commands of a container's lifecycle hooks."""
    for key in HOOKS:
        command = container.at("lifecycle").get(key).at("exec.command")
        if command.elements():
            yield command
