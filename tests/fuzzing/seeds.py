"""Valid inputs of each kind: what is made at random starts from them."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from stslint.linter.rule_set import rule_set
from stslint.pipeline.rule_examples import examples_of
from stslint.sources.snapshot.reading import read_objects
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
TOML = """\
select = ["STS1", "STS3"]
ignore = ["service-name-missing"]
profile = "gitops"
kubernetes-versions = ["1.30", "v1.34.2"]
exclude = ["generated/"]
complete = true
fail-on = "error"

[severities]
STS302 = "info"

[per-path-ignores]
"tests/**" = ["STS2"]
"""
YAML_CONFIGURATION = """\
select: [STS1, STS3]
ignore: [service-name-missing]
severities: {STS302: info}
per-path-ignores:
  "tests/**": [STS2]
per-path-severities:
  "deploy/": {STS105: error}
kubernetes-versions: [1.30, v1.34.2]
exclude: [generated/]
complete: true
"""
PROJECT = "[project]\nname = 'web'\n\n" + "\n".join(
    f"[tool.stslint.{line[1:-1]}]" if line.startswith("[") else line
    for line in ("[tool.stslint]\n" + TOML).splitlines()
).replace("[tool.stslint.tool.stslint]", "[tool.stslint]")


@cache
def manifests() -> tuple[str, ...]:
    """Returns the examples of all rules, good and bad."""
    return tuple(example.text for rule in rule_set() for example in examples_of(rule))


@cache
def objects() -> tuple[Any, ...]:
    """Returns the objects of the examples as plain data."""
    found: list[Any] = []
    for text in manifests():
        try:
            found += [each.item for each in read_objects("example", text)]
        except Exception:
            continue  # an example of a syntax error
    return tuple(found)


@cache
def snapshots() -> tuple[Any, ...]:
    """Returns the recorded snapshots as plain Lists."""
    folder = ROOT / "tests" / "fixtures" / "snapshots"
    return tuple(_list(path) for path in sorted(folder.glob("*.yaml")))


def _list(path: Path) -> Any:
    items = [dict(each.item) for each in read_objects(path.name, path.read_text())]
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
