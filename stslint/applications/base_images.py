"""Base images that are used as they are, mostly in init containers, and whose user is root.

Source: the images' Dockerfiles on https://hub.docker.com, which set no ``USER`` (looked up on 2026-11-26).
"""

from __future__ import annotations

from stslint.kubernetes.queries.objects import image_name
from stslint.model import Node

_ROOT = frozenset(
    ("busybox", "alpine", "debian", "ubuntu", "centos", "fedora", "bash", "rockylinux", "almalinux")
)
_PREFIXES = ("docker.io/library/", "docker.io/", "index.docker.io/library/", "library/")


def starts_as_root(container: Node) -> bool:
    """Returns whether a container's image is a base image whose user is root."""
    name = image_name(container)
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            name = name.removeprefix(prefix)
            break
    return name in _ROOT
