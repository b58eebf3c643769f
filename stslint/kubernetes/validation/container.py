"""Containers of a pod template: the container lists as a whole, and what each container says of itself.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from stslint.model import Node, Problem


class VolumeNames(NamedTuple):
    """The volumes of a pod, by name, each with the name of its source field.

    The source is a field of a volume: ``emptyDir`` (also that of a volume without any source),
    ``persistentVolumeClaim`` (also that of a claim template), ``ephemeral``, ``image`` and so on.
    ``accepted`` holds the volumes without a fault: a mount of a volume that is refused itself is refused
    too. ``written`` holds all of them, the last one of a name, claim templates first.
    """

    accepted: Mapping[str, str]
    written: Mapping[str, str]


def validate_containers(pod_spec: Node, minor: int, volumes: VolumeNames) -> Iterator[Problem]:
    """Yields what the API server refuses below ``containers``, ``initContainers`` and ``ephemeralContainers``.

    Includes what hangs on the pod (its system, host network, host users, grace period, resource claims) and
    is reported at a container. That a template may not have ephemeral containers at all is left to the
    pod's own checks, and so is every field outside the three lists.
    """
    yield from ()


def warn_of_containers(pod_spec: Node, minor: int) -> Iterator[Problem]:
    """Yields the API server's warnings about fields of containers; it gives them for accepted objects only.

    Warnings at the template's annotations are left to the template's own checks.
    """
    yield from ()
