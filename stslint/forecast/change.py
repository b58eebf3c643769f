"""A manifest applied over what runs: what is stored then, and why it is refused.

``kubectl apply`` merges: what the API server has filled in stays, and what was applied before and is absent
now is removed. So the text that a plan applies is the merged one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from stslint.forecast.manifests import ADVICE, text_of
from stslint.forecast.what_if import WhatIf
from stslint.kubernetes.queries.objects import first_ordinal, replicas
from stslint.kubernetes.schema.decoding import decode
from stslint.kubernetes.schema.kinds import check_kind
from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.update.check import validate_update
from stslint.kubernetes.update.defaults import with_defaults
from stslint.kubernetes.update.immutable import changes_of_stateful_set
from stslint.kubernetes.update.merge import apply
from stslint.model import Node, Problem
from stslint.planner.manifest_edits import with_partition, with_replicas
from stslint.planner.state import Manifest
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_SCALE = pattern(r"\s*scale[\s=:]+([0-9]{1,6})\s*\Z")


class ManifestChange(NamedTuple):
    """A manifest and what it is applied over (None: nothing), for a Kubernetes version.

    ``compared``: the first replicas and partition of the what-ifs are written into it.
    """

    old: Node | None
    new: Node
    version: str
    what_if: WhatIf
    compared: bool = True

    @property
    def ordinals(self) -> range:
        """Returns the ordinals that the StatefulSet has before, after or in between."""
        scaled = [int(match.group(1)) for text in self.what_if.then if (match := _SCALE.match(text))]
        sets = [self.new, *([self.old] if self.old else [])]
        most = max((*(replicas(each) for each in sets), *self.what_if.replicas, *scaled))
        first = min(map(first_ordinal, sets))
        return range(max(first, 0), max(max(map(first_ordinal, sets)) + most, 0))


def runs_already(change: ManifestChange) -> str:
    """Returns the text of what runs, or an empty string."""
    return text_of(change.old) if change.old else ""


def changed_text(change: ManifestChange, stored_now: Node | None = None) -> str:
    """Returns the text of the object that the change stores, with the first counts of its what-ifs.

    ``stored_now`` is the live object, where ``change.old`` is only what was applied last.
    """
    if change.old is None:
        stored = change.new
    else:
        live = with_defaults(stored_now or change.old, number(change.version))
        stored = apply(live, change.old, change.new).root
    plain = stored.plain()
    if change.compared and isinstance(plain, dict) and isinstance(plain.get("spec"), dict):
        return json.dumps(_with_first_counts(plain, change.what_if))
    return json.dumps(plain)


def refused_change(change: ManifestChange) -> Iterator[Problem]:
    """Yields why the API server refuses the change, at places of the new manifest."""
    if change.old is None:
        return
    undecoded = [*check_kind(change.new, change.version), *decode(change.new, change.version)]
    for problem in undecoded or validate_update(change.old, change.new, number(change.version)):
        if problem.rule not in ADVICE:
            yield problem


def needs_recreation(change: ManifestChange) -> bool:
    """Returns whether an immutable field of the StatefulSet is changed."""
    if change.old is None:
        return False
    return any(changes_of_stateful_set(change.old, change.new, number(change.version)))


def _with_first_counts(manifest: Manifest, what_if: WhatIf) -> Manifest:
    if what_if.replicas:
        manifest = with_replicas(manifest, what_if.replicas[0])
    if what_if.partition:
        manifest = with_partition(manifest, what_if.partition[0])
    return manifest
