"""The look at a file's bytes that decides whether it is parsed at all."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from stslint.runtime.lazy_regex import pattern
from stslint.sources.files.decoding import encoding_of
from stslint.text.suggest import distance

Content = Literal["set", "reference", "workload", "other"]

# What a rule about a set looks up by name, or what selects its pods.
REFERENCES = frozenset(
    (
        b"ConfigMap",
        b"EndpointSlice",
        b"Endpoints",
        b"HorizontalPodAutoscaler",
        b"NetworkPolicy",
        b"PersistentVolume",
        b"PersistentVolumeClaim",
        b"PodDisruptionBudget",
        b"PriorityClass",
        b"RuntimeClass",
        b"ScaledObject",
        b"Secret",
        b"Service",
        b"ServiceAccount",
        b"StorageClass",
    )
)
# What may select the same pods or mount the same claims.
WORKLOADS = frozenset((b"CronJob", b"DaemonSet", b"Deployment", b"Job", b"Pod", b"ReplicaSet"))

_KIND = pattern(rb"""kind["']?[ \t]*:[ \t]*(?:[&!]\S{0,80}[ \t]+){0,2}["']?([A-Za-z][\w-]*)""")
_VALUE = pattern(rb"""(?::|kind)\s*(?:[&!]\S{0,80}\s+){0,2}["']?state?-?ful+[-_ ]?sets?\b""", re.IGNORECASE)
_OWN_FIELDS = (b"volumeClaimTemplates", b"podManagementPolicy")
_SET = "statefulset"
_SLIPS = 2


def content_of(data: bytes) -> Content:
    """Returns what a file's bytes promise: a StatefulSet, or a kind that rules about one read, or neither.

    It may promise too much (a word in a comment costs one parse) and forgives typos of the kind's name.
    """
    if encoding_of(data)[0] != "utf-8":
        data = data.replace(b"\0", b"")
    kinds = set(_KIND.findall(data))
    if any(map(_near_set, kinds)) or _set_without_kind(data):
        return "set"
    if not kinds.isdisjoint(REFERENCES) or _writes_tags(data):
        return "reference"
    return "other" if kinds.isdisjoint(WORKLOADS) else "workload"


def _writes_tags(data: bytes) -> bool:
    """Returns whether a kustomization, which may go without a kind, gives images their tags."""
    return b"images:" in data and (b"newTag:" in data or b"digest:" in data)


def _set_without_kind(data: bytes) -> bool:
    """Returns whether a set is there whose key `kind` is misspelt or forgotten."""
    if b"ulset" in data or b"ulSet" in data or b"ULSET" in data:
        return _VALUE.search(data) is not None
    return any(name in data for name in _OWN_FIELDS) and b"apps/v1" in data


@lru_cache(maxsize=1024)
def _near_set(kind: bytes) -> bool:
    word = kind.decode("ascii", "replace").lower().replace("-", "").replace("_", "").removesuffix("list")
    return distance(word, _SET, _SLIPS) <= _SLIPS
