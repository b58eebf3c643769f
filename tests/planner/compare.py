"""What two answers to a scenario must have in common, and short ways to write scenarios and their traces."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stslint.forecast.manifests import Manifests
from stslint.planner.scenario import plan, run_scenario
from stslint.planner.timeline import Plan

Json = dict[str, Any]


def answer_to(scenario: Json) -> Json:
    """Returns the answer to a scenario, as ``stslint plan --scenario`` gives it."""
    manifests = Manifests()
    return run_scenario(scenario, manifests.decode, manifests.refuse)


def plan_of(scenario: Json) -> Plan:
    """Returns the plan of a scenario."""
    manifests = Manifests()
    return plan(scenario, manifests.decode, manifests.refuse)


def comparable(answer: Mapping[str, Any]) -> list[Json]:
    """Returns the steps of an answer without the texts that are free."""
    return [_step(step) for step in answer.get("steps", [])]


def _step(step: Json) -> Json:
    end = {key: value for key, value in step["end"].items() if key != "reason"}
    return {**step, "refused": bool(step.get("refused")), "end": end}


def stateful_set(replicas: int = 3, image: str = "app:1", claims: tuple[str, ...] = (), **spec: Any) -> str:
    """Returns the text of a manifest; further fields of the spec as keywords."""
    if claims:
        storage = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
        spec["volumeClaimTemplates"] = [{"metadata": {"name": name}, "spec": storage} for name in claims]
    template = {
        "metadata": {"labels": {"app": "web"}},
        "spec": {"containers": [{"name": "c", "image": image}], **spec.pop("pod", {})},
    }
    whole = {
        "replicas": replicas,
        "serviceName": "web",
        "selector": {"matchLabels": {"app": "web"}},
        "template": template,
        **spec,
    }
    head = {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "web"}}
    return json.dumps({**head, "spec": whole})


def rolling(**fields: Any) -> Json:
    """Returns an updateStrategy with a rollingUpdate block."""
    return {"type": "RollingUpdate", "rollingUpdate": fields}


def apply(*args: Any, broken: bool = False, **fields: Any) -> Json:
    """Returns the step that applies ``stateful_set`` of the same arguments."""
    return {"op": "apply", "manifest": stateful_set(*args, **fields), **({"broken": True} if broken else {})}


def play(first: str, *steps: Json, **scenario: Any) -> list[Json]:
    """Returns the steps of the answer to a scenario that begins with ``create``."""
    whole = {"id": "test", "manifest": first, "steps": [{"op": "create"}, *steps], **scenario}
    answer = answer_to(whole)
    assert "error" not in answer, answer["error"]
    steps_played: list[Json] = answer["steps"]
    return steps_played


SIGNS = {"create": "+", "delete": "-", "update": "~", "adopt": "adopt ", "orphan": "orphan "}


def trace(step: Json) -> str:
    """Returns the waves of a step in short: ``+2 | -1 gc-0``; pods by ordinal, claims by name and owner."""
    return " | ".join(" ".join(map(_short, wave)) for wave in step["waves"])


def _short(action: Json) -> str:
    verb, kind = action["action"].split("-")
    what = action["ordinal"] if kind == "pod" else action["name"] + ":" + (action["owner"] or "none")
    return f"{action.get('by', '')}{SIGNS[verb]}{what}"


def ready(step: Json) -> str:
    """Returns the pods at the end: ``0@1 1@2! 2@2T``, not Ready with ``!``, Terminating with ``T``."""
    return " ".join(
        f"{pod['name'].rpartition('-')[2]}@{pod['revision']}"
        + ("" if pod["ready"] else "!")
        + ("T" if pod.get("terminating") else "")
        for pod in step["end"]["pods"]
    )
