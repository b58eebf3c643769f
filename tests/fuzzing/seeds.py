"""Valid inputs of each kind: what is made at random starts from them."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from stslint.linter.rule_set import rule_set
from stslint.pipeline.rule_examples import examples_of
from stslint.sources.snapshot.reading import SnapshotError, read_objects
from tests.fuzzing.likely_changes import Values, values_of
from tests.support.paths import ROOT

SCENARIO = """\
manifest:
  apiVersion: apps/v1
  kind: StatefulSet
  metadata: {name: web}
  spec:
    replicas: 3
    serviceName: web
    selector: {matchLabels: {app: web}}
    template:
      metadata: {labels: {app: web}}
      spec:
        containers: [{name: web, image: "app:1"}]
steps:
- create
- {op: apply, set: {spec.template.spec.containers.0.image: "app:2"}}
- {op: node-lost, ordinal: 1}
- {op: scale, replicas: 1}
- {op: delete, cascade: orphan}
"""


@cache
def manifests() -> tuple[str, ...]:
    """Returns the examples of all rules, good and bad."""
    return tuple(example.text for rule in rule_set() for example in examples_of(rule))


@cache
def objects() -> tuple[Any, ...]:
    """Returns the objects of the examples as plain data."""
    return tuple(each for text in manifests() for each in plain_objects("example", text))


def plain_objects(name: str, text: str) -> list[Any]:
    """Returns the objects of a text, none of an example of a syntax error."""
    try:
        return [dict(each.item) for each in read_objects(name, text)]
    except SnapshotError:
        return []


@cache
def sets() -> tuple[Any, ...]:
    """Returns the whole StatefulSets among the objects."""
    return tuple(each for each in objects() if _is_whole_set(each))


def _is_whole_set(value: Any) -> bool:
    spec = value.get("spec")
    return value.get("kind") == "StatefulSet" and isinstance(spec, dict) and "selector" in spec


@cache
def example_objects() -> tuple[list[Any], ...]:
    """Returns the objects of each example with a StatefulSet."""
    found = []
    for text in manifests():
        read = plain_objects("example", text)
        if any(_is_whole_set(each) for each in read):
            found.append(read)
    return tuple(found)


@cache
def object_values() -> Values:
    """Returns the values in the objects by their key."""
    return values_of(objects())


@cache
def snapshot_values() -> Values:
    """Returns the values in the snapshots by their key."""
    return values_of(snapshots())


@cache
def scenario_values() -> Values:
    """Returns the values in the scenarios by their key."""
    return values_of(scenarios())


@cache
def snapshots() -> tuple[Any, ...]:
    """Returns the recorded snapshots as plain Lists."""
    folder = ROOT / "tests" / "fixtures" / "snapshots"
    return tuple(_list(path) for path in sorted(folder.glob("*.yaml")))


def _list(path: Path) -> Any:
    items = plain_objects(path.name, path.read_text())
    return {"apiVersion": "v1", "kind": "List", "items": items}


@cache
def scenarios() -> tuple[Any, ...]:
    """Returns scenarios that the controller was recorded with, their manifests as plain data."""
    recorded = ROOT / "tests" / "planner" / "recorded-1.37.jsonl.gz"
    lines = gzip.decompress(recorded.read_bytes()).splitlines()[::20]
    return tuple(_scenario(json.loads(line)) for line in lines)


def _scenario(recorded: dict[str, Any]) -> Any:
    recorded.pop("result", None)
    for place in (recorded, *recorded["steps"]):
        if isinstance(place.get("manifest"), str):
            place["manifest"] = json.loads(place["manifest"])
    return recorded
