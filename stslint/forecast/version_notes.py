"""Notes on the Kubernetes version of a plan: fields without effect, and versions that were not compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stslint.forecast.notes import Fact
from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED
from stslint.planner.api_server import Decode
from stslint.planner.feature_gates import ignored_fields
from stslint.planner.releases import Release
from stslint.planner.scenario import conditions_of


def version_notes(scenario: Mapping[str, Any], decode: Decode) -> Iterator[Fact]:
    """Yields which fields the version ignores, and whether the plan was compared with its controller."""
    release, gates = conditions_of(scenario)
    version = ".".join(map(str, release))
    for field, gate in _ignored(scenario, decode, release, gates):
        yield Fact("Note", f"Kubernetes {version} ignores `{field}`: the feature gate {gate} is off")
    if version not in SUPPORTED:
        compared = f"only with the controllers of {SUPPORTED[0]} to {NEWEST}"
        yield Fact("Note", f"plans were not compared with the controller of Kubernetes {version}, {compared}")


def _ignored(
    scenario: Mapping[str, Any], decode: Decode, release: Release, gates: frozenset[str]
) -> Iterator[tuple[str, str]]:
    texts = [step.get("manifest") for step in scenario["steps"]] + [scenario.get("manifest")]
    written = dict.fromkeys(text for text in texts if isinstance(text, str) and text)
    manifests = [decode(text) for text in written]
    yield from dict.fromkeys(each for made in manifests for each in ignored_fields(made, release, gates))
