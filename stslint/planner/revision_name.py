"""The name that the controller gives to the revision of a pod template: the StatefulSet's name and a hash.

The hash is FNV-1 of the template as stored, in JSON with sorted keys, and of ``status.collisionCount``.
Source: ``HashControllerRevision`` in pkg/controller/history and ``getPatch`` in pkg/controller/statefulset.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_OFFSET, _PRIME, _BITS = 2166136261, 16777619, 0xFFFFFFFF
_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
_ESCAPED = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})
"""What Go's JSON encoder escapes for HTML and JavaScript."""


def revision_name(set_name: str, stored: Mapping[str, Any], collisions: int = 0) -> str:
    """Returns the name of the ControllerRevision of a pod template as the API server stores it."""
    data = {"spec": {"template": {**stored, "$patch": "replace"}}}
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).translate(_ESCAPED)
    digits = str(_fnv(f"{text}{collisions}".encode()))
    return f"{set_name}-{''.join(_LETTERS[ord(digit) % len(_LETTERS)] for digit in digits)}"


def as_stored(completed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns a completed template as it is stored: nothing null, ``resources`` in each container."""
    spec = {key: value for key, value in completed["spec"].items() if value is not None}
    for key in ("containers", "initContainers"):
        if isinstance(spec.get(key), list):
            spec[key] = [{"resources": {}, **each} if isinstance(each, dict) else each for each in spec[key]]
    return {**completed, "spec": spec}


def _fnv(data: bytes) -> int:
    value = _OFFSET
    for byte in data:
        value = (value * _PRIME & _BITS) ^ byte
    return value
