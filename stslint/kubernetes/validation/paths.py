"""Paths in volumes and profiles. Each function returns what is wrong with a text, or an empty string.

Source: https://kubernetes.io/docs/concepts/storage/volumes/
"""

from __future__ import annotations


def step_back_fault(path: str) -> str:
    """Returns what keeps a path from staying below its start: a ``..`` in it."""
    return "`..` is not allowed in it" if ".." in path.split("/") else ""


def relative_path_fault(path: str) -> str:
    """Returns what keeps a path from being relative and staying below its start."""
    return "it must not begin with `/`" if path.startswith("/") else step_back_fault(path)


def file_path_fault(path: str) -> str:
    """Returns what keeps a path from naming a file that Kubernetes writes into a volume.

    Names that begin with ``..`` are the kubelet's own there.
    """
    fault = relative_path_fault(path)
    return fault or ("it must not begin with `..`" if path.startswith("..") else "")
