"""Paths in volumes and profiles. Each function returns what is wrong with a text, or an empty string.

Source: https://kubernetes.io/docs/concepts/storage/volumes/
"""

from __future__ import annotations


def step_back_fault(path: str) -> str:
    """Returns why a path can leave its start: a ``..`` in it."""
    return "it must not contain `..`" if ".." in path.split("/") else ""


def relative_path_fault(path: str) -> str:
    """Returns why a path is not relative or can leave its start."""
    return "it must not begin with `/`" if path.startswith("/") else step_back_fault(path)


def file_path_fault(path: str) -> str:
    """Returns why a path cannot name a file that Kubernetes writes into a volume.

    The kubelet itself uses names that begin with ``..`` there.
    """
    fault = relative_path_fault(path)
    return fault or ("it must not begin with `..`" if path.startswith("..") else "")
