"""Short questions to the planner with long answers: many steps, replicas, claims or StatefulSets."""

from __future__ import annotations

import json
from typing import Any

from stslint.runtime.namedtuple import NamedTuple
from tests.fuzzing.repeated_texts import POD, SET, repeated

PARALLEL = "  podManagementPolicy: Parallel\n"
ON_DELETE = "  updateStrategy: {type: OnDelete}\n"
PATIENT = "  minReadySeconds: 86400\n"
DELETE = "  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Delete}\n"
CLAIM = "{metadata: {name: c%d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}"
LABEL = '- {op: apply, set: {spec.template.metadata.labels.a: "%d"}}\n'


class HostilePlan(NamedTuple):
    """A text with lines that are repeated, in which %d is their number, and what ``plan`` is asked about it.

    ``kind`` is ``scenario`` (YAML), ``lines`` (JSON Lines), ``manifest``, ``update`` (of the same manifest
    with another image) or ``snapshot``.
    """

    kind: str
    head: str
    lines: str = ""

    def files(self, times: int) -> dict[str, bytes]:
        """Returns the files with so many repetitions, by their names."""
        text = repeated(self.head, self.lines, times)
        if self.kind == "update":
            return {"new.yaml": text, "old.yaml": text.replace(b"web:1.2.3", b"web:1.2.2")}
        if self.kind == "snapshot":
            return {"snapshot.json": text.rstrip(b",\n") + b"]}\n"}
        return {"scenario.jsonl" if self.kind == "lines" else f"{self.kind}.yaml": text}

    @property
    def arguments(self) -> tuple[str, ...]:
        """Returns the arguments of the command in the folder of the files."""
        return {
            "scenario": ("--scenario", "scenario.yaml"),
            "lines": ("--scenario", "scenario.jsonl"),
            "manifest": ("manifest.yaml",),
            "update": ("--from", "old.yaml", "new.yaml"),
            "snapshot": ("--state", "snapshot.json"),
        }[self.kind]


def _set(replicas: int | str, fields: str = "", claims: int = 0, containers: int = 0) -> str:
    more = "".join(f"      - {{name: c{each}, image: b}}\n" for each in range(containers))
    templates = "".join("  - " + CLAIM.replace("%d", str(each)) + "\n" for each in range(claims))
    templates = f"  volumeClaimTemplates:\n{templates}" if claims else ""
    return f"{SET}  replicas: {replicas}\n{fields}{POD}{more}{templates}"


def _scenario(manifest: str, steps: str) -> HostilePlan:
    text = "".join(f"  {line}\n" for line in manifest.splitlines())
    return HostilePlan("scenario", f"manifest: |\n{text}steps:\n- create\n", steps)


def _sets(kind: str, replicas: int | str, fields: str = "") -> HostilePlan:
    return HostilePlan(kind, "", "---\n" + _set(replicas, fields).replace("name: web}", "name: w%d}", 1))


def _line(replicas: int, *steps: Any) -> str:
    return json.dumps({"manifest": _set(replicas), "steps": [{"op": "create"}, *steps]}) + "\n"


def _object(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "metadata": {"name": name, "namespace": "a", "uid": name}, **fields}


def _live_set(name: str) -> str:
    pod = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "a", "image": "b"}]}}
    spec = {"replicas": 3, "selector": {"matchLabels": {"a": "b"}}, "serviceName": "a", "template": pod}
    return json.dumps(_object("StatefulSet", name, apiVersion="apps/v1", spec=spec, status={"replicas": 0}))


def _snapshot(first: str, each: str) -> HostilePlan:
    return HostilePlan("snapshot", '{"kind": "List", "items": [' + first, each + ",\n")


