"""What a plan says of its Kubernetes version."""

from __future__ import annotations

import json
from typing import Any

from stslint.forecast.version_notes import version_notes
from tests.planner.compare import rolling, stateful_set


def notes(version: str, **spec: Any) -> list[str]:
    scenario = {"kubernetes": version, "steps": [{"op": "create", "manifest": stateful_set(1, **spec)}]}
    return [fact.text for fact in version_notes(scenario, json.loads)]


def test_fields_of_a_gate_that_is_off_are_named() -> None:
    (text,) = notes("1.26", ordinals={"start": 5})
    assert text == "Kubernetes 1.26 ignores `spec.ordinals`: the feature gate StatefulSetStartOrdinal is off"
    (text,) = notes("1.36", updateStrategy=rolling(maxUnavailable=2))
    assert "`spec.updateStrategy.rollingUpdate.maxUnavailable`" in text
    assert not notes("1.37", updateStrategy=rolling(maxUnavailable=2), ordinals={"start": 5})


def test_a_version_that_was_not_compared_is_named() -> None:
    (text,) = notes("1.24")
    assert text.startswith("plans were not compared with the controller of Kubernetes 1.24")


def test_a_manifest_of_a_step_that_needs_none_is_not_read() -> None:
    steps = [
        {"op": "create", "manifest": stateful_set(1)},
        {"op": "scale", "replicas": 2, "manifest": {"a": 1}},
    ]
    assert list(version_notes({"kubernetes": "1.37", "steps": steps}, json.loads)) == []
