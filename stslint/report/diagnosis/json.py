"""Diagnoses as one JSON object, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

import stslint
from stslint.forecast.snapshot.act import Act
from stslint.forecast.snapshot.diagnosis import Diagnosis
from stslint.report.diagnosis.text import next_moves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def render(diagnoses: Sequence[Diagnosis], version: str, now: str) -> str:
    """Returns the JSON of diagnoses on a Kubernetes version; ``now`` is the time that was assumed."""
    head = {"version": 1, "stslint": stslint.__version__, "kubernetes_version": version, "now": now}
    return json.dumps({**head, "stateful_sets": [_one(each) for each in diagnoses]}, indent=2) + "\n"


def _one(each: Diagnosis) -> dict[str, Any]:
    return {
        "namespace": each.namespace,
        "name": each.name,
        "state": each.state,
        "summary": each.summary,
        "waits_for": list(each.waits_for),
        "rule": each.rule,
        "causes": list(each.causes),
        "next": list(next_moves(each.moves)),
        "at_least_seconds": each.least,
        "to_free_it": [_act(act) for act in each.acts],
        "assumed": list(each.notes),
        "unused": list(each.idle),
        "remarks": list(each.remarks),
    }


def _act(act: Act) -> dict[str, Any]:
    return {
        "act": act.title,
        "commands": list(act.commands),
        "loses": list(act.loses),
        "steps": list(act.steps),
    }
