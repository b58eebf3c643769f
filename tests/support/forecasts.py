"""Forecasts for the tests of their reports."""

from __future__ import annotations

import json
from typing import Any

from stslint.cli.commands.scenario import forecasts_of
from stslint.cli.plan_arguments import PlanArguments
from stslint.forecast.forecast import Forecast
from tests.planner.compare import stateful_set

Step = dict[str, Any]


def seen(*steps: Step, manifest: str = "") -> Forecast:
    """Returns the forecast of some steps after the creation of a set called web."""
    whole = {"id": "t", "manifest": manifest or stateful_set(3), "steps": [{"op": "create"}, *steps]}
    [found] = forecasts_of("t.jsonl", json.dumps(whole), PlanArguments())
    assert not isinstance(found, str), found
    return found
