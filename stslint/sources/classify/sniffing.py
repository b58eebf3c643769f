"""Decides from a file's bytes whether it is parsed."""

from __future__ import annotations

from functools import lru_cache

from stslint.runtime.lazy_regex import pattern
from stslint.sources.files.decoding import encoding_of
from stslint.text.suggest import distance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Content: TypeAlias = 'Literal["set", "reference", "workload", "other"]'

# Kinds that a StatefulSet refers to by name, or that select its pods.
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
# Kinds that can have the same pod labels or mount the same claims.
WORKLOADS = frozenset((b"CronJob", b"DaemonSet", b"Deployment", b"Job", b"Pod", b"ReplicaSet"))

_KIND = pattern(rb"""kind["']?[ \t]*:[ \t]*(?:[&!]\S{0,80}[ \t]+){0,2}["']?([A-Za-z][\w-]*)""")
_LONGEST_KIND = 64
_VALUE = pattern(rb"""(?i)(?::|kind)\s*(?:[&!]\S{0,80}\s+){0,2}["']?state?-?ful+[-_ ]?sets?\b""")
_CHOSEN_KIND = pattern(rb"(?i)kind[ \t]*:[ \t]*[\"']?\{\{[^\n]*state?-?ful+sets?\b")
"""A kind that a template chooses, such as `kind: {{ ternary "StatefulSet" "Deployment" .Values.ha }}`."""
_OWN_FIELDS = (b"volumeClaimTemplates", b"podManagementPolicy")
_SET = "statefulset"
_TYPOS = 2


def content_of(data: bytes) -> Content:
    """Returns what a file's bytes contain: a StatefulSet, a kind that its rules read, a workload, or neither.

    Typos in the kind are tolerated. A false positive, such as a word in a comment, costs one parse.
    """
    if encoding_of(data)[0] != "utf-8":
        data = data.replace(b"\0", b"")
    kinds = _kinds(data)
    if any(map(_resembles_stateful_set, kinds)) or _has_set_without_kind(data):
        return "set"
    if not kinds.isdisjoint(REFERENCES) or _sets_image_tags(data):
        return "reference"
    return "other" if kinds.isdisjoint(WORKLOADS) else "workload"


def _kinds(data: bytes) -> set[bytes]:
    """Returns the words that follow a key `kind`.

    Without a regular expression where each `kind` begins a line's `kind: Word`, as in most manifests: loading
    those takes longer than all else of a run that finds its report in the cache.
    """
    words = set()
    for piece in data.split(b"kind")[1:]:
        value, line_end, _ = piece[:_LONGEST_KIND].partition(b"\n")
        if not line_end or not value.startswith(b": ") or not value[2:].isalpha():
            return set(_KIND.findall(data))
        words.add(value[2:])
    return words


def _sets_image_tags(data: bytes) -> bool:
    """Returns whether a kustomization, which does not need a kind, sets the tags of images."""
    return b"images:" in data and (b"newTag:" in data or b"digest:" in data)


def _has_set_without_kind(data: bytes) -> bool:
    """Returns whether there is a StatefulSet whose key `kind` is misspelled or missing."""
    if b"ulset" in data.lower():
        return _VALUE.search(data) is not None or _CHOSEN_KIND.search(data) is not None
    return b"apps/v1" in data and any(name in data for name in _OWN_FIELDS)


@lru_cache(maxsize=1024)
def _resembles_stateful_set(kind: bytes) -> bool:
    word = kind.decode("ascii", "replace").lower().replace("-", "").replace("_", "").removesuffix("list")
    return distance(word, _SET, _TYPOS) <= _TYPOS
