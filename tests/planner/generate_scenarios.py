"""Random rollout scenarios, one JSON a line.

    python -m tests.planner.generate_scenarios SEED COUNT [VERSION]

The same seed and version give the same scenarios. Each is a walk of steps over one StatefulSet; what a walk
likes to do is its temper, so that rare things meet each other.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

from stslint.kubernetes.schema.versions import NEWEST

Json = dict[str, Any]

RECREATE_SINCE = 37
OPTIONAL_GATES = {"StatefulSetAutoDeletePVC": (25, 31), "StatefulSetStartOrdinal": (26, 30)}
"""Gates that a version lets you turn on or off, with the first and the last such version."""

TEMPERS: dict[str, dict[str, int]] = {
    "everything": {},
    "rollout": {"image": 8, "partition": 5, "strategy": 4, "rollback": 3, "break_revision": 3, "heal": 3},
    "rescale": {"scale": 9, "move": 6, "retention": 4, "break_pod": 2, "node_lost": 2, "image": 2},
    "rebirth": {"delete": 7, "apply": 7, "image": 3, "scale": 3, "node_lost": 3, "retention": 2, "claims": 4},
    "trouble": {
        "break_pod": 6,
        "node_lost": 5,
        "delete_pod": 4,
        "image": 5,
        "scale": 4,
        "move": 2,
        "heal": 2,
    },
    "patience": {"min_ready": 6, "image": 5, "scale": 4, "break_pod": 3, "delete_pod": 3, "rollback": 2},
}
EVENLY = 2


def claim_template(name: str) -> Json:
    """Returns a volumeClaimTemplate."""
    storage = {"requests": {"storage": "1Gi"}}
    return {"metadata": {"name": name}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": storage}}


class Walk:
    """One scenario in the making: the manifest as it would be applied next, and the steps so far."""

    def __init__(self, chance: random.Random, version: str = NEWEST) -> None:
        self.chance = chance
        self.version = int(version.partition(".")[2])
        self.images = 1
        self.templates: list[Json] = []
        self.spec = self.first_spec()
        self.gates = self.first_gates()
        self.first = self.manifest()
        self.steps: list[Json] = [{"op": "create"}]
        if chance.random() < 0.06:
            self.steps[0]["broken"] = True

    def often(self, likelihood: float) -> bool:
        return self.chance.random() < likelihood

    def first_spec(self) -> Json:
        chance = self.chance
        pod: Json = {"containers": [{"name": "c", "image": "app:1"}]}
        if self.often(0.12):
            pod["terminationGracePeriodSeconds"] = chance.choice([0, 0, 30, 600])
        labels = {"app": "web", "tier": "db"} if self.often(0.2) else {"app": "web"}
        selector: Json = {"matchLabels": {"app": "web"}}
        if self.often(0.15):
            selector = {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "wob"]}]}
        spec: Json = {
            "replicas": self.size(),
            "serviceName": "web",
            "selector": selector,
            "template": {"metadata": {"labels": labels}, "spec": pod},
        }
        if self.often(0.9):
            spec["podManagementPolicy"] = chance.choice(["OrderedReady", "Parallel"])
        if self.often(0.3):
            spec["ordinals"] = {"start": chance.randint(0, 4)}
        if self.often(0.25):
            spec["minReadySeconds"] = chance.choice([1, 5, 30, 5000])
        if self.often(0.25):
            spec["revisionHistoryLimit"] = chance.choice([0, 1, 2])
        if self.often(0.6):
            names = chance.sample(["data", "www", "log", "a-web"], chance.randint(1, 3))
            spec["volumeClaimTemplates"] = [claim_template(name) for name in names]
        if self.often(0.6):
            spec["persistentVolumeClaimRetentionPolicy"] = self.retention_policy()
        self.set_strategy(spec)
        self.templates.append(copy.deepcopy(spec["template"]))
        return spec

    def first_gates(self) -> Json:
        gates: Json = {}
        if self.often(0.35):
            gates["MaxUnavailableStatefulSet"] = self.often(0.3)
        recreates = self.often(0.12) or self.spec.get("updateStrategy", {}).get("type") == "Recreate"
        if recreates and self.version >= RECREATE_SINCE:
            gates["StatefulSetRecreateStrategy"] = self.often(0.9)
        for gate, (first, last) in OPTIONAL_GATES.items():
            if first <= self.version <= last and self.often(0.4):
                gates[gate] = self.often(0.7)
        return gates

    def size(self) -> int:
        return self.chance.choice([0, 1, 2, 3, 3, 4, 5, 6, 8, 8, 12, 18])

    def retention_policy(self) -> Json:
        choices = ["Retain", "Delete", "Delete"]
        return {"whenDeleted": self.chance.choice(choices), "whenScaled": self.chance.choice(choices)}

    def set_strategy(self, spec: Json) -> None:
        spec.pop("updateStrategy", None)
        kinds = ["absent", "OnDelete", "bare", "RollingUpdate", "Recreate", "typeless"]
        kind = self.chance.choices(kinds, [12, 12, 12, 50, 6, 6])[0]
        rolling: Json = {}
        if self.often(0.5):
            rolling["partition"] = self.chance.randint(0, spec["replicas"] + 2)
        if self.often(0.5):
            rolling["maxUnavailable"] = self.chance.choice([1, 2, 3, 5, "1%", "34%", "50%", "100%"])
        if kind in ("OnDelete", "Recreate", "bare"):
            spec["updateStrategy"] = {"type": "RollingUpdate" if kind == "bare" else kind}
        elif kind == "RollingUpdate":
            spec["updateStrategy"] = {"type": kind, "rollingUpdate": rolling}
        elif kind == "typeless":
            spec["updateStrategy"] = {"rollingUpdate": rolling}

    def manifest(self) -> str:
        document = {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "web"}}
        return json.dumps({**document, "spec": self.spec})

    def ordinal(self) -> int:
        start = self.spec.get("ordinals", {}).get("start", 0)
        return max(0, int(start) + self.chance.randint(-1, max(self.spec["replicas"], 1)))

    def do(self, op: str, **fields: Any) -> None:
        self.steps.append({"op": op, **fields})

    # What a walk can do. Each name is a key of a temper.

    def image(self) -> None:
        self.images += 1
        self.spec["template"]["spec"]["containers"][0]["image"] = f"app:{self.images}"
        if self.often(0.2):
            self.spec["replicas"] = self.size()
        if self.often(0.2):
            self.set_strategy(self.spec)
        self.templates.append(copy.deepcopy(self.spec["template"]))
        self.apply(broken=self.often(0.2))

    def rollback(self) -> None:
        self.spec["template"] = copy.deepcopy(self.chance.choice(self.templates))
        if self.often(0.3):
            self.spec["template"]["spec"]["restartPolicy"] = "Always"
        self.apply()

    def apply(self, *, broken: bool = False) -> None:
        self.do("apply", manifest=self.manifest(), **({"broken": True} if broken else {}))

    def strategy(self) -> None:
        self.set_strategy(self.spec)
        self.apply()

    def retention(self) -> None:
        self.spec["persistentVolumeClaimRetentionPolicy"] = self.retention_policy()
        self.apply()

    def min_ready(self) -> None:
        self.spec["minReadySeconds"] = self.chance.choice([0, 5, 60, 4000, 9000])
        self.apply()

    def move(self) -> None:
        self.spec["ordinals"] = {"start": self.chance.randint(0, 8)}
        if self.often(0.4):
            self.spec["replicas"] = self.size()
        self.apply()

    def scale(self) -> None:
        self.spec["replicas"] = self.size()
        self.do("scale", replicas=self.spec["replicas"])

    def partition(self) -> None:
        value = self.chance.randint(0, self.spec["replicas"] + 1)
        strategy = self.spec.get("updateStrategy", {})
        if strategy.get("type", "RollingUpdate") == "RollingUpdate":
            rolling = {**strategy.get("rollingUpdate", {}), "partition": value}
            self.spec["updateStrategy"] = {**strategy, "rollingUpdate": rolling}
        self.do("partition", value=value)

    def delete(self) -> None:
        self.do("delete", cascade=self.chance.choice(["background", "orphan", "orphan"]))
        if self.often(0.25):
            self.node_back()
        if self.often(0.3):
            self.images += 1
            self.spec["template"]["spec"]["containers"][0]["image"] = f"app:{self.images}"
        if self.often(0.3):
            self.spec["podManagementPolicy"] = self.chance.choice(["OrderedReady", "Parallel"])
        if self.often(0.8):
            self.apply()

    def claims(self) -> None:
        """Other claim templates: refused while the set exists, taken when it is made again."""
        names = self.chance.sample(["data", "www", "log", "tmp"], self.chance.randint(0, 3))
        self.spec["volumeClaimTemplates"] = [claim_template(name) for name in names]
        if self.often(0.7):
            self.do("delete", cascade=self.chance.choice(["background", "orphan", "orphan"]))
        self.apply()

    def labels(self) -> None:
        """Another selector: refused while the set exists; then it does not match the orphans."""
        self.spec["selector"] = {"matchLabels": {"app": self.chance.choice(["web", "other"])}}
        self.spec["template"]["metadata"]["labels"]["app"] = self.spec["selector"]["matchLabels"]["app"]
        if self.often(0.7):
            self.do("delete", cascade="orphan")
        self.apply()

    def delete_pod(self) -> None:
        self.do("delete-pod", ordinal=self.ordinal())

    def break_pod(self) -> None:
        self.do(self.chance.choice(["break-pod", "break-pod", "heal-pod"]), ordinal=self.ordinal())

    def break_revision(self) -> None:
        self.do("break-revision")

    def heal(self) -> None:
        self.do("heal")

    def node_lost(self) -> None:
        if self.often(0.5):
            self.node_back()
        else:
            self.do("node-lost", ordinal=self.ordinal())

    def node_back(self) -> None:
        lost = [step["ordinal"] for step in self.steps if step["op"] == "node-lost"]
        ordinal = self.chance.choice(lost) if lost and self.often(0.9) else self.ordinal()
        self.do(self.chance.choice(["force-delete", "node-removed", "node-restarted"]), ordinal=ordinal)


DEEDS = [
    "image",
    "rollback",
    "apply",
    "strategy",
    "retention",
    "min_ready",
    "move",
    "scale",
    "partition",
    "delete",
    "claims",
    "labels",
    "delete_pod",
    "break_pod",
    "break_revision",
    "heal",
    "node_lost",
]


def scenario(chance: random.Random, version: str = NEWEST) -> Json:
    """Returns one scenario."""
    walk = Walk(chance, version)
    temper = TEMPERS[chance.choice(sorted(TEMPERS))]
    weights = [temper.get(deed, 0) if temper else EVENLY for deed in DEEDS]
    wanted = chance.randint(2, 12)
    while len(walk.steps) < wanted:
        deed: Callable[[], None] = getattr(walk, chance.choices(DEEDS, weights)[0])
        deed()
    made = {"kubernetes": version, "manifest": walk.first, "steps": walk.steps}
    return {**made, "gates": walk.gates} if walk.gates else made


def scenarios(seed: int, count: int, version: str = NEWEST) -> Iterator[Json]:
    """Yields the scenarios of a seed and a Kubernetes version."""
    chance = random.Random(seed)
    for number in range(count):
        yield {"id": f"{seed}-{number}", **scenario(chance, version)}


if __name__ == "__main__":
    for made in scenarios(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:4]):
        print(json.dumps(made))
