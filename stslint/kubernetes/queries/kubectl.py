"""Commands of kubectl that a reader can paste: complete, and in the namespace of their object.

Source: https://kubernetes.io/docs/reference/kubectl/generated/
"""

from __future__ import annotations

from collections.abc import Iterable

from stslint.kubernetes.queries.objects import home_namespace, name, namespace
from stslint.model import Bundle, Node


def kubectl(arguments: str, where: str) -> str:
    """Returns a command in a namespace; without one, kubectl chooses, as it does when it applies."""
    return f"kubectl {arguments}{f' -n {quoted(where)}' if where else ''}"


def kubectl_for(root: Node, arguments: str) -> str:
    """Returns a command in the namespace that an object's manifest names."""
    return kubectl(arguments, namespace(root))


def edit_last_applied(root: Node, bundle: Bundle) -> str:
    """Returns the command that removes a field from what was applied, without changing the object."""
    return kubectl(f"apply edit-last-applied statefulset {quoted(name(root))}", home_namespace(root, bundle))


def for_each_ordinal(ordinals: range, command: str) -> str:
    """Returns a line for a POSIX shell that runs a command for each ordinal, which is ``$i`` in it."""
    if len(ordinals) == 1:
        return command.replace("$i", str(ordinals[0]))
    return f"for i in $(seq {ordinals[0]} {ordinals[-1]}); do {command}; done"


def joined(names: Iterable[str]) -> str:
    """Returns names as arguments of a command."""
    return " ".join(map(quoted, names))


def quoted(name: str) -> str:
    """Returns a name as one word of a shell: a manifest can contain any text."""
    from shlex import quote  # few runs advise a command, and a start does not have to pay for it

    return quote(name)