PLANS = {
    "replicas that grow": _scenario(_set(1), "- {op: scale, replicas: %d}\n"),
    "replicas that grow in parallel": _scenario(_set(1, PARALLEL), "- {op: scale, replicas: %d}\n"),
    "replicas that grow with claims": _scenario(_set(1, "", 300), "- {op: scale, replicas: %d}\n"),
    "replicas that grow in days": _scenario(_set(1, PATIENT), "- {op: scale, replicas: %d}\n"),
    "replicas that come and go": _scenario(
        _set(1, DELETE, 2), "- {op: scale, replicas: 99}\n- {op: scale, replicas: %d}\n"
    ),
    "hundred thousand replicas that come and go": _scenario(
        _set(1, PARALLEL), "- {op: scale, replicas: 100000}\n- {op: scale, replicas: %d}\n"
    ),
    "broken pods that do not exist": _scenario(_set(1), "- {op: break-pod, ordinal: %d7}\n"),
    "pods of a thousand that are deleted": _scenario(
        _set(1000, PARALLEL), "- {op: delete-pod, ordinal: %d}\n"
    ),
    "pods of a thousand that fail": _scenario(_set(1000), "- {op: break-pod, ordinal: %d}\n"),
    "nodes that are lost": _scenario(_set(1000), "- {op: node-lost, ordinal: %d}\n"),
    "claims that are deleted": _scenario(_set(500, "", 1), "- {op: delete-claim, ordinal: %d}\n"),
    "partitions": _scenario(_set(3), "- {op: partition, value: %d}\n"),
    "templates of three pods": _scenario(_set(3), LABEL),
    "templates of eleven pods": _scenario(_set(11), LABEL),
    "templates that fail": _scenario(_set(3, PARALLEL), LABEL.replace("apply,", "apply, broken: true,")),
    "templates of pods that wait": _scenario(_set(30, ON_DELETE), LABEL + "- {op: delete-pod, ordinal: 7}\n"),
    "templates of pods in thirds": _scenario(
        _set(100, "  updateStrategy: {rollingUpdate: {maxUnavailable: 33%}}\n"), LABEL
    ),
    "steps in which nothing happens": _scenario(_set(1000), "- heal\n"),
    "StatefulSets that are deleted and created": _scenario(_set(500), "- delete\n- create\n"),
    "pods that are orphaned and adopted": _scenario(
        _set(500, PARALLEL), "- {op: delete, cascade: orphan}\n- create\n"
    ),
    "a long manifest that is scaled": _scenario(_set(1, "", 0, 900), "- {op: scale, replicas: %d}\n"),
    "a long manifest that is changed": _scenario(_set(1, "", 0, 900), LABEL),
    "scenarios of many pods": HostilePlan("lines", "", _line(100_000)),
    "scenarios of fifty pods": HostilePlan("lines", "", _line(50, {"op": "scale", "replicas": 1})),
    "scenarios of a thousand pods": HostilePlan("lines", "", _line(1000, {"op": "delete"})),
    "StatefulSets of three pods": _sets("manifest", 3),
    "StatefulSets of three hundred pods": _sets("manifest", 300),
    "StatefulSets of ten thousand pods": _sets("manifest", 10_000),
    "StatefulSets of other sizes": _sets("manifest", "%d"),
    "StatefulSets that are updated": _sets("update", 3),
    "StatefulSets of other sizes that are updated": _sets("update", "%d"),
    "StatefulSets of hundreds that are updated": _sets("update", 300),
    "claim templates of a thousand pods": HostilePlan(
        "manifest", _set(1000, PARALLEL) + "  volumeClaimTemplates:\n", f"  - {CLAIM}\n"
    ),
    "volumes of a thousand pods": HostilePlan(
        "update", _set(1000) + "      volumes:\n", "      - {name: v%d, emptyDir: {}}\n"
    ),
    "a snapshot of StatefulSets": _snapshot("", _live_set("w%d")),
    "a snapshot of StatefulSets of other sizes": _snapshot(
        "", _live_set("w%d").replace('"replicas": 3', '"replicas": 1%d')
    ),
    "a snapshot of pods": _snapshot(_live_set("w") + ",", json.dumps(_object("Pod", "w-%d"))),
    "a snapshot of claims": _snapshot(
        _live_set("w") + ",", json.dumps(_object("PersistentVolumeClaim", "c-w-%d"))
    ),
    **{
        f"{replicas} replicas{name}": HostilePlan(kind, _set(replicas, fields, claims))
        for kind in ("manifest", "update")
        for replicas, name, fields, claims in (
            (2**31 - 1, "", "", 0),
            (100_000, " in parallel", PARALLEL, 0),
            (75_000 if kind == "manifest" else 30_000, "", "", 0),
            (99_000 if kind == "manifest" else 32_000, " in parallel", PARALLEL, 0),
            (20_000 if kind == "manifest" else 10_000, " with claims", DELETE, 2),
            (10_000, " in days", PATIENT, 0),
            (
                10_000,
                " in days, 33 at once",
                f"{PATIENT}  updateStrategy: {{rollingUpdate: {{maxUnavailable: 33}}}}\n",
                0,
            ),
            (10_000, " from the highest ordinals on", "  ordinals: {start: 2147473647}\n", 0),
        )
    },
}
"""Questions by what they ask for."""
