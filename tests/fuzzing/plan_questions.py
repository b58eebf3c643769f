"""What `plan` and `check --against` are asked: a manifest, what ran before or a snapshot, and what-ifs."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from stslint.forecast.what_if import STEPS
from tests.fuzzing import seeds
from tests.fuzzing.likely_changes import likely_data
from tests.fuzzing.mutations import as_text, mutated_data, mutated_text


def changed(value: Any, chance: random.Random) -> Any:
    """Returns an object with likely changes, or rarely with wild ones; it mostly stays of its kind."""
    wild = chance.random() < 0.15
    new = mutated_data(value, chance) if wild else likely_data(value, seeds.object_values(), chance)
    if isinstance(new, dict) and chance.random() < 0.9:
        new.update({key: value[key] for key in ("apiVersion", "kind") if key in value})
    return new


def set_text(chance: random.Random) -> str:
    """Returns whole StatefulSets with changes, rarely as a text with damage."""
    count = chance.choice((1, 1, 1, 1, 2))
    text = "---\n".join(as_text(changed(chance.choice(seeds.sets()), chance), chance) for _ in range(count))
    return mutated_text(text, chance) if chance.random() < 0.05 else text


def update(chance: random.Random) -> bytes:
    """Returns a StatefulSet before and after a change, and what-ifs."""
    old = chance.choice(seeds.sets())
    new = changed(old, chance) if chance.random() < 0.9 else old
    if chance.random() < 0.7 and isinstance(new, dict):
        new["metadata"] = old.get("metadata")
    return _question(new=as_text(new, chance), old=as_text(old, chance), what_if=what_if(chance))


def against(chance: random.Random) -> bytes:
    """Returns the objects of an example before and after changes, as texts."""
    old = chance.choice(seeds.example_objects())
    new = [changed(each, chance) if chance.random() < 0.6 else each for each in old]
    texts = ["---\n".join(as_text(each, chance) for each in objects) for objects in (new, old)]
    return _question(new=texts[0], old=texts[1])


def state(chance: random.Random) -> bytes:
    """Returns a snapshot, the manifest of a StatefulSet in it with changes, and what-ifs."""
    snapshot = chance.choice(seeds.snapshots())
    running = [each for each in snapshot["items"] if each.get("kind") == "StatefulSet"]
    manifest = ""
    if running and chance.random() < 0.8:
        new = changed(chance.choice(running), chance)
        if isinstance(new, dict) and chance.random() < 0.8:
            new.pop("status", None)
        manifest = as_text(new, chance)
    if chance.random() < 0.6:
        snapshot = likely_data(snapshot, seeds.snapshot_values(), chance)
    return _question(new=manifest, snapshot=json.dumps(snapshot), what_if=what_if(chance))


def _question(**parts: Any) -> bytes:
    return json.dumps(parts).encode()


def what_if(chance: random.Random) -> dict[str, Any]:
    """Returns the fields of a WhatIf, mostly none."""
    if chance.random() < 0.4:
        return {}
    return {name: _OPTIONS[name](chance) for name in chance.sample(list(_OPTIONS), chance.choice((1, 1, 2)))}


def _numbers(chance: random.Random) -> list[int]:
    return [chance.choice((0, 1, 2, 3, 5, 9)) for _ in range(chance.choice((1, 1, 2)))]


def _pods(chance: random.Random) -> list[str]:
    return [str(chance.choice((0, 0, 1, 2))) for _ in range(chance.choice((1, 1, 2)))]


def _steps(chance: random.Random) -> list[str]:
    return [f"{chance.choice(STEPS)} {chance.choice(('', '', '0', '1', '3'))}".strip() for _ in range(2)]


def _true(chance: random.Random) -> bool:
    return True


_OPTIONS: dict[str, Callable[[random.Random], Any]] = {
    "replicas": _numbers,
    "partition": _numbers,
    "not_ready": _pods,
    "bad_revision": _true,
    "lose_node": _pods,
    "delete_pod": _pods,
    "delete": _true,
    "then": _steps,
}
