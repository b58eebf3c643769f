"""Whether a pod template changes only because the number of replicas does.

Clusters with a fixed list of members name all pods in a variable or an argument, so that the list has to
change together with the replicas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_names, pod_template, replicas
from stslint.model import Node
from stslint.runtime.lazy_regex import pattern

_STATES = frozenset(("existing", "join"))
_CHECKSUM = pattern(r"(?i)checksum|hash|restartedAt")


def only_grows_with(old: Node, new: Node) -> bool:
    """Returns whether all that changes in the pod template names or counts the pods, or is a checksum."""
    before, after = _leaves(pod_template(old)), _leaves(pod_template(new))
    if before.keys() != after.keys():
        return False
    changed = [(key, before[key], after[key]) for key in before if before[key] != after[key]]
    return bool(changed) and all(_follows(old, new, *each) for each in changed)


def _follows(old: Node, new: Node, path: str, before: object, after: object) -> bool:
    if _CHECKSUM.search(path):
        return True
    first, second = str(before), str(after)
    known = set(pod_names(old)) ^ set(pod_names(new))
    if any(re.search(rf"(?<![\w-]){re.escape(pod)}(?![\w-])", first + " " + second) for pod in known):
        return True
    counted = re.sub(rf"\b{replicas(old)}\b", str(replicas(new)), first)
    return second == counted or second.rpartition("=")[2] in _STATES


def _leaves(template: Node) -> dict[str, object]:
    return dict(_walk(template.plain(), ""))


def _walk(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(inner, f"{path}[{place}]")
    else:
        yield path, value
